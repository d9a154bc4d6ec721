import CaseFeedback
import CaseFeedbackService
import EventSourcing
import EventStore
import Postgres
import TestSupport
import Testing

@Suite struct `The whole case` {
    @Test func `is rebuilt to the same bytes, and verifies`() async throws {
        let history = try CaseHistory()
        try await withTestDatabase { database in
            let installation = database.installation
            let imported = try await installation.imports.run(history.file)
            #expect(imported.accepted == history.file.commands.count)
            try await installation.catchUp(.gothenburg)
            let before = try await database.dump()
            #expect(before.values.allSatisfy { !$0.isEmpty })
            #expect(before["audit-trail"]?.count == Int(imported.reached.position.value))
            for projection in database.runner.projections {
                let report = try await database.runner.rebuild(
                    projection, of: .gothenburg)
                #expect(report.isEqual, "\(projection.name)")
            }
            #expect(try await database.dump() == before)
            let report = try await installation.verifier.verify()
            #expect(report.isClean, "\(report.findings)")
            #expect(report.logs.map(\.events) == [imported.reached.position.value])

            let again = try await installation.imports.run(history.file)
            #expect(again.accepted == 0)
            #expect(again.reached == imported.reached)
            try await installation.catchUp(.gothenburg)
            #expect(try await database.dump() == before)

            let september = try await installation.wheel.answer(
                Question(organisation: .gothenburg, asOf: .day(Day(jsonString: "2018-09-13"))))
            #expect(september.content.count == 12)
            #expect(september.content.reduce(0) { $0 + $1.counts.held } == 84)
        }
    }

    /// Following in small steps, in one go, and anew up to a position give the same rows.
    @Test func `is followed to the same rows in any steps`() async throws {
        let history = try CaseHistory()
        try await withTestDatabase { database in
            let runner = database.runner
            try await database.importCase(history, through: 420)
            let head = try await database.head()
            for projection in runner.projections {
                let generation = try await runner.served(projection, of: .gothenburg)
                var step = 1
                var atPosition: [Int64: [String]] = [:]
                while try await runner.advance(projection, generation, limit: step) > 0 {
                    let served = try await runner.servedDump(projection, of: .gothenburg)
                    atPosition[served.position.value] = served.lines
                    step = step % 37 + 3
                }
                #expect(atPosition.keys.max() == head.value)
                for (position, lines) in atPosition {
                    let anew = try await runner.dump(projection, of: .gothenburg, at: Position(position))
                    #expect(anew == lines, "\(projection.name) at \(position)")
                }
            }
        }
    }
}
