import CLibPQ
import Synchronization

/// What a pool may know of a connection without asking its thread.
final class ConnectionCondition: Sendable {
    enum State: Sendable, Equatable {
        /// A session is at work, or none was yet.
        case busy
        /// As good as new; the descriptor is for a look only.
        case clean(socket: Int32)
        /// A transaction is open, or something was left in the session.
        case used
        case lost
    }

    private let state = Mutex(State.busy)

    func set(_ new: State) {
        state.withLock { $0 = new }
    }

    var current: State { state.withLock(\.self) }

    /// Clean, and the server has said nothing since: a restarted server has closed its end.
    var looksAlive: Bool {
        state.withLock { state in
            guard case .clean(let socket) = state else { return false }
            return SocketPoll.isSilent(socket)
        }
    }
}

extension PostgresSession {
    var condition: ConnectionCondition.State {
        guard let connection = wire.connection, PQstatus(connection) == CONNECTION_OK else { return .lost }
        guard PQtransactionStatus(connection) == PQTRANS_IDLE, !wire.hasFootprint else { return .used }
        return .clean(socket: PQsocket(connection))
    }

    /// What `DISCARD ALL` does, but for the prepared statements, which are worth keeping.
    private static let restoring = """
        CLOSE ALL; RESET SESSION AUTHORIZATION; RESET ROLE; RESET ALL; UNLISTEN *; DISCARD TEMP; DISCARD SEQUENCES;
        SELECT pg_advisory_unlock_all()
        """

    func restore() -> Bool {
        rollback()
        if wire.hasFootprint {
            guard bounded(Self.restoring) else { return false }
            wire.hasFootprint = false
        }
        guard case .clean = condition else { return false }
        return true
    }

    func ping() -> Bool {
        bounded("")
    }

    private func bounded(_ text: String) -> Bool {
        let limit = ContinuousClock.now + Wire.grace
        do throws(PostgresError) {
            _ = try wire.attending(.bounded(limit)) { () throws(PostgresError) in try wire.run(text) }
            return true
        } catch {
            return false
        }
    }
}
