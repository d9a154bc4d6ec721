import EventSourcing
import Postgres
import Synchronization

/// Group commit: what comes for a log while a transaction of it is under way becomes its next transaction.
///
/// An append to an idle log does not wait: its caller's own task commits it. A busy log has one connection of the pool, its
/// lane, with at most two transactions on it; it gives it back when others wait for one, and asks for another behind them: so
/// however much waits for one log, the others get their turns. Nothing is kept of a log that is idle. All this is an
/// optimisation: the head row keeps several processes correct.
final class LogWriters: Sendable {
    typealias Continuation = CheckedContinuation<Turn, Never>
    fileprivate typealias Batch = [LogQueue<Continuation>.Entry]
    fileprivate typealias Lane = AppendLane<Batch>

    enum Turn: Sendable {
        /// The log is free: commit yourself.
        case commit
        case done(Result<[Verdict], StoreError>)
    }

    /// A log that has a transaction under way.
    fileprivate struct BusyLog {
        var queue: LogQueue<Continuation>
        /// While it is open, whoever comes may send what waits on it.
        var lane: Lane?
        var traffic = LaneTraffic()
    }

    private static let yieldsMax = 4

    private let limits: AppendLimits
    private let committer: AppendCommitter
    private let logs = Mutex<[LogID: BusyLog]>([:])

    init(limits: AppendLimits, committer: AppendCommitter) {
        self.limits = limits
        self.committer = committer
    }

    /// A verdict for each of the work's requests, all of which are of the log.
    func append(_ work: AppendWork, to log: LogID) async -> Result<[Verdict], StoreError> {
        guard !enter(log) else { return await commitAlone(work, to: log) }
        let turn = await withCheckedContinuation { continuation in
            if let turn = wait(for: log, with: work, continuation) { continuation.resume(returning: turn) }
        }
        switch turn {
        case .commit: return await commitAlone(work, to: log)
        case .done(let outcome): return outcome
        }
    }

    /// How many logs have a transaction under way.
    var busyLogs: Int { logs.withLock(\.count) }

    func commandsWaiting(for log: LogID) -> Int { logs.withLock { $0[log]?.queue.waitingCommands ?? 0 } }

    /// True when the log was idle: the caller has it now.
    private func enter(_ log: LogID) -> Bool {
        logs.withLock { logs in
            guard logs[log] == nil else { return false }
            logs[log] = BusyLog(queue: LogQueue(limits: limits))
            return true
        }
    }

    /// Nothing when the work waits; else what to do instead. Who makes half of the log's traffic complete sends it.
    private func wait(for log: LogID, with work: AppendWork, _ continuation: Continuation) -> Turn? {
        let (turn, toSend): (Turn?, (Batch, Lane)?) = logs.withLock { logs in
            guard logs[log] != nil else {
                logs[log] = BusyLog(queue: LogQueue(limits: limits))
                return (.commit, nil)
            }
            guard logs[log]?.queue.add(work, for: continuation) == true else {
                return (.done(.failure(.queueFull(log, waiting: logs[log]?.queue.waitingCommands ?? 0))), nil)
            }
            return (nil, logs[log]?.takeAtOnce())
        }
        if let (batch, lane) = toSend { send(batch, on: lane) }
        return turn
    }

    private func commitAlone(_ work: AppendWork, to log: LogID) async -> Result<[Verdict], StoreError> {
        let outcome = await committer.commit(work.requests, to: log, as: work.mode)
        refuseWaiting(for: log, after: outcome)
        // The caller has its answer; what came meanwhile is a task of its own.
        if let batch = leave(log) { Task { await self.commitWaiting(from: batch, to: log) } }
        return outcome
    }

    /// What waits for the log; nothing when it is idle from now on.
    private func leave(_ log: LogID) -> Batch? {
        logs.withLock { logs in
            let batch = logs[log]?.queue.nextTransaction() ?? []
            guard batch.isEmpty else { return batch }
            logs[log] = nil
            return nil
        }
    }

