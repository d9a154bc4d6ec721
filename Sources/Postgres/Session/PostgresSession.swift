import CLibPQ

/// A connection as one works with it: synchronously, on the connection's own thread, inside ``PostgresConnection``'s
/// `withSession`. It is not `Sendable` and can't be used behind that closure.
///
/// ```swift
/// let total = try await connection.withSession { session in
///     try session.transaction {
///         try session.execute(addEvent, [organisation, payload])
///         return try session.execute(countEvents, [organisation]).rows[0].decode(0, as: Int64.self)
///     }
/// }
/// ```
///
/// Cancelling the task, or a deadline, makes the server cancel the statement in flight; then, and before each further
/// statement, the session throws ``PostgresError/cancelled`` or ``PostgresError/deadlineExceeded``. A statement outside a
/// transaction commits by itself: use ``shielded(_:)`` where it must not be cut off while it does.
package final class PostgresSession {
    let wire: Wire
    var isInsideTransaction = false

    init(_ wire: Wire) {
        self.wire = wire
    }

    /// Runs a statement with its parameters; prepares it first if this connection has not met it.
    @discardableResult
    package func execute(
        _ statement: PostgresStatement, _ bindings: PostgresBindings = PostgresBindings()
    ) throws(PostgresError) -> PostgresResult {
        try wire.execute(statement, bindings)
    }

    /// The same, with parameters from a list that is at hand.
    @discardableResult
    package func execute(
        _ statement: PostgresStatement, _ values: [any PostgresEncodable]
    ) throws(PostgresError) -> PostgresResult {
        try wire.execute(statement, PostgresBindings(values))
    }

    /// Runs a file of statements, for migrations. Without a `BEGIN` inside, all of them are one transaction, unless this
    /// is called within one.
    package func run(script: String) throws(PostgresError) {
        wire.hasFootprint = true
        try wire.run(script)
    }

    /// Whether a transaction is open, failed or not, whoever began it.
    package var isInTransaction: Bool {
        guard let connection = wire.connection else { return false }
        return PQtransactionStatus(connection) != PQTRANS_IDLE
    }

    /// The process that serves this connection, as `pg_stat_activity.pid` shows it; 0 when the connection is lost.
    package var backendProcessID: Int32 {
        wire.connection.map { PQbackendPID($0) } ?? 0
    }

    /// As `server_version_num` has it: 150018 is 15.18.
    package var serverVersion: Int {
        wire.connection.map { Int(PQserverVersion($0)) } ?? 0
    }

    package var isEncrypted: Bool {
        wire.connection.map { PQsslInUse($0) == 1 } ?? false
    }

    /// A setting that the server reports by itself, such as `server_encoding`, `TimeZone` or `in_hot_standby`; see
    /// <https://www.postgresql.org/docs/15/libpq-status.html#LIBPQ-PQPARAMETERSTATUS>.
    package func reportedSetting(_ name: String) -> String? {
        wire.connection.flatMap { PQparameterStatus($0, name) }.map { String(cString: $0) }
    }
}
