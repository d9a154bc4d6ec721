import CLibPQ

/// See <https://www.postgresql.org/docs/15/transaction-iso.html>.
package enum PostgresIsolation: String, Sendable {
    case readCommitted = "READ COMMITTED"
    case repeatableRead = "REPEATABLE READ"
    case serializable = "SERIALIZABLE"
}

extension PostgresSession {
    /// Runs `body` as one transaction: COMMIT when it returns, ROLLBACK when it throws.
    ///
    /// It throws what `body` threw; or the last error of a statement, if `body` swallowed it (the server would turn COMMIT
    /// into ROLLBACK in silence); or what COMMIT met, such as a deferred constraint. If the connection is lost during
    /// COMMIT, the error is ``PostgresError/connectionLost(_:)`` and the outcome is **unknown**: ask again by an
    /// identifier of your own. COMMIT itself is never cut off by a deadline or a cancelled task. Transactions don't nest.
    @discardableResult
    package func transaction<Value, Failure: PostgresFailure>(
        isolation: PostgresIsolation = .readCommitted, readOnly: Bool = false,
        _ body: () throws(Failure) -> Value
    ) throws(Failure) -> Value {
        try transaction(isolation, readOnly, failing: Failure.postgres, body)
    }

    /// The same, for a closure with any errors.
    @discardableResult
    package func transaction<Value>(
        isolation: PostgresIsolation = .readCommitted, readOnly: Bool = false,
        _ body: () throws -> Value
    ) throws -> Value {
        try transaction(isolation, readOnly, failing: { $0 as any Error }, body)
    }

    private func transaction<Value, Failure: Error>(
        _ isolation: PostgresIsolation, _ readOnly: Bool, failing: (PostgresError) -> Failure,
        _ body: () throws(Failure) -> Value
    ) throws(Failure) -> Value {
        do throws(PostgresError) { try begin(isolation, readOnly: readOnly) } catch { throw failing(error) }
        isInsideTransaction = true
        defer { isInsideTransaction = false }
        let value: Value
        do throws(Failure) {
            value = try body()
        } catch {
            rollback()
            throw error
        }
        do throws(PostgresError) { try commit() } catch { throw failing(error) }
        return value
    }

    private func begin(_ isolation: PostgresIsolation, readOnly: Bool) throws(PostgresError) {
        guard !isInsideTransaction, !isInTransaction else {
            throw .protocolViolation("a transaction is open already")
        }
        try wire.run("BEGIN ISOLATION LEVEL \(isolation.rawValue) \(readOnly ? "READ ONLY" : "READ WRITE")")
    }

    private func commit() throws(PostgresError) {
        let connection = try wire.open()
        switch PQtransactionStatus(connection) {
        case PQTRANS_INTRANS:
            break
        case PQTRANS_INERROR:
            let error = wire.lastServerError
            rollback()
            throw error.map(PostgresError.server) ?? .protocolViolation("the transaction had failed before COMMIT")
        default:
            throw .protocolViolation("the transaction was ended by a statement inside it")
        }
        do throws(PostgresError) { try wire.checkInterruption() } catch {
            rollback()
            throw error
        }
        try finishCommit()
    }

    private func finishCommit() throws(PostgresError) {
        do throws(PostgresError) {
            let result = try wire.attending(.shielded) { () throws(PostgresError) in try wire.run("COMMIT") }
            guard result.commandTag == "COMMIT" else {
                throw .protocolViolation("COMMIT was answered by \(result.commandTag)")
            }
        } catch {
            // A FATAL error may come after the commit record was written, as when a wait for a standby is ended.
            guard case .server(let last) = error, last.endsConnection else { throw error }
            wire.abandon(because: last.message)
            throw .connectionLost(last.description)
        }
    }

    /// Never throws: if the server can't be told, the connection is given up, and the server rolls back by itself.
    func rollback() {
        guard let connection = wire.connection, PQtransactionStatus(connection) != PQTRANS_IDLE else { return }
        let limit = ContinuousClock.now + Wire.grace
        do throws(PostgresError) {
            _ = try wire.attending(.bounded(limit)) { () throws(PostgresError) in try wire.run("ROLLBACK") }
        } catch {
            wire.abandon(because: "ROLLBACK failed: \(error)")
        }
    }
}
