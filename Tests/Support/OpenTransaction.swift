import Postgres

/// A superuser's transaction that stays open until a test ends it, on a connection of its own.
package struct OpenTransaction: Sendable {
    fileprivate let connection: PostgresConnection

    /// Whether nobody has ended it meanwhile.
    package var isOpen: Bool {
        get async throws { try await connection.withSession { session in session.isInTransaction } }
    }

    package func run(_ script: String) async throws {
        try await connection.withSession { session in try session.run(script: script) }
    }

    package func commit() async throws {
        try await run("COMMIT")
        await connection.close()
    }

    package func rollBack() async throws {
        try await run("ROLLBACK")
        await connection.close()
    }

    /// Hangs up without a word.
    package func abandon() async { await connection.close() }
}

extension TestDatabase {
    /// A transaction that has run `script`, in this database or in another of the cluster.
    package func transaction(_ script: String, in other: String? = nil) async throws -> OpenTransaction {
        let connection = try await PostgresConnection.connect(
            PostgresConfiguration(connectionString: server.connectionString(database: other ?? name)), logger: .silent)
        let transaction = OpenTransaction(connection: connection)
        do {
            try await transaction.run("BEGIN; \(script)")
        } catch {
            await connection.close()
            throw error
        }
        return transaction
    }

    /// Calls `body` while a transaction is open that has run `script`; `body` ends it by calling what it is given, else it
    /// is rolled back.
    package func holding<Value>(
        _ script: String, _ body: (_ release: @Sendable () async throws -> Void) async throws -> Value
    ) async throws -> Value {
        let transaction = try await transaction(script)
        let result: Result<Value, any Error>
        do {
            result = .success(try await body { try await transaction.run("COMMIT") })
        } catch {
            result = .failure(error)
        }
        await transaction.connection.close()
        return try result.get()
    }

    /// Holds the head rows of all logs, so that appends queue behind them, until `body` calls what it is given.
    package func holdingHead(_ body: (_ release: @Sendable () async throws -> Void) async throws -> Void) async throws {
        try await holding("SELECT head FROM casefeedback.logs FOR UPDATE", body)
    }

    /// Waits until so many backends of this database are in a state that `pg_stat_activity` shows.
    package func waitForBackends(_ count: Int, where condition: String) async throws {
        let name = name
        for _ in 0..<1_000 {
            let found = try await asSuperuser { session in
                try session.query("SELECT 1 FROM pg_stat_activity WHERE datname = $1 AND \(condition)", name).count
            }
            if found >= count { return }
            try await Task.sleep(for: .milliseconds(10))
        }
        throw TestServer.Unusable("\(count) backends where \(condition) did not come within ten seconds")
    }
}
