import EventSourcing
import EventStore
import TestSupport
import Testing

@Suite struct `Going back after a rebuild` {
    private static let counting = CountingProjection()
    private static let raised = CountingProjection(revision: 2)

    @Test func `serves the earlier generation at once, and the later one again`() async throws {
        try await withTestDatabase { database in
            let runner = try await Self.runner(Self.counting, on: database, events: 20)
            _ = try await runner.rebuild(Self.counting, of: .gothenburg)
            let back = try await runner.rollBack(Self.counting, of: .gothenburg)
            #expect(back.from == 2 && back.to == 1 && back.position == Position(21))
            #expect(try await runner.served(Self.counting, of: .gothenburg).number == 1)
            #expect(try await runner.rollBack(Self.counting, of: .gothenburg).to == 2)
        }
    }

    @Test func `is refused when nothing is kept`() async throws {
        try await withTestDatabase { database in
            let runner = try await Self.runner(Self.counting, on: database, events: 3)
            await #expect {
                _ = try await runner.rollBack(Self.counting, of: .gothenburg)
            } throws: { error in
                if case StoreError.nothingToReturnTo = error { true } else { false }
            }
        }
    }

    /// The earlier release's generation stood still while only the new one ran.
    @Test func `to another release's generation that is behind says which release must catch it up`() async throws {
        try await withTestDatabase { database in
            let old = try await Self.runner(Self.counting, on: database, events: 5)
            let new = ProjectionRunner(
                database.connections, projections: [Self.raised], logger: .silent, programVersion: "2.0")
            _ = try await new.rebuild(Self.raised, of: .gothenburg)
            _ = try await database.log.append(.of([NoteTaken(in: "b", number: 1)]))
            try await new.catchUp(.gothenburg)
            await #expect {
                _ = try await new.rollBack(Self.raised, of: .gothenburg)
            } throws: { error in
                guard case StoreError.returnBehind(_, let position, let needed, let release) = error else {
                    return false
                }
                return position == Position(6) && needed == Position(7) && release == "1.0"
            }
            try await old.catchUp(.gothenburg)
            #expect(try await new.rollBack(Self.raised, of: .gothenburg).revision == 1)
            // The new release has its own rows still, and builds nothing behind the operator's back.
            #expect(try await new.raised(in: .gothenburg).isEmpty)
            #expect(try await new.served(Self.raised, of: .gothenburg).number == 2)
            #expect(try await old.served(Self.counting, of: .gothenburg).number == 1)
        }
    }

    private static func runner(
        _ projection: CountingProjection, on database: TestDatabase, events: Int
    ) async throws -> ProjectionRunner {
        try await CountingProjection.makeTables(in: database)
        try await database.log.open()
        for number in 1...events { _ = try await database.log.append(.of([NoteTaken(in: "a", number: number)])) }
        let runner = ProjectionRunner(
            database.connections, projections: [projection], logger: .silent, programVersion: "1.0")
        try await runner.catchUp(.gothenburg)
        return runner
    }
}
