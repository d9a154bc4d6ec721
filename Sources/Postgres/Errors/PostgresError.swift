/// What can go wrong between this process and PostgreSQL.
///
/// A verdict of the server is ``server(_:)`` and names its SQLSTATE; everything else happened on the way. After an error
/// for which ``isConnectionLoss`` holds, it is *unknown* whether the statement in flight took effect.
package enum PostgresError: Error, Equatable, Sendable {
    /// No connection came about. The message is libpq's, with the server's SQLSTATE where it sent one; it holds no
    /// password.
    case connectionFailed(_ message: String)
    /// An established connection is gone. At COMMIT this means that the outcome is unknown.
    case connectionLost(_ message: String)
    /// The server refused or aborted a statement.
    case server(ServerError)
    /// A value is not what the caller asked for: another type, NULL, or bytes that are no such value.
    case decoding(column: String, expected: String, found: String)
    /// Server or caller broke the order of calls that the protocol demands.
    case protocolViolation(_ message: String)
    /// The deadline passed. The server was told to cancel, and did, or the connection was given up.
    case deadlineExceeded
    /// The task was cancelled. The server was told to cancel, and did, or the connection was given up.
    case cancelled
    /// The pool was closed before a connection could be handed out.
    case poolClosed
    /// All connections are out, and the queue is full or the wait took too long; `waiting` is the length of the queue.
    case poolExhausted(waiting: Int)
}

extension PostgresError {
    /// The server's SQLSTATE, also for a connection that it refused.
    package var sqlState: SQLState? {
        switch self {
        case .server(let error): error.sqlState
        case .connectionFailed(let message): ConnectionRefusal.sqlState(in: message)
        default: nil
        }
    }

    /// The connection is gone or of no more use, and the statement in flight may or may not have taken effect.
    package var isConnectionLoss: Bool {
        switch self {
        case .connectionLost: true
        case .server(let error): error.endsConnection
        default: false
        }
    }

    /// The same call may succeed later without anybody's doing: the server restarts, a lock is freed, a race is over.
    ///
    /// It says nothing about whether repeating is *safe*; after a connection loss only an idempotent call may be repeated.
    package var isTransient: Bool {
        if isConnectionLoss { return true }
        switch self {
        case .poolExhausted, .deadlineExceeded: return true
        case .connectionFailed: return sqlState.map(\.isTransient) ?? true
        case .server(let error): return error.sqlState.isTransient
        default: return false
        }
    }
}

extension PostgresError: CustomStringConvertible {
    package var description: String {
        switch self {
        case .connectionFailed(let message):
            "No connection to PostgreSQL: \(message)"
        case .connectionLost(let message):
            "The connection to PostgreSQL was lost, what was under way may or may not have taken effect: \(message)"
        case .server(let error):
            error.description
        case .decoding(let column, let expected, let found):
            "Column \(column) cannot be read as \(expected): found \(found)."
        case .protocolViolation(let message):
            "The order of calls to PostgreSQL was broken: \(message)"
        case .deadlineExceeded:
            "PostgreSQL did not answer before the deadline; the statement was cancelled."
        case .cancelled:
            "The statement was cancelled, because the task that asked for it was."
        case .poolClosed:
            "The connection pool is closed."
        case .poolExhausted(let waiting):
            "No connection became free in time; \(waiting) callers wait. Enlarge the pool or load it less."
        }
    }
}

/// An error type that can carry a ``PostgresError``, so that a closure with typed errors of its own can run inside a
/// session, a transaction or a lease. An enum with `case postgres(PostgresError)` conforms as it stands.
///
/// Swift infers no error type for a closure: typed is what says so (`{ session throws(PostgresError) in … }`), any other
/// closure that throws has `any Error`. Each call takes both.
package protocol PostgresFailure: Error {
    static func postgres(_ error: PostgresError) -> Self
}

extension PostgresError: PostgresFailure {
    package static func postgres(_ error: PostgresError) -> PostgresError { error }
}
