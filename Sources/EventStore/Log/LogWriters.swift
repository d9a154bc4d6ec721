import EventSourcing
import Postgres
import Synchronization

/// Group commit: what comes for a log while a transaction of it is under way becomes its next transaction.
///
/// An append to an idle log does not wait: its caller's own task commits it. A log has one transaction under way at a time
/// and so one connection of the pool, which serves logs in the order in which they ask: however much waits for one, the
/// others get their turns. Nothing is kept of a log that is idle. All this is an optimisation: the locked head row keeps
/// several processes correct.
final class LogWriters: Sendable {
    typealias Commit = @Sendable (_ requests: [AppendRequest], LogID, AppendMode) async -> Result<[Verdict], StoreError>
    typealias Continuation = CheckedContinuation<Turn, Never>
    private typealias Batch = [LogQueue<Continuation>.Entry]

    enum Turn: Sendable {
        /// The log is free: commit yourself.
        case commit
        case done(Result<[Verdict], StoreError>)
    }

    private let limits: AppendLimits
    private let commit: Commit
    /// Of the logs that have a transaction under way.
    private let queues = Mutex<[LogID: LogQueue<Continuation>]>([:])

    init(limits: AppendLimits, commit: @escaping Commit) {
        self.limits = limits
        self.commit = commit
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
    var busyLogs: Int { queues.withLock(\.count) }

    func commandsWaiting(for log: LogID) -> Int { queues.withLock { $0[log]?.waitingCommands ?? 0 } }

    /// True when the log was idle: the caller has it now.
    private func enter(_ log: LogID) -> Bool {
        queues.withLock { queues in
            guard queues[log] == nil else { return false }
            queues[log] = LogQueue(limits: limits)
            return true
        }
    }

    /// Nothing when the work waits; else what to do instead.
    private func wait(for log: LogID, with work: AppendWork, _ continuation: Continuation) -> Turn? {
        queues.withLock { queues in
            guard queues[log] != nil else {
                queues[log] = LogQueue(limits: limits)
                return .commit
            }
            guard queues[log]?.add(work, for: continuation) == false else { return nil }
            return .done(.failure(.queueFull(log, waiting: queues[log]?.waitingCommands ?? 0)))
        }
    }

    private func commitAlone(_ work: AppendWork, to log: LogID) async -> Result<[Verdict], StoreError> {
        let outcome = await commit(work.requests, log, work.mode)
        // The caller has its answer; what came meanwhile is a task of its own.
        if let batch = leave(log) { Task { await self.commitWaiting(from: batch, to: log) } }
        return outcome
    }

    /// What waits for the log; nothing when nobody does, who then has the log still.
    private func next(of log: LogID) -> Batch? {
        let batch = queues.withLock { $0[log]?.nextTransaction() ?? [] }
        return batch.isEmpty ? nil : batch
    }

    /// What waits for the log; nothing when it is idle from now on.
    private func leave(_ log: LogID, takingHalf: Bool = false) -> Batch? {
        queues.withLock { queues in
            let batch = queues[log]?.nextTransaction(ofHalf: takingHalf) ?? []
            guard batch.isEmpty else { return batch }
            queues[log] = nil
            return nil
        }
    }

    private func commitWaiting(from first: Batch, to log: LogID) async {
        var batch = first
        var outcome = await commit(batch, to: log)
        while true {
            // What came meanwhile is on its way to the database before those are answered who waited for this.
            if let next = next(of: log) {
                async let following = commit(next, to: log)
                await answer(batch, outcome, of: log)
                outcome = await following
                batch = next
            } else {
                await answer(batch, outcome, of: log)
                // Lets those who were answered come with their next work, or the next transaction would be a small one.
                await Task.yield()
                guard let next = leave(log, takingHalf: true) else { return }
                outcome = await commit(next, to: log)
                batch = next
            }
        }
    }

    private func commit(_ batch: Batch, to log: LogID) async -> Result<[Verdict], StoreError> {
        await commit(batch.flatMap(\.work.requests), log, batch.mode)
    }

    private func answer(_ batch: Batch, _ outcome: Result<[Verdict], StoreError>, of log: LogID) async {
        switch outcome {
        case .success(let verdicts):
            var rest = verdicts[...]
            for entry in batch {
                let count = entry.work.requests.count
                entry.waiter.resume(returning: .done(.success(Array(rest.prefix(count)))))
                rest = rest.dropFirst(count)
            }
        case .failure(.database(let error)) where batch.count > 1 && !error.isTransient:
            // One command's rows were refused and took the others with them: each is tried by itself.
            for entry in batch {
                entry.waiter.resume(returning: .done(await commit([entry], to: log)))
            }
        case .failure(let error):
            for entry in batch { entry.waiter.resume(returning: .done(.failure(error))) }
        }
    }
}

extension [LogQueue<LogWriters.Continuation>.Entry] {
    /// A work that must be alone is alone.
    fileprivate var mode: AppendMode { first?.work.mode ?? .eachByItself }
}
