import EventSourcing
import EventStore
import Postgres
import TestSupport

/// Holds a log's head row, as another process's append does.
struct HeadHolder {
    private let connection: PostgresConnection

    init(of log: LogID, in database: TestDatabase) async throws {
        connection = try await PostgresConnection.connect(
            PostgresConfiguration(connectionString: database.superuserConnection), logger: .silent)
        let organisation = log.organisation.text
        try await connection.withSession { session in
            try session.run(script: "BEGIN")
            _ = try session.query(
                "SELECT head FROM casefeedback.logs WHERE organisation = $1 FOR UPDATE", organisation)
        }
    }

    func release() async throws {
        try await connection.withSession { session in try session.run(script: "COMMIT") }
        await connection.close()
    }
}

extension EventLog {
    func waitUntilBusy() async { while busyLogs == 0 { await Task.yield() } }

    /// Waits until so many appends of two commands each have a connection, or wait for one, or for their turn.
    func waitForPairs(_ count: Int, to logs: [LogID]) async {
        while true {
            let statistics = connections.pool(.appender).statistics
            let waiting = logs.reduce(0) { $0 + commandsWaiting(for: $1) } / 2
            if statistics.leased + statistics.waiting + waiting >= count { return }
            await Task.yield()
        }
    }

    /// The first finds the log idle and waits for the row; the others come after it, in order, and wait in the queue.
    func outcomesBehindALock(
        _ requests: [AppendRequest], in database: TestDatabase
    ) async throws -> [Result<Verdict, StoreError>] {
        let holder = try await HeadHolder(of: OrganisationID.gothenburg.cases, in: database)
        let answered = Shared(0)
        return try await withThrowingTaskGroup(of: (Int, Result<Verdict, StoreError>).self) { group in
            for (index, request) in requests.enumerated() {
                group.addTask {
                    defer { answered.update { $0 += 1 } }
                    do throws(StoreError) { return (index, .success(try await self.append(request))) } catch {
                        return (index, .failure(error))
                    }
                }
                // The first has the log; each of the others waits, or was refused, before the next one comes.
                await waitUntilBusy()
                while commandsWaiting(for: request.log) + answered.value < index { await Task.yield() }
            }
            try await holder.release()
            var outcomes = Array(repeating: Result<Verdict, StoreError>.success(.dropped), count: requests.count)
            for try await (index, outcome) in group { outcomes[index] = outcome }
            return outcomes
        }
    }
}
