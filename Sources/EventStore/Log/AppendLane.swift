import EventSourcing
import Postgres
import Synchronization

/// The transactions of one busy log on one connection: the next is sent while the database works on the one before, so that it
/// waits for nobody.
///
/// The next names the head that the one before leaves if it is accepted as a whole, as nearly all are. If it was not, the
/// database writes nothing of those behind it, and they are judged, one after the other. Any task may send; one at a time
/// takes the answers.
final class AppendLane<Waiters: Sendable>: Sendable {
    private struct Sent {
        let transaction: AppendTransaction
        let waiters: Waiters
        let isJudged: Bool
        let read: @Sendable (PostgresResult) throws(StoreError) -> [Verdict]?
    }

    private struct State {
        var sent: [Sent] = []
        /// Where the log ends when all that is sent is accepted; nothing when what is sent next must be judged.
        var head: Position?
        /// Of the streams that were written or looked up here, at that head: while it is the log's, nobody else has written.
        var versions: [String: Int64] = [:]
        /// Taken from the queue, and on their way here.
        var announced = 0
        var reader: CheckedContinuation<Void, Never>?
    }

    private let log: LogID
    private let calls: PostgresCalls
    private let heads: KnownHeads
    private let state: Mutex<State>
    private let followable: Atomic<Bool>

    init(_ calls: PostgresCalls, to log: LogID, heads: KnownHeads) {
        self.log = log
        self.calls = calls
        self.heads = heads
        let head = heads.next(of: log)
        state = Mutex(State(head: head))
        followable = Atomic(head != nil)
    }

    /// Whether a transaction may be sent before those under way are answered.
    var takesAnother: Bool { followable.load(ordering: .relaxed) }

    /// A transaction is to come: whoever takes the answers waits for it.
    func announce() { state.withLock { $0.announced += 1 } }

    /// Sends what was announced.
    func send(_ transaction: AppendTransaction, for waiters: Waiters) {
        let reader = state.withLock { state in
            state.announced -= 1
            send(transaction, for: waiters, &state)
            defer { state.reader = nil }
            return state.reader
        }
        reader?.resume()
    }

    /// The next answer, and whom it is for; nothing when none is to come.
    func next() async -> (Waiters, Result<[Verdict], StoreError>)? {
        while let sent = await first() {
            let outcome: Result<[Verdict]?, StoreError>
            do throws(PostgresError) {
                outcome = try await calls.next { result in Result { () throws(StoreError) in try sent.read(result) } }
            } catch {
                outcome = .failure(StoreError(error))
            }
            switch settle(sent, outcome) {
            case .again: continue
            case .answer(let verdicts): return (sent.waiters, verdicts)
            }
        }
        return nil
    }

    private enum Settled {
        case again
        case answer(Result<[Verdict], StoreError>)
    }

    private func first() async -> Sent? {
        while true {
            let (sent, isToCome) = state.withLock { ($0.sent.first, $0.announced > 0) }
            if sent != nil || !isToCome { return sent }
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

    private func settle(_ sent: Sent, _ outcome: Result<[Verdict]?, StoreError>) -> Settled {
        state.withLock { state in
            state.sent.removeFirst()
            switch outcome {
            case .success(let verdicts?) where sent.isJudged:
                heads.learn(log, from: verdicts)
                if state.sent.isEmpty { know(heads.next(of: log), &state) }
                return .answer(.success(verdicts))
            case .success(let verdicts?):
                heads.advance(log, by: verdicts)
                return .answer(.success(verdicts))
            case .success(nil) where sent.isJudged:
                know(nil, &state)
                return .answer(.failure(.corrupt("append_events gave no verdict")))
            case .success(nil):
                // Those behind one that was not accepted are not either, whatever the head was.
                if state.head != nil { heads.miss(log) }
            case .failure(.database(let error)) where error.isLostRace: break
            case .failure(let error):
                know(nil, &state)
                return .answer(.failure(error))
            }
            know(nil, &state)
            send(sent.transaction, for: sent.waiters, &state)
            return .again
        }
    }

    /// So many streams' versions are kept at most.
    private static var versionsMax: Int { 10_000 }

    private func know(_ head: Position?, _ state: inout State, versions: [String: Int64] = [:]) {
        if versions.isEmpty || state.versions.count > Self.versionsMax {
            state.versions = versions
        } else {
            state.versions.merge(versions) { $1 }
        }
        state.head = head
        followable.store(head != nil, ordering: .relaxed)
    }

    private func send(_ transaction: AppendTransaction, for waiters: Waiters, _ state: inout State) {
        var isJudged = false
        let statement: AppendStatement
        if let head = state.head, let accepting = transaction.accepting(atHead: head, knowing: state.versions) {
            statement = accepting
            know(Position(head.value + Int64(transaction.eventCount)), &state, versions: accepting.versions)
        } else {
            statement = transaction.judging
            isJudged = true
            know(nil, &state)
        }
        calls.send(statement.file.statement, statement.values)
        state.sent.append(
            Sent(transaction: transaction, waiters: waiters, isJudged: isJudged, read: statement.read))
    }
}
