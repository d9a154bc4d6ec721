import CLibPQ
import Synchronization

#if canImport(Glibc)
import Glibc
#else
import Darwin
#endif

/// Statements that commit by themselves, sent one after the other on one connection of a pool: the next can go while the
/// server works on those before it, so that it never waits for its client. Their answers come in the same order.
///
/// Any thread may send; one at a time reads. Each statement is a transaction of its own: an error ends no other. Nothing is cut
/// off when a task is cancelled. The connection goes back to the pool with the last reference, thrown away where an answer is
/// still to come.
///
/// Source: <https://www.postgresql.org/docs/15/libpq-pipeline-mode.html>.
package final class PostgresCalls: Sendable {
    private let lease: PoolLease
    private let watcher: SocketWatcher
    private let state: Mutex<CallsInFlight>
    /// A copy of the connection's, for waiting: libpq may close its own while somebody waits, and the system give its number to
    /// another.
    private let socket: Int32

    /// Nothing where calls need their connection's thread.
    init?(_ lease: consuming PoolLease) throws(PostgresError) {
        guard let watcher = SocketWatcher.shared, let session = lease.connection.session else { return nil }
        // Where nothing comes of it, the connection goes back as it is, not as it was.
        lease.connection.condition.set(session.condition)
        guard let connection = session.wire.connection else { return nil }
        let socket = dup(PQsocket(connection))
        guard socket >= 0 else { return nil }
        self.watcher = watcher
        self.socket = socket
        do throws(PostgresError) {
            // Whoever has the lease has the connection to himself.
            nonisolated(unsafe) let calls = try CallsInFlight(session.wire)
            state = Mutex(calls)
        } catch {
            // What is not made is not ended.
            close(socket)
            throw error
        }
        lease.connection.condition.set(.busy)
        self.lease = lease
    }

    deinit {
        watcher.forget(socket)
        close(socket)
        state.withLock { $0.end() }
        if let session = lease.connection.session { lease.connection.condition.set(session.condition) }
    }

    /// Sends a statement. Where it can't be sent, the connection is given up, which is the answer to all that is in flight.
    package func send(_ statement: PostgresStatement, _ bindings: PostgresBindings) {
        let isDisturbing = state.withLock { state in
            let before = state.disturbances
            state.send(statement, bindings)
            return state.disturbances > before
        }
        if isDisturbing { watcher.wake(socket) }
    }

    /// The answer to the statement that was sent first of those whose answers were not yet read.
    package func next<Value: Sendable>(
        _ read: @Sendable (PostgresResult) -> Value
    ) async throws(PostgresError) -> Value {
        while true {
            let (step, disturbances): (Step<Value>, Int) = state.withLock { state in
                switch state.advance() {
                case .answered(let outcome): (.answered(outcome.map(read)), state.disturbances)
                case .waits(let side): (.waits(side), state.disturbances)
                }
            }
            switch step {
            case .answered(let outcome): return try outcome.get()
            case .waits(let side):
                await watcher.wait(socket, side) { state.withLock { $0.disturbances > disturbances } }
            }
        }
    }

    private enum Step<Value: Sendable>: Sendable {
        case answered(Result<Value, PostgresError>)
        case waits(SocketPoll.Side)
    }
}
