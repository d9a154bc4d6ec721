package import EventSourcing
import Foundation
package import Logging
import Postgres
import SchemaFiles
import Synchronization

/// The append-only log: appends with a verdict, and reads that are always a prefix of it.
package final class EventLog: Sendable {
    package let connections: StoreConnections
    let programVersion: String
    let clock: @Sendable () -> Instant
    private let logger: Logger
    private let writers = Mutex<[LogID: LogWriter]>([:])
    private let appended: @Sendable (LogID, Position) -> Void

    /// For how long an append whose connection was lost is sent again before its outcome is left unknown.
    private let reconnectingMax: Duration

    /// `appended` is told of every accepted append: the wake-up of followers in this process.
    package init(
        _ connections: StoreConnections, programVersion: String, logger: Logger,
        reconnectingMax: Duration = .seconds(30), clock: @escaping @Sendable () -> Instant = { .now },
        appended: @escaping @Sendable (LogID, Position) -> Void = { _, _ in }
    ) {
        self.connections = connections
        self.programVersion = programVersion
        self.logger = logger
        self.reconnectingMax = reconnectingMax
        self.clock = clock
        self.appended = appended
    }

    /// Appends one command's events, or says why not. A lost connection is answered by sending the same append again,
    /// never by a look-up alone: the old backend may still be committing.
    package func append(_ request: AppendRequest) async throws(StoreError) -> Verdict {
        let verdict = try await writer(of: request.log).append(request)
        if case .accepted(let range) = verdict { appended(request.log, range.last) }
        return verdict
    }

    /// Appends the events of many commands in one transaction, all of them or none; a verdict for each. With `head`, they
    /// are stale unless the log ends there: they cite each other by the positions that follow on it.
    package func append(
        all requests: [AppendRequest], to log: LogID, at head: Position? = nil
    ) async throws(StoreError) -> [Verdict] {
        let verdicts = try await commit(requests, to: log, as: .allOrNothing(at: head)).get()
        let last = verdicts.reduce(nil as Position?) { last, verdict in
            if case .accepted(let range) = verdict { range.last } else { last }
        }
        if let last { appended(log, last) }
        return verdicts
    }

    /// Tells those who follow in this process.
    func announce(_ log: LogID, _ position: Position) { appended(log, position) }

    private func writer(of log: LogID) -> LogWriter {
        writers.withLock { writers in
            if let writer = writers[log] { return writer }
            let writer = LogWriter(log: log) { [self] requests in
                await commit(requests, to: log, as: .eachByItself)
            }
            writers[log] = writer
            return writer
        }
    }

    private func commit(
        _ requests: [AppendRequest], to log: LogID, as mode: AppendMode
    ) async -> Result<[Verdict], StoreError> {
        let started = ContinuousClock.now
        var pause = Duration.milliseconds(20)
        // Of one attempt that broke off nobody knows whether it was committed, whatever stops those after it.
        var isUnknown = false
        while true {
            do throws(StoreError) {
                if mode.isAllOrNothing, BulkAppend.takes(requests) {
                    let bulk = BulkAppend(
                        requests: requests, log: log, now: clock(), programVersion: programVersion, head: mode.head)
                    return .success(
                        try await connections.withSession(as: .appender) { (session) throws(StoreError) in
                            try bulk.run(on: session)
                        })
                }
                let call = AppendCall(requests, to: log, now: clock(), programVersion: programVersion, mode: mode)
                return .success(
                    try await connections.withSession(as: .appender) { (session) throws(StoreError) in
                        // The statement commits by itself, so a cancelled caller must not cut it off in between.
                        try session.shielded { () throws(StoreError) in try call.run(on: session) }
                    })
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
}

extension PostgresError {
    /// Two appends opened the same log at once: sent again, the second finds it open.
    fileprivate var isOpeningRace: Bool {
        if case .server(let refusal) = self { refusal.constraintName == "logs_pkey" } else { false }
    }
}

extension Instant {
    /// The clock of this machine.
    package static var now: Instant {
        Instant(microsecondsSince1970: Int64((Date().timeIntervalSince1970 * 1_000_000).rounded(.down)))
    }
}
