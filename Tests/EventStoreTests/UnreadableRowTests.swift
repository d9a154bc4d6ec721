import EventSourcing
import EventStore
import Postgres
import TestSupport
import Testing

/// A newer release beside this one may write a code that this one doesn't know.
@Suite struct `An event with a code that this program does not know` {
    private static let counting = CountingProjection()
    private static let log = OrganisationID.gothenburg.cases
    private static let unreadable = UnreadableEvent(
        log: log, position: Position(4), type: NoteTaken.type, schemaVersion: 1,
        reason: .malformed("its secrecy 'sealed' is not one that this program knows; a newer release may"))

    @Test func `stops what comes to it, before it and with the reason`() async throws {
        try await withTestDatabase { database in
            let runner = try await Self.runner(on: database)
            try await Self.seal(database)
            let failure = try await runner.catchUp(.gothenburg)
            #expect(Self.event(failure) == Self.unreadable)
            let checkpoint = try #require(try await runner.checkpoints(of: .gothenburg).first)
            #expect(checkpoint.position == Position(3))
            #expect(checkpoint.failure == Self.unreadable.description)
            #expect(try await Self.counting.times(in: database) == [1: 1, 2: 1, 3: 1])
        }
    }

    @Test func `does not stop what is past it`() async throws {
        try await withTestDatabase { database in
            let runner = try await Self.runner(on: database)
            try await runner.catchUp(.gothenburg)
            try await Self.seal(database)
            let both = ProjectionRunner(
                database.connections, projections: [CountingProjection("late"), Self.counting], logger: .silent)
            _ = try await database.log.append(.of([NoteTaken(in: "a", number: 6)]))
            #expect(Self.event(try await both.catchUp(.gothenburg)) == Self.unreadable)
            let positions = Dictionary(
                try await both.checkpoints(of: .gothenburg).map { ($0.generation.projection, $0.position) }
            ) { first, _ in first }
            #expect(positions == ["late": Position(3), "counting": Position(7)])
        }
    }

    @Test func `stops a rebuild before it, which says which event it is`() async throws {
        try await withTestDatabase { database in
            let runner = try await Self.runner(on: database)
            try await runner.catchUp(.gothenburg)
            try await Self.seal(database)
            let outcomes = try await runner.rebuild([Self.counting], of: .gothenburg)
            guard case .failure(let error)? = outcomes.first?.result else {
                Issue.record("it was rebuilt")
                return
            }
            #expect(Self.event(error) == Self.unreadable)
            let built = try await runner.checkpoints(of: .gothenburg).first { !$0.isServed }
            #expect(built?.position == Position(3))
            #expect(built?.failure == Self.unreadable.description)
        }
    }

    @Test func `is named by whoever reads it`() async throws {
        try await withTestDatabase { database in
            _ = try await Self.runner(on: database)
            try await Self.seal(database)
            await #expect {
                _ = try await database.log.events(of: Self.log, after: .beginning, limit: 1_000)
            } throws: { Self.event($0 as? StoreError) == Self.unreadable }
            await #expect {
                try await database.log.scan(LogSelection(Self.log)) { (_) throws(StoreError) in }
            } throws: { Self.event($0 as? StoreError) == Self.unreadable }
        }
    }

    @Test func `is a finding of a verification, which goes on`() async throws {
        try await withTestDatabase { database in
            _ = try await Self.runner(on: database)
            try await Self.seal(database)
            let verified = try await database.log.verify(Self.log, by: TagJudge())
            #expect(verified.events == 6)
            let found = verified.findings.filter { $0.code != "tags-unknown" }
            #expect(found.map(\.code) == ["unreadable-event"])
            #expect(found.map(\.position) == [Position(4)])
            #expect(found.first?.column == "events.secrecy")
            #expect(found.first?.parameters["unreadable"]?.contains("'sealed'") == true)
        }
    }

    private static func event(_ error: StoreError?) -> UnreadableEvent? {
        if case .unreadable(let event)? = error { event } else { nil }
    }

    private static func seal(_ database: TestDatabase) async throws {
        try await database.run(
            """
            SET session_replication_role = replica;
            UPDATE casefeedback.events SET secrecy = 'sealed' WHERE log = 'cases' AND position = 4
            """)
    }

    /// Six events: the log's first, and five notes.
    private static func runner(on database: TestDatabase) async throws -> ProjectionRunner {
        try await CountingProjection.makeTables(in: database)
        try await database.log.open()
        for number in 1...5 { _ = try await database.log.append(.of([NoteTaken(in: "a", number: number)])) }
        return ProjectionRunner(database.connections, projections: [counting], logger: .silent)
    }
}
