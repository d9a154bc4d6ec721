import Foundation
import Logging
import Testing

@testable import Postgres

@Suite(.serialized) struct `A connection` {
    static let sleep = PostgresStatement("select pg_sleep($1)")
    static let one = PostgresStatement("select 1")

    static func one(_ session: PostgresSession) throws(PostgresError) -> Int32 {
        try session.execute(one).rows[0].decode(0, as: Int32.self)
    }

    @Test func `works on a thread of its own, always the same`() async throws {
        let connections = [try await TestDatabase.connect(), try await TestDatabase.connect()]
        var threads: [Set<String>] = [[], []]
        for round in 0..<40 {
            let thread = try await connections[round % 2].withSession { session in
                _ = try Self.one(session)
                return "\(pthread_self())"
            }
            threads[round % 2].insert(thread)
            await Task.yield()
        }
        #expect(threads[0].count == 1)
        #expect(threads[1].count == 1)
        #expect(threads[0] != threads[1])
        for connection in connections { await connection.close() }
    }

    /// Twice as many as there are threads in Swift's pool, all of them asleep in the server.
    @Test func `does not block the shared pool while it waits`() async throws {
        let width = ProcessInfo.processInfo.activeProcessorCount * 2
        let connections = try await withThrowingTaskGroup { group in
            for _ in 0..<width { group.addTask { try await TestDatabase.connect() } }
            return try await group.reduce(into: []) { $0.append($1) }
        }
        let finished = Shared(0)
        try await withThrowingTaskGroup { group in
            for connection in connections {
                group.addTask {
                    try await connection.withSession { _ = try $0.execute(Self.sleep, [2.0]) }
                    finished.change { $0 += 1 }
                }
            }
            for _ in 0..<10 { try await Task.sleep(for: .milliseconds(10)) }
            // Had the tasks taken all threads of the pool, this one would run only when some are done.
            #expect(finished.value == 0)
            try await group.waitForAll()
        }
        #expect(finished.value == width)
        for connection in connections { await connection.close() }
    }

    @Test func `is closed once and for all`() async throws {
        let connection = try await TestDatabase.connect()
        await connection.close()
        await connection.close()
        await #expect { try await connection.withSession(Self.one) } throws: {
            if case .connectionLost = $0 as? PostgresError { true } else { false }
        }
    }

    @Test func `ends its thread when it is closed or forgotten`() async throws {
        // Threads of other tests come and go, so ours are told by their number in the end.
        func threads() -> Int {
            let tasks = (try? FileManager.default.contentsOfDirectory(atPath: "/proc/self/task")) ?? []
            return tasks.count
        }
        let before = threads()
        for number in 0..<100 {
            let connection = try await TestDatabase.connect()
            if number % 2 == 0 { await connection.close() }
        }
        for _ in 0..<100 where threads() > before + 50 { try await Task.sleep(for: .milliseconds(50)) }
        #expect(threads() < before + 50)
    }

    @Test func `cancels on the server what a cancelled task runs`() async throws {
        let connection = try await TestDatabase.connect()
        let process = try await connection.withSession { $0.backendProcessID }
        let start = ContinuousClock.now
        let task = Task { try await connection.withSession { _ = try $0.execute(Self.sleep, [60.0]) } }
        try await TestDatabase.waitUntil("wait_event = 'PgSleep'", ofBackend: process)
        task.cancel()
        await #expect(throws: PostgresError.cancelled) { try await task.value }
        #expect(ContinuousClock.now - start < .seconds(30))
        #expect(try await connection.withSession(Self.one) == 1)
        await connection.close()
    }

    @Test func `cancels by hand, from anywhere`() async throws {
        let connection = try await TestDatabase.connect()
        let process = try await connection.withSession { $0.backendProcessID }
        let task = Task { try await connection.withSession { _ = try $0.execute(Self.sleep, [30.0]) } }
        try await TestDatabase.waitUntil("wait_event = 'PgSleep'", ofBackend: process)
        connection.cancel()
        await #expect(throws: PostgresError.cancelled) { try await task.value }
        // Nothing runs now, so there is nothing to cancel, and the next statement is not hit.
        connection.cancel()
        #expect(try await connection.withSession(Self.one) == 1)
        await connection.close()
    }

    @Test func `runs nothing for a task that is cancelled already`() async throws {
        let connection = try await TestDatabase.connect()
        let task = Task {
            withUnsafeCurrentTask { $0?.cancel() }
            return try await connection.withSession(Self.one)
        }
        await #expect(throws: PostgresError.cancelled) { try await task.value }
        await connection.close()
    }

    /// A cancel request that comes late must not hit the statement after the one that it was meant for.
    @Test func `never lets a cancellation hit a later statement`() async throws {
        let connection = try await TestDatabase.connect()
        for round in 0..<200 {
            let task = Task {
                try await connection.withSession { _ = try $0.execute(Self.sleep, [0.001]) }
            }
            try await Task.sleep(for: .microseconds(500 + round * 10))
            task.cancel()
            _ = await task.result
            #expect(try await connection.withSession(Self.one) == 1)
        }
        await connection.close()
    }

    @Test func `says that it is lost when the server ends it in the middle of work`() async throws {
        let connection = try await TestDatabase.connect()
        let process = try await connection.withSession { $0.backendProcessID }
        let task = Task { try await connection.withSession { _ = try $0.execute(Self.sleep, [30.0]) } }
        try await TestDatabase.waitUntil("wait_event = 'PgSleep'", ofBackend: process)
        try await TestDatabase.session { session in
            _ = try session.execute(PostgresStatement("select pg_terminate_backend($1)"), [process])
        }
        await #expect { try await task.value } throws: { error in
            guard let error = error as? PostgresError else { return false }
            return error.sqlState == .adminShutdown && error.isConnectionLoss && error.isTransient
        }
        await #expect { try await connection.withSession(Self.one) } throws: {
            ($0 as? PostgresError)?.isConnectionLoss == true
        }
        await connection.close()
    }

    @Test func `brings the server's notices to the log`() async throws {
        struct Handler: LogHandler {
            let add: @Sendable (String) -> Void
            var metadata: Logger.Metadata = [:]
            var logLevel = Logger.Level.trace
            subscript(metadataKey key: String) -> Logger.Metadata.Value? {
                get { metadata[key] }
                set { metadata[key] = newValue }
            }
            func log(event: LogEvent) { add("\(event.level) \(event.metadata?["message"] ?? "")") }
        }
        let heard = Shared([] as [String])
        let logger = Logger(label: "notices") { _ in Handler { line in heard.change { $0.append(line) } } }
        let connection = try await PostgresConnection.connect(TestDatabase.configuration(), logger: logger)
        try await connection.withSession { try $0.run(script: "do $$ begin raise warning 'look here'; end $$") }
        await connection.close()
        #expect(heard.value.contains("warning look here"))
    }

}