    private func commitWaiting(from first: Batch, to log: LogID) async {
        var next: Batch? = first
        while let batch = next {
            if let failed = await commitOnLane(from: batch, to: log) {
                await sendAgain(failed, to: log)
            } else {
                await answer(batch, committer.commit(batch.requests, to: log, as: batch.mode), of: log)
            }
            next = leave(log)
        }
    }

    /// What broke off on a lane. When the first of it ended in spite of all patience, the rest has had its time too: of what was
    /// under way when the connection was lost nobody knows the outcome, and the database has said that it rolled back the other.
    private func sendAgain(_ failed: [(Batch, StoreError)], to log: LogID) async {
        var end: PostgresError?
        for (batch, error) in failed {
            guard case .database(let cause) = error else {
                await answer(batch, .failure(error), of: log)
                continue
            }
            let outcome: Result<[Verdict], StoreError>
            if let end {
                outcome = .failure(cause.isConnectionLoss ? .outcomeUnknown(log, end) : .database(end.beforeSending))
            } else if cause.isOfOneCommand, batch.count > 1 {
                outcome = .failure(error)
            } else {
                outcome = await committer.commit(
                    batch.requests, to: log, as: batch.mode, isUnknown: cause.isConnectionLoss)
            }
            await answer(batch, outcome, of: log)
            end = end ?? outcome.unavailability
        }
    }

    private func answer(_ batch: Batch, _ outcome: Result<[Verdict], StoreError>, of log: LogID) async {
        switch outcome {
        case .success(let verdicts): batch.answer(verdicts)
        case .failure(.database(let error)) where batch.count > 1 && error.isOfOneCommand:
            await commitOneByOne(batch, to: log, isUnknown: false)
        case .failure(.outcomeUnknown(_, let error)) where batch.count > 1 && error.isOfOneCommand:
            await commitOneByOne(batch, to: log, isUnknown: true)
        case .failure(let error):
            for entry in batch { entry.waiter.resume(returning: .done(.failure(error))) }
            refuseWaiting(for: log, after: outcome)
        }
    }

    /// One command's rows were refused and took the others with them. When one ends in spite of all patience, the rest has had
    /// its time too.
    private func commitOneByOne(_ batch: Batch, to log: LogID, isUnknown: Bool) async {
        var end: PostgresError?
        for entry in batch {
            let outcome: Result<[Verdict], StoreError>
            if let end {
                outcome = .failure(isUnknown ? .outcomeUnknown(log, end) : .database(end.beforeSending))
            } else {
                outcome = await committer.commit(
                    entry.work.requests, to: log, as: entry.work.mode, isUnknown: isUnknown)
            }
            entry.waiter.resume(returning: .done(outcome))
            end = end ?? outcome.unavailability
            refuseWaiting(for: log, after: outcome)
        }
    }

    /// Where an append ended in spite of all patience, those who wait for the log would end so one transaction after the other:
    /// they are answered at once. Nothing of theirs was sent.
    private func refuseWaiting(for log: LogID, after outcome: Result<[Verdict], StoreError>) {
        guard let cause = outcome.unavailability else { return }
        let waiting = logs.withLock { $0[log]?.queue.removeAll() ?? [] }
        for entry in waiting { entry.waiter.resume(returning: .done(.failure(.database(cause.beforeSending)))) }
    }
}

// MARK: - On a lane

