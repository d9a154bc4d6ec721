import EventSourcing
import Postgres
import Synchronization

/// Bulk appends and loads of whole logs, one of a log at a time: two of them would wait for each other behind the log's head
/// row, each with a connection. They go beside the log's queue: who appends little meanwhile waits for none of them.
///
/// Together they leave two connections to others. Whoever waits has no connection, and is committed by its own task.
final class BulkWriters: Sendable {
    private struct Waiter {
        let number: Int
        let continuation: CheckedContinuation<Turn, Never>
    }

    private enum Turn {
        case yours
        case refused(StoreError)
    }

    private struct State {
        var line: BulkLine<Waiter>
        var lastWaiter = 0
    }

    private static let connectionsLeft = 2

    private let committer: AppendCommitter
    private let state: Mutex<State>

    init(limits: AppendLimits, committer: AppendCommitter) {
        self.committer = committer
        let connections = committer.connections.pool(.appender).statistics.size
        state = Mutex(State(line: BulkLine(limits: limits, turnsMax: max(1, connections - Self.connectionsLeft))))
    }

    func takes(_ work: AppendWork) -> Bool { committer.takesInBulk(work.requests, as: work.mode) }

    /// A verdict for each of the work's requests, all of which are of the log.
    func append(_ work: AppendWork, to log: LogID) async -> Result<[Verdict], StoreError> {
        switch await turn(for: work, of: log) {
        case .refused(let error): return .failure(error)
        case .yours:
            let outcome = await committer.commit(work.requests, to: log, as: work.mode)
            pass(on: log, after: outcome.unavailability)
            return outcome
        }
    }

    /// Runs other work that holds the log's head row for long, in its turn. What it is made of waits elsewhere.
    func inTurn<Answer, Failure: StoreFailure>(
        of log: LogID, _ body: () async throws(Failure) -> Answer
    ) async throws(Failure) -> Answer {
        if case .refused(let error) = await turn(for: AppendWork([], mode: .allOrNothing(at: nil)), of: log) {
            throw .store(error)
        }
        defer { pass(on: log, after: nil) }
        return try await body()
    }

    func commandsWaiting(for log: LogID) -> Int { state.withLock { $0.line.commandsWaiting(for: log) } }

    private func turn(for work: AppendWork, of log: LogID) async -> Turn {
        let number = state.withLock { state in
            state.lastWaiter += 1
            return state.lastWaiter
        }
        return await withTaskCancellationHandler {
            await withCheckedContinuation { continuation in
                let waiter = Waiter(number: number, continuation: continuation)
                switch state.withLock({ $0.line.asked(work, of: log, by: waiter) }) {
                case .yourTurn: continuation.resume(returning: .yours)
                case .full(let waiting): continuation.resume(returning: .refused(.queueFull(log, waiting: waiting)))
                // A cancellation that came before the task stood in the line found nobody there.
                case .later: if Task.isCancelled { withdraw(number, from: log) }
                }
            }
        } onCancel: {
            withdraw(number, from: log)
        }
    }

    private func withdraw(_ number: Int, from log: LogID) {
        let waiter = state.withLock { $0.line.withdrew(from: log) { $0.number == number } }
        waiter?.continuation.resume(returning: .refused(.database(.cancelled)))
    }

    /// Where an append ended in spite of all patience, those who wait for the log would end so one after the other: they are
    /// answered at once. Nothing of theirs was sent.
    private func pass(on log: LogID, after unavailability: PostgresError?) {
        let (refused, next) = state.withLock { state in
            let refused = unavailability == nil ? [] : state.line.removeAll(of: log)
            return (refused, state.line.ended(log))
        }
        next?.continuation.resume(returning: .yours)
        guard let cause = unavailability else { return }
        for waiter in refused { waiter.continuation.resume(returning: .refused(.database(cause.beforeSending))) }
    }
}
