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
    let bulkEventsMin: Int
    let logger: Logger

    /// Who won is committed by then, so that the next attempt sees it; more than a few are no race.
    private static let racesMax = 3

    /// `isUnknown` says that the same append broke off before, nobody knows how.
    func commit(
        _ requests: [AppendRequest], to log: LogID, as mode: AppendMode, isUnknown: Bool = false
    ) async -> Result<[Verdict], StoreError> {
        let started = ContinuousClock.now
        var pause = Duration.milliseconds(20)
        // Of one attempt that broke off nobody knows whether it was committed, whatever stops those after it.
        var isUnknown = isUnknown
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
                else { return .failure(isUnknown ? .outcomeUnknown(log, cause) : error) }
                logger.debug("append is sent again", metadata: ["log": "\(log)", "cause": "\(cause)"])
                try? await Task.sleep(for: pause)
                pause = min(pause * 2, .seconds(1))
            }
        }
    }

    private func attempt(
        _ requests: [AppendRequest], to log: LogID, as mode: AppendMode
    ) async throws(StoreError) -> [Verdict] {
        if takesInBulk(requests, as: mode) {
            let bulk = BulkAppend(
                requests: requests, log: log, clock: clock, programVersion: programVersion, head: mode.head)
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
        return try await call(requests, to: log, as: mode).run(on: connections)
    }

    func takesInBulk(_ requests: [AppendRequest], as mode: AppendMode) -> Bool {
        mode.isAllOrNothing && BulkAppend.takes(requests, eventsMin: bulkEventsMin)
    }

    func call(_ requests: [AppendRequest], to log: LogID, as mode: AppendMode) -> AppendCall {
        AppendCall(requests, to: log, now: clock(), programVersion: programVersion, mode: mode)
    }

    /// A connection for the transactions of a busy log. Nothing where there can't be one; an append says why.
    func lane<Waiters>(to log: LogID) async -> AppendLane<Waiters>? {
        guard let calls = try? await connections.pool(.appender).calls() else { return nil }
        return AppendLane(calls, to: log, by: self)
    }

    /// Whether somebody waits for a connection to append.
    var isConnectionWanted: Bool { connections.pool(.appender).statistics.waiting > 0 }
}

extension PostgresError {
    /// Another append took the key first that no head row guards: it opened the same log, or brought the same command to another
    /// log of the organisation. Sent again, this one finds what the other did. A distributed engine adds a shard to the name.
    fileprivate var isLostRace: Bool {
        guard case .server(let refusal) = self, let constraint = refusal.constraintName else { return false }
        return ["logs_pkey", "commands_pkey"].contains { constraint.hasPrefix($0) }
    }
}
