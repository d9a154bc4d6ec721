import EventSourcing
import Postgres
import Synchronization

/// The transactions of one busy log on one connection: the next is sent while the database works on the one before, so that it
/// waits for nobody. Each is judged for itself, in the order in which they were sent.
///
/// A lane knows how the log ends if what it sent is accepted, and tells the database, which looks up no stream whose version
/// follows from that, if the log does end so. Any task may send; one at a time takes the answers.
final class AppendLane<Waiters: Sendable>: Sendable {
    private struct Sent {
        let call: AppendCall
        let waiters: Waiters
    }

    private struct State {
        var sent: [Sent] = []
        /// How the log ends when all that was sent is accepted as a whole.
        var end: KnownEnd?
        /// Where it ended with the last transaction that was answered, if all of that was accepted.
        var answered: Position?
        var reader: CheckedContinuation<Void, Never>?
    }

    private let log: LogID
    private let calls: PostgresCalls
    private let committer: AppendCommitter
    private let state = Mutex(State())
    /// Transactions taken from the queue that are on their way here.
    private let announced = Atomic(0)

    init(_ calls: PostgresCalls, to log: LogID, by committer: AppendCommitter) {
        self.log = log
        self.calls = calls
        self.committer = committer
    }

    /// A transaction is to come: whoever takes the answers waits for it.
    func announce() { announced.add(1, ordering: .sequentiallyConsistent) }

    /// Sends what was announced.
    func send(_ requests: [AppendRequest], as mode: AppendMode, for waiters: Waiters) {
        let call = committer.call(requests, to: log, as: mode)
        let reader = state.withLock { state in
            // The end proves the transaction before this one, and those before that are answered.
            calls.send(AppendCall.file.statement, call.values(knowing: state.sent.count <= 1 ? state.end : nil))
            state.end = state.end.flatMap { call.end(after: $0.last, knowing: $0.versions) }
            state.sent.append(Sent(call: call, waiters: waiters))
            announced.subtract(1, ordering: .sequentiallyConsistent)
            defer { state.reader = nil }
            return state.reader
        }
        reader?.resume()
    }

    /// The next answer, and whom it is for; nothing when none is to come.
    func next() async -> (Waiters, Result<[Verdict], StoreError>)? {
        guard let sent = await first() else { return nil }
        let outcome: Result<[Verdict], StoreError>
        do throws(PostgresError) {
            outcome = try await calls.next { result in
                Result { () throws(StoreError) in try sent.call.verdicts(from: result) }
            }
        } catch {
            outcome = .failure(StoreError(error))
        }
        state.withLock { state in
            state.sent.removeFirst()
            learn(from: sent.call, outcome, &state)
        }
        return (sent.waiters, outcome)
    }

    private func first() async -> Sent? {
        while true {
            let isToCome = announced.load(ordering: .sequentiallyConsistent) > 0
            if let sent = state.withLock(\.sent.first) { return sent }
            guard isToCome else { return nil }
            await withCheckedContinuation { reader in
                let isThere = state.withLock { state in
                    guard state.sent.isEmpty else { return true }
                    state.reader = reader
                    return false
                }
                if isThere { reader.resume() }
            }
        }
    }

    private func learn(from call: AppendCall, _ outcome: Result<[Verdict], StoreError>, _ state: inout State) {
        let ranges = (try? outcome.get())?.map(\.range) ?? [nil]
        guard let first = ranges.first??.first, let last = ranges.last??.last, !ranges.contains(nil) else {
            state.end = nil
            state.answered = nil
            return
        }
        let follows = state.answered?.value == first.value - 1
        state.answered = last
        guard !follows || state.end == nil else { return }
        // Others wrote in between, or nothing was known: what follows from this transaction and those behind it is.
        state.end = call.end(after: Position(first.value - 1), knowing: [:])
        for sent in state.sent { state.end = state.end.flatMap { sent.call.end(after: $0.last, knowing: $0.versions) } }
    }
}
