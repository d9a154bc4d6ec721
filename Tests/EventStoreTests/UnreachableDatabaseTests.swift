import EventSourcing
import EventStore
import Postgres
import TestSupport
import Testing

@Suite struct `An append to a database that is away` {
    /// Many that wait are given up together, not one transaction after the other.
    @Test func `is given up in time, with all that wait beside it`() async throws {
        let connections = StoreConnections(
            PostgresConfiguration(connectionString: "host=/nonexistent dbname=nothing"), logger: .silent)
        var limits = AppendLimits()
        limits.commandsPerTransaction = 2
        let log = EventLog(
            connections, programVersion: "test", logger: .silent, reconnectingMax: .seconds(10), limits: limits)
        let requests = try (1...20).map { try AppendRequest.of([NoteTaken(in: "a", number: $0)]) }
        let started = ContinuousClock.now
        let unavailable = await withTaskGroup(of: Bool.self) { group in
            for request in requests {
                group.addTask {
                    do throws(StoreError) {
                        _ = try await log.append(request)
                        return false
                    } catch {
                        return error.isUnavailability
                    }
                }
            }
            return await group.reduce(into: 0) { $0 += $1 ? 1 : 0 }
        }
        #expect(unavailable == 20)
        // One transaction after the other they would take two minutes; half of it is room for a machine that all tests share.
        #expect(started.duration(to: .now) < .seconds(60))
        await connections.close()
    }

    @Test func `is of unknown outcome when its connection broke first`() async throws {
        try await PrivateCluster.with("away") { cluster in
            let database = try await cluster.database()
            try await database.log.open()
            let log = EventLog(
                database.connections, programVersion: "test", logger: .silent, reconnectingMax: .milliseconds(500))
            let holder = try await PostgresConnection.connect(
                PostgresConfiguration(connectionString: database.superuserConnection), logger: .silent)
            try await holder.withSession { session in
                try session.run(script: "BEGIN; SELECT head FROM casefeedback.logs FOR UPDATE")
            }
            let request = try AppendRequest.of([NoteTaken(in: "a", number: 1)])
            let waiting = Task { () async throws(StoreError) -> Verdict in try await log.append(request) }
            try await Task.sleep(for: .milliseconds(300))
            try await cluster.kill()
            do {
                _ = try await waiting.value
                Issue.record("the append was answered")
            } catch StoreError.outcomeUnknown {
            }
            try await cluster.start()
            #expect(try await database.log.append(request).range?.first == Position(2))
            await holder.close()
            await database.close()
        }
    }
}
