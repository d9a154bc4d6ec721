import CanonicalJSON
import CaseFeedback
import CaseFeedbackService
import EventSourcing
import EventStore
import Foundation
import Postgres
import TestSupport
import Testing

/// The published case, followed event by event. `CASEFEEDBACK_POSITION_STRIDE=1` compares at every position; the suite takes
/// every 40th, and always the last.
@Suite struct `At a position of the case` {
    private static let stride =
        ProcessInfo.processInfo.environment["CASEFEEDBACK_POSITION_STRIDE"].flatMap(Int64.init) ?? 40

    @Test func `the rows and what was known then are the same bytes`() async throws {
        let history = try CaseHistory()
        try await withTestDatabase { database in
            let imported = try await database.installation.imports.run(history.file)
            let head = imported.reached.position
            let wheel = AnnualWheelTable()
            let generation = try await database.runner.served(wheel, of: .gothenburg)
            var compared = 0
            for position in 1...head.value {
                #expect(try await database.runner.advance(wheel, generation, limit: 1) == 1)
                guard position % Self.stride == 0 || position == head.value else { continue }
                compared += 1
                let rows = try await database.wheelRows(generation)
                let known = try await database.installation.wheel.answer(
                    Question(organisation: .gothenburg, knownAt: .position(Position(position))))
                #expect(try known.content.map { try CanonicalEncoder().bytes(of: $0) } == rows, "at \(position)")
            }
            #expect(compared == Int((head.value - 1) / Self.stride) + 1)
        }
    }
}

extension TestDatabase {
    /// The rows of the wheel as they are stored, by cycle and unit.
    fileprivate func wheelRows(_ generation: ProjectionGeneration) async throws -> [[UInt8]] {
        try await asSuperuser { session in
            try session.execute(
                PostgresStatement(
                    name: "wheel_rows",
                    sql:
                        "SELECT row FROM casefeedback.annual_wheel WHERE organisation = $1 AND generation = $2 ORDER BY cycle, unit"
                ), [generation.organisation.text, generation.number]
            ).rows.map { try $0.decode(0, as: [UInt8].self) }
        }
    }
}
