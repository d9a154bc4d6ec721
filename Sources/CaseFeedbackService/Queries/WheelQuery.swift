package import CaseFeedback
package import EventStore

/// Answers where each unit stands in each cycle.
package struct WheelQuery: Sendable {
    private let log: EventLog

    package init(_ log: EventLog) { self.log = log }

    /// A row a unit and cycle, by cycle and unit.
    package func answer(_ question: Question) async throws(Problem) -> Answered<[WheelRow]> {
        let at = try await log.states(of: AnnualWheel.self, for: question) { AnnualWheel.childTags(in: $0) }
        let rows = AnnualWheel.answer(asOf: at.standpoint.asOf, from: at.states).filter { row in
            (question.unit == nil || row.unit == question.unit)
                && (question.cycle == nil || row.cycle == question.cycle)
        }
        return Answered(content: rows, standpoint: at.standpoint)
    }
}
