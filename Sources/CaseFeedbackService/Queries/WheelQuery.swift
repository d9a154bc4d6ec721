package import CaseFeedback
package import EventSourcing
package import EventStore

/// Answers where each unit stands in each cycle.
package struct WheelQuery: Sendable {
    private let log: EventLog

    package init(_ log: EventLog) { self.log = log }

    /// A row a unit and cycle, by cycle and unit. About now they are read as they are kept; about another moment they are
    /// answered from the states of the fold.
    package func answer(_ question: Question) async throws(Problem) -> Answered<[WheelRow]> {
        if question.isAboutNow { return try await keptAnswer(question) }
        let at = try await log.states(of: AnnualWheel.self, for: question)
        let rows = AnnualWheel.answer(asOf: at.standpoint.asOf, from: at.states).filter { row in
            (question.unit == nil || row.unit == question.unit)
                && (question.cycle == nil || row.cycle == question.cycle)
        }
        return Answered(content: rows, standpoint: at.standpoint)
    }

    /// Which rows an answer about now would show: as long as it is the same, so is the answer. Nothing where there is none
    /// yet, and for other moments.
    package func mark(_ question: Question) async throws(Problem) -> WheelMark? {
        guard question.isAboutNow else { return nil }
        try await log.awaitCheckpoint(of: AnnualWheel.name, revision: AnnualWheel.revision, for: question)
        return try await storing { () async throws(StoreError) in
            try await log.connections.read(question.organisation) { (session) throws(StoreError) in
                try session.readableCheckpoint(
                    of: AnnualWheel.name, revision: AnnualWheel.revision, question.organisation
                ).map { WheelMark(generation: $0.generation.number, position: $0.position) }
            }
        }
    }

    private func keptAnswer(_ question: Question) async throws(Problem) -> Answered<[WheelRow]> {
        let standpoint = try await log.standpoint(of: question)
        try await log.awaitCheckpoint(of: AnnualWheel.name, revision: AnnualWheel.revision, for: question)
        let kept = try await storing { () async throws(StoreError) -> (rows: [WheelRow], position: Position) in
            try await log.connections.read(question.organisation) { (session) throws(StoreError) in
                guard
                    let served = try session.readableCheckpoint(
                        of: AnnualWheel.name, revision: AnnualWheel.revision, question.organisation)
                else { return ([], .beginning) }
                return (
                    try session.wheelRows(of: served.generation, cycle: question.cycle, unit: question.unit),
                    served.position
                )
            }
        }
        return Answered(content: kept.rows, standpoint: standpoint.showing(kept.position))
    }
}

/// Which rows of the wheel are served.
package struct WheelMark: Hashable, Sendable {
    package let generation: Int32
    package let position: Position
}

extension Question {
    fileprivate var isAboutNow: Bool { asOf == .now && knownAt == .head }
}
