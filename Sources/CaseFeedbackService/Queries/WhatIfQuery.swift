package import CaseFeedback
import EventSourcing
package import EventStore

/// Replays an old cycle under another matrix template or consent rule, by the same folds, and compares it with what it
/// was. Nothing is written: the history is only supposed.
package struct WhatIfQuery: Sendable {
    private let log: EventLog

    package init(_ log: EventLog) { self.log = log }

    /// A round for every unit of the question's cycle, by unit.
    package func answer(
        _ question: Question, supposing hypothesis: Hypothesis
    ) async throws(Problem) -> Answered<[WhatIfRound]> {
        guard let cycle = question.cycle else { throw Problem(.badInput, "cycle-needed", field: "cycle") }
        do throws(Refusal) { try hypothesis.check() } catch { throw Problem(error) }
        let standpoint = try await log.standpoint(of: question)
        let events = try await events(question, cycle: cycle, to: standpoint.position.position)
        let asOf = standpoint.asOf
        let actual = try Replayed(events)
        let rounds = actual.wheel.values.map(\.round).compactMap { round in round.enrolment.map { (round, $0) } }
            .filter { $0.1.cycle == cycle && asOf.includes($0.1.fact) && question.unit ?? $0.1.unit == $0.1.unit }
            .sorted { $0.1.unit < $1.1.unit }
        let objections = rounds.map { round, _ in
            hypothesis.consentRule.map { round.objections(under: $0.content, asOf: asOf) }
        }
        var history = RefusedHistory(refusing: objections.flatMap { $0 ?? [] }.map(\.position))
        var kept: [RecordedEvent] = []
        do throws(UnreadableEvent) {
            for event in events where try !history.leavesOut(event) { kept.append(try hypothesis.supposing(event)) }
        } catch {
            throw Problem(.unreadable(error))
        }
        let supposed = try Replayed(kept)
        let answers = zip(rounds, objections).map { round, objections in
            let unit = round.1.unit
            let key = AnnualWheel.roundKey(cycle: cycle, unit: unit)
            let matrix = MatrixDifference(
                from: ReportMatrix.answer(cycle: cycle, unit: unit, asOf: asOf, from: actual.matrix),
                to: ReportMatrix.answer(cycle: cycle, unit: unit, asOf: asOf, from: supposed.matrix))
            guard let objections else { return WhatIfRound(unit: unit, cycle: cycle, matrix: matrix) }
            return WhatIfRound(
                unit: unit, cycle: cycle, matrix: matrix, objections: objections,
                leftOut: history.leftOut
                    .filter { $0.envelope.stream.text == key && asOf.includes($0.envelope.occurred) }.map(\.position),
                wheel: WheelChange.all(
                    from: AnnualWheel.row(key, asOf: asOf, from: actual.wheel),
                    to: AnnualWheel.row(key, asOf: asOf, from: supposed.wheel)))
        }
        return Answered(content: answers, standpoint: standpoint)
    }

    /// Those of the cycle, of the structure, and of the children of its rounds, in the order of their positions.
    private func events(
        _ question: Question, cycle: Identifier, to last: Position
    ) async throws(Problem) -> [RecordedEvent] {
        let own = [Tag.cycle(cycle)] + (question.unit.map { [Tag.unit($0)] } ?? [])
        let selected = try await storing { () async throws(StoreError) in
            try await log.events(of: question.log, taggedBy: [own, [.reference]], to: last)
        }
        let children = AnnualWheel.childTags(in: try Replayed(selected).wheel)
        guard !children.isEmpty else { return selected }
        let more = try await storing { () async throws(StoreError) in
            try await log.events(of: question.log, taggedBy: children.sorted().map { [$0] }, to: last)
        }
        return Dictionary((selected + more).map { ($0.position, $0) }) { first, _ in first }.values
            .sorted { $0.position < $1.position }
    }
}

/// The states of both folds after some events.
private struct Replayed {
    let wheel: [String: WheelState]
    let matrix: [String: MatrixState]

    init(_ events: [RecordedEvent]) throws(Problem) {
        var (wheel, matrix) = (FoldedStates<AnnualWheel>(), FoldedStates<ReportMatrix>())
        try wheel.fold(events)
        try matrix.fold(events)
        self.wheel = wheel.states
        self.matrix = matrix.states
    }
}