extension LogWriters {
    /// Commits what waits, until nobody does, or somebody else waits for a connection, or something went wrong: gives what that
    /// was, once the connection is given back. Nothing where there is no lane.
    private func commitOnLane(from first: Batch, to log: LogID) async -> [(Batch, StoreError)]? {
        guard let lane: Lane = await committer.lane(to: log) else { return nil }
        var failed: [(Batch, StoreError)] = []
        open(lane, of: log, with: first)
        send(first, on: lane)
        var isOpen = true
        while true {
            while let (batch, outcome) = await lane.next() {
                switch outcome {
                case .success(let verdicts):
                    // What waits is on its way to the database before those are answered who waited for this.
                    if let next = answered(of: log) { send(next, on: lane) }
                    batch.answer(verdicts)
                case .failure(let error):
                    close(log)
                    failed.append((batch, error))
                }
            }
            guard isOpen else { return failed }
            await waitForEverybody(at: log)
            if failed.isEmpty, !committer.isConnectionWanted, let next = takeHalf(of: log) {
                if !next.isEmpty { send(next, on: lane) }
                // Nobody is left to come who would send the other half.
                if let next = takeAtOnce(of: log) { send(next, on: lane) }
            } else {
                // What was taken for the lane before this is still to come.
                close(log)
                isOpen = false
            }
        }
    }

    private func open(_ lane: Lane, of log: LogID, with batch: Batch) {
        logs.withLock { logs in
            logs[log]?.lane = lane
            logs[log]?.traffic = LaneTraffic()
            logs[log]?.traffic.sent(batch.requestCount)
        }
        lane.announce()
    }

    private func close(_ log: LogID) { logs.withLock { $0[log]?.lane = nil } }

    private func send(_ batch: Batch, on lane: Lane) {
        lane.send(batch.requests, as: batch.mode, for: batch)
    }

    /// A transaction was answered: what goes next, if it is worth it. Where somebody waits for a connection, nothing does any more.
    private func answered(of log: LogID) -> Batch? {
        let isWanted = committer.isConnectionWanted
        return logs.withLock { logs in
            if let commands = logs[log]?.traffic.answered() { logs[log]?.queue.answered(commands) }
            if isWanted { logs[log]?.lane = nil }
            return logs[log]?.takeAtOnce()?.0
        }
    }

    /// Lets those who were answered come with their next work, or the next transaction would be a small one.
    private func waitForEverybody(at log: LogID) async {
        for _ in 0..<Self.yieldsMax {
            await Task.yield()
            if logs.withLock({ $0[log]?.queue.isEverybodyBack ?? true }) { return }
        }
    }

    private func takeAtOnce(of log: LogID) -> Batch? { logs.withLock { $0[log]?.takeAtOnce()?.0 } }

    /// Of those who came back, half; none where somebody has sent them already; nothing when nobody came.
    private func takeHalf(of log: LogID) -> Batch? {
        logs.withLock { logs in logs[log]?.traffic.underWay == [] ? logs[log]?.takeHalf() : [] }
    }
}

extension LogWriters.BusyLog {
    /// What goes on the lane at once, beside what is under way there.
    fileprivate mutating func takeAtOnce() -> (LogWriters.Batch, LogWriters.Lane)? {
        guard let lane, traffic.hasRoom else { return nil }
        return take(queue.transactionAtOnce(beside: traffic.commandsUnderWay), for: lane).map { ($0, lane) }
    }

    fileprivate mutating func takeHalf() -> LogWriters.Batch? {
        guard let lane else { return nil }
        return take(queue.halfTransaction(), for: lane)
    }

    private mutating func take(_ batch: LogWriters.Batch, for lane: LogWriters.Lane) -> LogWriters.Batch? {
        guard !batch.isEmpty else { return nil }
        traffic.sent(batch.requestCount)
        lane.announce()
        return batch
    }
}

extension [LogQueue<LogWriters.Continuation>.Entry] {
    fileprivate var requests: [AppendRequest] { flatMap(\.work.requests) }

    fileprivate var requestCount: Int { reduce(0) { $0 + $1.work.requests.count } }

    /// A work that must be alone is alone.
    fileprivate var mode: AppendMode { first?.work.mode ?? .eachByItself }

    fileprivate func answer(_ verdicts: [Verdict]) {
        var rest = verdicts[...]
        for entry in self {
            let count = entry.work.requests.count
            entry.waiter.resume(returning: .done(.success([Verdict](rest.prefix(count)))))
            rest = rest.dropFirst(count)
        }
    }
}
