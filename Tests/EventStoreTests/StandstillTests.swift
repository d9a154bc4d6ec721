import EventSourcing
import Foundation
import Postgres
import TestSupport
import Testing

@testable import EventStore

/// Over TCP, since the server ends a connection whose client doesn't read in another way there than one that is idle.
@Suite struct `A transaction that stands still` {
    private static let log = OrganisationID.gothenburg.cases

    enum Rows: CaseIterable {
        /// The server has sent them long before they are taken, and waits for the next statement.
        case few
        /// More than the sockets hold: the server waits until it can send.
        case many
    }

    @Test func `has half a minute in every role`() async throws {
        try await Self.overTCP { database, server in
            for role in StoreRole.allCases {
                let configuration = StoreConnections.configuration(server, as: role)
                let limits = try await PostgresConnection.withOne(configuration, Self.limits)
                #expect(limits == ["30s", "30000"], "\(role)")
            }
        }
    }

    @Test func `has an hour where its rows are handed on, and no later one of the session has`() async throws {
        try await Self.overTCP { database, server in
            let connections = StoreConnections(server, readers: 1, logger: .silent)
            let during = try await connections.read(.gothenburg, handsOn: true) { (session) throws(StoreError) in
                try decoding { () throws(PostgresError) in try Self.limits(session) }
            }
            #expect(during == ["1h", "3600000"])
            let after = try await connections.read(.gothenburg) { (session) throws(StoreError) in
                try decoding { () throws(PostgresError) in try Self.limits(session) }
            }
            #expect(after == ["30s", "30000"])
            await connections.close()
        }
    }

    @Test(arguments: Rows.allCases) func `waits for a pause of who exports`(rows: Rows) async throws {
        try await Self.overTCP(rows) { database, server in
            try await Self.having(server, ordinary: .seconds(1)) { connections in
                let log = EventLog(connections, programVersion: "test", logger: .silent)
                let count = try await Self.export(log, pausing: 3)
                let head = try await log.state(of: Self.log)?.head
                #expect(head == Position(count))
            }
        }
    }

    @Test(arguments: Rows.allCases) func `waits for a pause of who scans`(rows: Rows) async throws {
        try await Self.overTCP(rows) { database, server in
            try await Self.having(server, ordinary: .seconds(1)) { connections in
                let log = EventLog(connections, programVersion: "test", logger: .silent)
                let hasPaused = Shared(false)
                let count = try await log.scan(LogSelection(Self.log)) { (_) throws(StoreError) in
                    if !hasPaused.value { sleep(3) }
                    hasPaused.value = true
                }
                let head = try await log.state(of: Self.log)?.head
                #expect(head == Position(Int64(count)))
            }
        }
    }

    @Test(arguments: Rows.allCases) func `ends all the same, if it is not gone on with`(rows: Rows) async throws {
        try await Self.overTCP(rows) { database, server in
            try await Self.having(server, ordinary: .seconds(60), handingOn: .seconds(1)) { connections in
                let log = EventLog(connections, programVersion: "test", logger: .silent)
                await #expect(throws: StoreError.self) { try await Self.export(log, pausing: 3) }
            }
        }
    }

    @Test(arguments: [EventColumns.folded, .whole])
    func `waits for a projection that is behind the rebuild's reader`(columns: EventColumns) async throws {
        try await Self.overTCP { database, server in
            let requests = try (0..<10).map { try AppendRequest.notes($0, count: 1_000) }
            _ = try await database.log.append(all: requests, to: Self.log)
            try await Self.having(server, ordinary: .seconds(1)) { connections in
                let queue = EventQueue()
                let feed = EventFeed(connections: connections, log: Self.log, columns: columns, queues: [queue])
                async let fed: Void = feed.run(after: .beginning, to: Position(10_001))
                try await Task.sleep(for: .seconds(3))
                var last = Position.beginning
                while case .batch(let batch) = queue.take(isCancelled: { false }) { last = batch.last }
                await fed
                #expect(last == Position(10_001))
                guard case .end = queue.take(isCancelled: { false }) else {
                    Issue.record("the reader failed")
                    return
                }
            }
        }
    }

    /// What the server goes by, of being idle and of what a client does not take.
    private static func limits(_ session: PostgresSession) throws(PostgresError) -> [String] {
        try session.texts("SHOW idle_in_transaction_session_timeout") + session.texts("SHOW tcp_user_timeout")
    }

    /// The events of an export that pauses for so many seconds when it has the first of them.
    private static func export(_ log: EventLog, pausing seconds: UInt32) async throws -> Int64 {
        try await log.withRows(of: LogSelection(Self.log, to: Position(1_000))) {
            (rows: ((LogRow) throws(StoreError) -> Void) throws(StoreError) -> Void) throws(StoreError) in
            var count: Int64 = 0
            try rows { (row) throws(StoreError) in
                guard case .event = row else { return }
                if count == 0 { sleep(seconds) }
                count += 1
            }
            return count
        }
    }

    private static func having(
        _ server: PostgresConfiguration, ordinary: Duration, handingOn: Duration = .seconds(60),
        _ body: (StoreConnections) async throws -> Void
    ) async throws {
        var limits = StandstillLimits()
        (limits.ordinary, limits.handingOn) = (ordinary, handingOn)
        let connections = StoreConnections(server, limits: limits, logger: .silent)
        let result: Result<Void, any Error>
        do { result = .success(try await body(connections)) } catch { result = .failure(error) }
        await connections.close()
        try result.get()
    }

    /// A log of some rows, and how the service comes to it by TCP, which takes a password.
    private static func overTCP(
        _ rows: Rows = .few, _ body: (TestDatabase, PostgresConfiguration) async throws -> Void
    ) async throws {
        try await withTestDatabase { database in
            try await database.log.open()
            if rows == .many {
                for number in 0..<400 {
                    _ = try await database.log.append(.of([BulkStored(in: "\(number)", bytes: 60_000)]))
                }
            }
            let user = "over_tcp_\(database.name)"
            try await database.run(
                "CREATE ROLE \(user) LOGIN NOINHERIT PASSWORD 'over tcp' IN ROLE casefeedback_service")
            let port = try await database.asSuperuser { session in
                try session.texts("SELECT current_setting('port')")[0]
            }
            let server = PostgresConfiguration(
                connectionString: "host=127.0.0.1 port=\(port) user=\(user) dbname=\(database.name)",
                options: ["password": "over tcp"])
            let result: Result<Void, any Error>
            do { result = .success(try await body(database, server)) } catch { result = .failure(error) }
            try await database.run("DROP ROLE \(user)")
            try result.get()
        }
    }
}
