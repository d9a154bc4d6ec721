import EventSourcing
import Logging
import Postgres

/// Brings one transaction of a log to its end, whatever the connection does meanwhile.
struct AppendCommitter: Sendable {
    let connections: StoreConnections
    let programVersion: String
    let clock: @Sendable () -> Instant
    /// For how long an append whose connection was lost is sent again before its outcome is left unknown.
    let reconnectingMax: Duration
    let logger: Logger

    /// Who won is committed by then, so that the next attempt sees it; more than a few are no race.
    private static let racesMax = 3

    func commit(_ requests: [AppendRequest], to log: LogID, as mode: AppendMode) async -> Result<[Verdict], StoreError>
    {
        let started = ContinuousClock.now
        var pause = Duration.milliseconds(20)
        // Of one attempt that broke off nobody knows whether it was committed, whatever stops those after it.
        var isUnknown = false
        var racesLost = 0
        while true {
            do throws(StoreError) {
                return .success(try await attempt(requests, to: log, as: mode))
            } catch {
                guard case .database(let cause) = error else { return .failure(error) }
                isUnknown = isUnknown || cause.isConnectionLoss
                if cause.isLostRace { racesLost += 1 }
                guard cause.isTransient || cause.isLostRace && racesLost <= Self.racesMax, !error.isDiskFull,
                    started.duration(to: .now) < reconnectingMax
                else { return .failure(isUnknown ? .outcomeUnknown(log) : error) }
                logger.debug("append is sent again", metadata: ["log": "\(log)", "cause": "\(cause)"])
                try? await Task.sleep(for: pause)
                pause = min(pause * 2, .seconds(1))
            }
        }
    }

    private func attempt(
        _ requests: [AppendRequest], to log: LogID, as mode: AppendMode
    ) async throws(StoreError) -> [Verdict] {
        if mode.isAllOrNothing, BulkAppend.takes(requests) {
            let bulk = BulkAppend(
                requests: requests, log: log, now: clock(), programVersion: programVersion, head: mode.head)
            return try await connections.withSession(as: .appender) { (session) throws(StoreError) in
                try bulk.run(on: session)
            }
        }
        if requests.count == 1, mode.head == nil, let request = requests.first,
            let single = SingleAppend(request, now: clock(), programVersion: programVersion),
            let verdict = try await single.run(on: connections)
        {
            return [verdict]
        }
        return try await AppendCall(requests, to: log, now: clock(), programVersion: programVersion, mode: mode)
            .run(on: connections)
    }
}

extension PostgresError {
    /// Another append took the key first that no head row guards: it opened the same log, or brought the same command to another
    /// log of the organisation. Sent again, this one finds what the other did. A distributed engine adds a shard to the name.
    fileprivate var isLostRace: Bool {
        guard case .server(let refusal) = self, let constraint = refusal.constraintName else { return false }
        return ["logs_pkey", "commands_pkey"].contains { constraint.hasPrefix($0) }
    }
}
