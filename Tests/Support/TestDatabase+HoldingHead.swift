import Postgres

extension TestDatabase {
    /// Holds the head rows of all logs, so that appends queue behind them, until `body` calls what it is given.
    package func holdingHead(_ body: (_ release: @Sendable () async throws -> Void) async throws -> Void) async throws {
        let holder = try await PostgresConnection.connect(
            PostgresConfiguration(connectionString: superuserConnection), logger: .silent)
        try await holder.withSession { session in
            try session.run(script: "BEGIN; SELECT head FROM casefeedback.logs FOR UPDATE")
        }
        let result: Result<Void, any Error>
        do {
            try await body { try await holder.withSession { session in try session.run(script: "COMMIT") } }
            result = .success(())
        } catch {
            result = .failure(error)
        }
        await holder.close()
        try result.get()
    }
}
