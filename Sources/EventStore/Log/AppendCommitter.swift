import EventSourcing
import Logging
import Postgres

/// Brings one transaction of a log to its end, whatever the connection does meanwhile.
struct AppendCommitter: Sendable {
    let connections: StoreConnections
    let heads = KnownHeads()
    let programVersion: String
    let clock: @Sendable () -> Instant
    /// For how long an append whose connection was lost is sent again before its outcome is left unknown.
    let reconnectingMax: Duration
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
        var isFirst = true
        while true {
            do throws(StoreError) {
                return .success(try await attempt(requests, to: log, as: mode, isFirst: isFirst && !isUnknown))
            } catch {
                guard case .database(let cause) = error else { return .failure(error) }
                isFirst = false
                isUnknown = isUnknown || cause.isConnectionLoss
                if cause.isLostRace { racesLost += 1 }
                guard cause.isTransient || cause.isLostRace && racesLost <= Self.racesMax, !error.isDiskFull,
                    started.duration(to: .now) < reconnectingMax
                else { return .failure(isUnknown ? .outcomeUnknown(log) : error) }
                logger.debug("append is sent again", metadata: ["log": "\(log)", "cause": "\(cause)"])
                if cause.isLostRace { continue }
                try? await Task.sleep(for: pause)
                pause = min(pause * 2, .seconds(1))
            }
        }
    }

    private func attempt(
        _ requests: [AppendRequest], to log: LogID, as mode: AppendMode, isFirst: Bool
    ) async throws(StoreError) -> [Verdict] {
        if mode.isAllOrNothing, BulkAppend.takes(requests) {
            let bulk = BulkAppend(
                requests: requests, log: log, now: clock(), programVersion: programVersion, head: mode.head)
            return try await connections.withSession(as: .appender) { (session) throws(StoreError) in
                try bulk.run(on: session)
            }
        }
        let transaction = transaction(requests, to: log, as: mode)
        // What is sent again may have been accepted before, which is judged.
        if isFirst, let head = mode.head ?? heads.next(of: log), let statement = transaction.accepting(atHead: head) {
            if let verdicts = try await statement.run(on: connections) {
                heads.advance(log, by: verdicts)
                return verdicts
            }
            heads.miss(log)
        }
        guard let verdicts = try await transaction.judging.run(on: connections) else {
            throw .corrupt("append_events gave no verdict")
        }
        heads.learn(log, from: verdicts)
        return verdicts
    }

    /// A connection for a busy log. Nothing where there can't be one; an append says why.
    func lane<Waiters>(to log: LogID, for _: Waiters.Type) async -> AppendLane<Waiters>? {
        guard let calls = try? await connections.pool(.appender).calls() else { return nil }
        return AppendLane(calls, to: log, heads: heads)
    }

    /// Whether somebody waits for a connection to append.
    var isConnectionWanted: Bool { connections.pool(.appender).statistics.waiting > 0 }

    func transaction(_ requests: [AppendRequest], to log: LogID, as mode: AppendMode) -> AppendTransaction {
        AppendTransaction(
            requests: requests, log: log, mode: mode, clock: clock(), programVersion: programVersion)
    }
}

extension PostgresError {
    /// Another append took the key first that no head row guards: it opened the same log, or brought the same command to another
    /// log of the organisation. Sent again, this one finds what the other did. A distributed engine adds a shard to the name.
    var isLostRace: Bool {
        guard case .server(let refusal) = self, let constraint = refusal.constraintName else { return false }
        return ["logs_pkey", "commands_pkey"].contains { constraint.hasPrefix($0) }
    }
}
