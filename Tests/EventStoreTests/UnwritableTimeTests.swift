import EventSourcing
import EventStore
import Postgres
import TestSupport
import Testing

/// Nobody can record such a day; an edited dump, or a superuser, can bring one in.
@Suite struct `An event of a year outside 1 to 9999` {
    private static let log = OrganisationID.gothenburg.cases
    private static let counting = CountingProjection()

    /// A column of the log and what it is changed to.
    private static let changes = [
        ("occurred_on", "0002-01-01 BC"), ("occurred_on", "10000-01-01"), ("occurred_on", "infinity"),
        ("occurred_at", "0001-12-31 23:59:59.999999+00 BC"), ("occurred_at", "10000-01-01 00:00:00+00"),
        ("occurred_at", "-infinity"), ("recorded_at", "0002-01-01 00:00:00+00 BC"),
        ("recorded_at", "10000-01-01 00:00:00+00"), ("recorded_at", "infinity"),
    ]

    @Test(arguments: changes) func `is unreadable, and the reason names the column`(
        column: String, value: String
    ) async throws {
        try await withTestDatabase { database in
            let runner = try await Self.runner(on: database)
            try await Self.change(column, to: value, in: database)
            let unreadable = Self.unreadable(for: column)
            await #expect {
                _ = try await database.log.asItStands(Self.log)
            } throws: { Self.event($0 as? StoreError) == unreadable }
            await #expect {
                try await database.log.scan(LogSelection(Self.log)) { (_) throws(StoreError) in }
            } throws: { Self.event($0 as? StoreError) == unreadable }
            #expect(Self.event(try await runner.catchUp(.gothenburg)) == unreadable)
            let checkpoint = try #require(try await runner.checkpoints(of: .gothenburg).first)
            #expect(checkpoint.position == Position(3))
            #expect(checkpoint.failure == unreadable.description)
        }
    }

    @Test(arguments: changes) func `is a finding of a verification, which goes on`(
        column: String, value: String
    ) async throws {
        try await withTestDatabase { database in
            _ = try await Self.runner(on: database)
            try await Self.change(column, to: value, in: database)
            let verified = try await database.log.verify(Self.log, by: TagJudge())
            #expect(verified.events == 6)
            let found = verified.findings.filter { $0.code != "tags-unknown" }
            #expect(found.map(\.code) == ["unreadable-event"])
            #expect(found.first?.column == "events.\(column)")
        }
    }

    /// The first day and the last that can be written, and the first and the last microsecond.
    @Test func `is none of those at the bounds`() async throws {
        try await withTestDatabase { database in
            _ = try await Self.runner(on: database)
            try await Self.change("occurred_on", to: "0001-01-01", at: 3, in: database)
            try await Self.change("occurred_on", to: "9999-12-31", at: 4, in: database)
            try await Self.change("occurred_at", to: "0001-01-01 00:00:00+00", at: 3, in: database)
            try await Self.change("occurred_at", to: "9999-12-31 23:59:59.999999+00", at: 4, in: database)
            let read = try await database.log.asItStands(Self.log)[2...3].map(\.envelope.occurred)
            #expect(read.map(\.day.description) == ["0001-01-01", "9999-12-31"])
            #expect(read.map(\.instant?.description) == ["0001-01-01T00:00:00Z", "9999-12-31T23:59:59.999999Z"])
        }
    }

    private static func unreadable(for column: String) -> UnreadableEvent {
        UnreadableEvent(
            log: log, position: Position(4), type: NoteTaken.type, schemaVersion: 1,
            reason: .malformed("its \(column) is not one that this program knows"))
    }

    private static func event(_ error: StoreError?) -> UnreadableEvent? {
        if case .unreadable(let event)? = error { event } else { nil }
    }

    private static func change(
        _ column: String, to value: String, at position: Int = 4, in database: TestDatabase
    ) async throws {
        try await database.run(
            """
            SET session_replication_role = replica;
            UPDATE casefeedback.events SET \(column) = '\(value)' WHERE log = 'cases' AND position = \(position)
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

@Suite struct `A log that was last recorded to in a year outside 1 to 9999` {
    @Test(arguments: ["0002-01-01 00:00:00+00 BC", "10000-01-01 00:00:00+00", "infinity"])
    func `is corrupt, and the column is named`(time: String) async throws {
        try await withTestDatabase { database in
            try await database.log.open()
            try await database.run(
                "SET session_replication_role = replica; UPDATE casefeedback.logs SET recorded_at = '\(time)'")
            await #expect {
                _ = try await database.log.state(of: OrganisationID.gothenburg.cases)
            } throws: {
                if case StoreError.corrupt(let detail) = $0 { detail.contains("logs.recorded_at") } else { false }
            }
        }
    }
}
