package import CaseFeedback
import EventSourcing
package import EventStore

/// Two answers to one question at two moments, and what lies between them.
package struct Compared<Content: Sendable>: Sendable {
    package let content: Content
    package let before: Standpoint
    package let after: Standpoint
    /// The events that the content names, as the trail tells them, by position.
    package let lines: [TrailLine]
}

/// Answers what changed between two moments of the wheel and of the matrix, and by which events.
package struct DifferenceQuery: Sendable {
    private let log: EventLog
    private let matrices: MatrixQuery

    package init(_ log: EventLog, matrices: MatrixQuery) {
        self.log = log
        self.matrices = matrices
    }

    /// The rows of the wheel that differ. Both questions are about the same organisation, unit and cycle.
    package func wheel(
        from before: Question, to after: Question
    ) async throws(Problem) -> Compared<[WheelDifference]> {
        try await checkOrder(before, after)
        let old = try await aboutEarlier { () async throws(Problem) in try await wheel(before) }
        let new = try await wheel(after)
        let events = try await events(
            between: old.at.standpoint.moment, and: new.at.standpoint.moment, concerning: after,
            children: AnnualWheel.childTags(in: new.at.states))
        let differences: [WheelDifference]
        do throws(UnreadableEvent) {
            differences = try WheelDifference.all(
                from: old.rows, to: new.rows, between: events, states: new.at.states)
        } catch {
            throw Problem(.unreadable(error))
        }
        return Compared(
            content: differences, before: old.at.standpoint, after: new.at.standpoint,
            lines: try await lines(at: differences.flatMap(\.events), of: after.log))
    }

    /// What differs in the matrix of one unit and cycle, texts still as references; both questions must name them.
    package func matrix(
        from before: Question, to after: Question
    ) async throws(Problem) -> Compared<MatrixDifference> {
        try await checkOrder(before, after)
        let new = try await matrices.answer(after)
        let old: MatrixAnswer?
        // A day on which the unit did not take part yet is a side without a matrix.
        do throws(Problem) {
            old = try await aboutEarlier { () async throws(Problem) in try await matrices.answer(before).content }
        } catch {
            guard error.code == "unit-not-enrolled" else { throw error }
            old = nil
        }
        let difference = MatrixDifference(from: old, to: new.content)
        return Compared(
            content: difference, before: try await log.standpoint(of: before), after: new.standpoint,
            lines: try await lines(at: Array(difference.events), of: after.log))
    }

    /// Refuses moments of which the earlier is named as the later one: what had come would be told as gone. An axis on which
    /// only one is named is not looked at.
    private func checkOrder(_ before: Question, _ after: Question) async throws(Problem) {
        guard before.knownAt != .head && after.knownAt != .head || before.asOf != .now && after.asOf != .now else {
            return
        }
        let old = try await aboutEarlier { () async throws(Problem) in try await log.standpoint(of: before) }
        let new = try await log.standpoint(of: after)
        if let (earlier, later) = old.knownInWrongOrder(with: new) {
            throw .momentsExchanged(earlier, later, field: "fromKnownAt")
        }
        if let (earlier, later) = old.asOf.inWrongOrder(with: new.asOf) {
            throw .momentsExchanged(earlier, later, field: "fromAsOf")
        }
    }

    /// Names the moment that is wrong: both questions have a `knownAt`, and the earlier one's is `fromKnownAt`.
    private func aboutEarlier<Answer>(
        _ body: () async throws(Problem) -> Answer
    ) async throws(Problem) -> Answer {
        do throws(Problem) { return try await body() } catch {
            guard error.field == "knownAt" else { throw error }
            throw Problem(error.kind, error.code, error.parameters, field: "fromKnownAt", value: error.value)
        }
    }

    private func wheel(_ question: Question) async throws(Problem) -> (at: StatesAt<AnnualWheel>, rows: [WheelRow]) {
        let at = try await log.states(of: AnnualWheel.self, for: question)
        let rows = AnnualWheel.answer(asOf: at.standpoint.asOf, from: at.states).filter { row in
            (question.unit == nil || row.unit == question.unit)
                && (question.cycle == nil || row.cycle == question.cycle)
        }
        return (at, rows)
    }

    /// The events that one moment counts and the other does not. What both knew and both count is never read, unless
    /// they differ in what had happened.
    private func events(
        between old: Moment, and new: Moment, concerning question: Question, children: Set<Tag>
    ) async throws(Problem) -> [RecordedEvent] {
        let last = max(old.known, new.known)
        var after = old.asOf == new.asOf ? min(old.known, new.known) : .beginning
        let own = (question.unit.map { [Tag.unit($0)] } ?? []) + (question.cycle.map { [Tag.cycle($0)] } ?? [])
        return try await storing { () async throws(StoreError) in
            guard own.isEmpty else {
                let items = [own, [.reference]] + children.sorted().map { [$0] }
                return try await log.events(of: question.log, taggedBy: items, after: after, to: last)
                    .filter { old.isParted(from: new, by: $0) }
            }
            var events: [RecordedEvent] = []
            while after < last {
                let batch = try await log.events(of: question.log, after: after, to: last, limit: 2_000)
                guard let reached = batch.last?.position else { break }
                events += batch.filter { old.isParted(from: new, by: $0) }
                after = reached
            }
            return events
        }
    }

    private func lines(at positions: [Position], of log: LogID) async throws(Problem) -> [TrailLine] {
        let events = try await storing { () async throws(StoreError) in
            try await self.log.events(of: log, at: Set(positions).sorted())
        }
        return events.map { TrailLine($0) }
    }
}

extension Standpoint {
    /// Both moments as they were asked, where this one is known later than the other.
    fileprivate func knownInWrongOrder(with later: Standpoint) -> (String, String)? {
        switch (knownAt, later.knownAt) {
        case (.head, _), (_, .head): nil
        case (.instant(let one), .instant(let other)): one > other ? ("\(one)", "\(other)") : nil
        case (let one, let other): position.position > later.position.position ? (one.asked, other.asked) : nil
        }
    }

    var moment: Moment { Moment(asOf: asOf, known: position.position) }
}

extension KnownAt {
    fileprivate var asked: String {
        switch self {
        case .head: "head"
        case .position(let position): "#\(position)"
        case .instant(let instant): "\(instant)"
        }
    }
}

extension AsOf {
    /// Both moments as they were asked, where this one is later than the other. A day is its end.
    fileprivate func inWrongOrder(with later: AsOf) -> (String, String)? {
        switch (self, later) {
        case (.now, _), (_, .now): nil
        case (.day(let one), .day(let other)): one > other ? ("\(one)", "\(other)") : nil
        case (.instant(let one, _), .instant(let other, _)): one > other ? ("\(one)", "\(other)") : nil
        case (.day(let one), .instant(let other, let lastWholeDay)):
            one > lastWholeDay ? ("\(one)", "\(other)") : nil
        case (.instant(let one, let lastWholeDay), .day(let other)):
            lastWholeDay >= other ? ("\(one)", "\(other)") : nil
        }
    }
}

extension Problem {
    fileprivate static func momentsExchanged(_ earlier: String, _ later: String, field: String) -> Problem {
        Problem(.badInput, "moments-exchanged", ["earlier": earlier, "later": later], field: field, value: earlier)
    }
}
