package import EventSourcing
import Foundation
package import Logging

/// The append-only log: appends with a verdict, and reads that are always a prefix of it.
package final class EventLog: Sendable {
    package let connections: StoreConnections
    let clock: @Sendable () -> Instant
    private let writers: LogWriters
    /// For what takes turns: see ``load(_:opening:_:)`` too.
    let bulkWriters: BulkWriters
    private let appended: @Sendable (LogID, Position) -> Void

    /// `appended` is told of every accepted append: the wake-up of followers in this process.
    package init(
        _ connections: StoreConnections, programVersion: String, logger: Logger,
        reconnectingMax: Duration = .seconds(30), limits: AppendLimits = AppendLimits(),
        clock: @escaping @Sendable () -> Instant = { .now },
        appended: @escaping @Sendable (LogID, Position) -> Void = { _, _ in }
    ) {
        self.connections = connections
        self.appended = appended
        self.clock = clock
        let committer = AppendCommitter(
            connections: connections, programVersion: programVersion, clock: clock, reconnectingMax: reconnectingMax,
            bulkEventsMin: limits.bulkEventsMin, logger: logger)
        writers = LogWriters(limits: limits, committer: committer)
        bulkWriters = BulkWriters(limits: limits, committer: committer)
    }

    /// How many logs have an append under way in this process, beside bulk appends.
    package var busyLogs: Int { writers.busyLogs }

    /// How many commands wait in this process for the log's next transaction, or for their turn to be copied in.
    package func commandsWaiting(for log: LogID) -> Int {
        writers.commandsWaiting(for: log) + bulkWriters.commandsWaiting(for: log)
    }

    /// Appends one command's events, or says why not. A lost connection is answered by sending the same append again,
    /// never by a look-up alone: the old backend may still be committing.
    package func append(_ request: AppendRequest) async throws(StoreError) -> Verdict {
        try request.check()
        let work = AppendWork([request], mode: .eachByItself)
        let verdicts = try await writers.append(work, to: request.log).get()
        guard let verdict = verdicts.first else { throw .corrupt("an append got no verdict") }
        if let range = verdict.range { appended(request.log, range.last) }
        return verdict
    }

    /// Appends the events of many commands in one transaction, all of them or none; a verdict for each. With `head`, they
    /// are stale unless the log ends there: they cite each other by the positions that follow on it.
    package func append(
        all requests: [AppendRequest], to log: LogID, at head: Position? = nil
    ) async throws(StoreError) -> [Verdict] {
        try AppendRequest.check(requests, to: log)
        let work = AppendWork(requests, mode: .allOrNothing(at: head))
        // What is copied in beside the log keeps nobody waiting who appends meanwhile.
        let outcome =
            bulkWriters.takes(work)
            ? await bulkWriters.append(work, to: log) : await writers.append(work, to: log)
        let verdicts = try outcome.get()
        if let last = verdicts.lazy.reversed().compactMap(\.range?.last).first { appended(log, last) }
        return verdicts
    }

    /// Tells those who follow in this process.
    func announce(_ log: LogID, _ position: Position) { appended(log, position) }
}

extension Instant {
    /// The clock of this machine.
    package static var now: Instant {
        Instant(microsecondsSince1970: Int64((Date().timeIntervalSince1970 * 1_000_000).rounded(.down)))
    }
}
