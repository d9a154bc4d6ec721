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

    func commit(_ requests: [AppendRequest], to log: LogID, as mode: AppendMode) async -> Result<[Verdict], StoreError>
    {
        let started = ContinuousClock.now
        var pause = Duration.milliseconds(20)
        // Of one attempt that broke off nobody knows whether it was committed, whatever stops those after it.
        var isUnknown = false
        while true {
            do throws(StoreError) {
                return .success(try await attempt(requests, to: log, as: mode))
            } catch {
                guard case .database(let cause) = error else { return .failure(error) }
                isUnknown = isUnknown || cause.isConnectionLoss
                guard cause.isTransient || cause.isOpeningRace, !error.isDiskFull,
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
    /// Two appends opened the same log at once: sent again, the second finds it open.
    fileprivate var isOpeningRace: Bool {
        if case .server(let refusal) = self { refusal.constraintName == "logs_pkey" } else { false }
    }
}
