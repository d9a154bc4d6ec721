import EventSourcing
import EventStore
import TestSupport
import Testing

@Suite struct `An event that is missing` {
    @Test func `stops who follows before it, and is passed over by nobody`() async throws {
        try await withTestDatabase { database in
            try await CountingProjection.makeTables(in: database)
            try await database.log.open()
            for number in 1...4 { _ = try await database.log.append(.of([NoteTaken(in: "a", number: number)])) }
            try await database.run(
                "SET session_replication_role = replica; DELETE FROM casefeedback.events WHERE position = 3")
            let counting = CountingProjection()
            let runner = ProjectionRunner(database.connections, projections: [counting], logger: .silent)
            let missing = StoreError.eventMissing(
                LogID(organisation: .gothenburg, kind: .cases), Position(3)
            ).description
            let failure = try await runner.catchUp(.gothenburg)
            #expect(failure?.description == missing)
            let checkpoint = try #require(try await runner.checkpoints(of: .gothenburg).first)
            #expect(checkpoint.position == Position(2) && checkpoint.failure == missing)
            #expect(try await counting.times(in: database) == [1: 1, 2: 1])
            let rebuilt = try await runner.rebuild([counting], of: .gothenburg)
            guard case .failure(.eventMissing(_, Position(3))) = rebuilt.first?.result else {
                Issue.record("\(rebuilt)")
                return
            }
            #expect(try await counting.times(in: database) == [1: 1, 2: 1])
        }
    }
}
