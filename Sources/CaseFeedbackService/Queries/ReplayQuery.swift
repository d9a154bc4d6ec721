package import CaseFeedback
import EventSourcing
package import EventStore

/// One event of a cycle, and how the rounds stood right after it.
package struct ReplayStep: Sendable, Hashable {
    package let line: TrailLine
    /// The rows that it moved.
    package let rows: [WheelRow]
}

/// Replays a past cycle event by event, by the same fold that serves the wheel.
package struct ReplayQuery: Sendable {
    private let log: EventLog

    package init(_ log: EventLog) { self.log = log }

    /// The steps of the question's cycle, in the order of their recording, up to what was known then; `visit` sees each.
    package func steps(
        _ question: Question, visit: (ReplayStep) async throws -> Void
    ) async throws -> Standpoint {
        guard let cycle = question.cycle else { throw Problem(.badInput, "cycle-needed", field: "cycle") }
        let standpoint = try await log.standpoint(of: question)
        let own = [Tag.cycle(cycle)] + (question.unit.map { [Tag.unit($0)] } ?? [])
        let events = try await storing { () async throws(StoreError) in
            try await log.events(of: question.log, taggedBy: [own, [.reference]], to: standpoint.position.position)
        }
        var states = FoldedStates<AnnualWheel>()
        for event in events where standpoint.asOf.includes(event.envelope.occurred) {
            try Task.checkCancellation()
            let keys = try states.fold(event)
            let line = TrailLine(event)
            guard line.tags.isSuperset(of: own) else { continue }
            let moved = Set(keys.flatMap { AnnualWheel.rounds(movedBy: $0, in: states.states) }).sorted()
            let rows = moved.compactMap { AnnualWheel.row($0, asOf: .now, from: states.states) }
                .filter { $0.cycle == cycle && (question.unit == nil || $0.unit == question.unit) }
            try await visit(ReplayStep(line: line, rows: rows))
        }
        return standpoint
    }
}
