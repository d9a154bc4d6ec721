package import Logging
package import Postgres
import SchemaFiles

/// Brings a database's schema forward: every migration once, then functions and privileges anew, in one transaction, so
/// that a migration that is killed midway has not happened.
package struct Migrator: Sendable {
    /// Raised by every change under `Schema/`: a program serves only a database of its own revision.
    package static let schemaRevision = 1

    private let configuration: PostgresConfiguration
    private let programVersion: String
    private let logger: Logger

    package init(_ configuration: PostgresConfiguration, programVersion: String, logger: Logger) {
        self.configuration = configuration
        self.programVersion = programVersion
        self.logger = logger
    }

    /// Makes the cluster's roles and lets the owner into this database. Needs a superuser (`BYPASSRLS` does); may run
    /// twice and beside another run of itself.
    package func makeRoles() async throws(StoreError) {
        try await withConnection { (session) throws(PostgresError) in
            for file in SchemaFiles.roles { try session.run(script: file.sql) }
        }
    }

    /// Sets the password with which a login role comes over TCP.
    package func setPassword(_ password: String, of role: String) async throws(StoreError) {
        try await withConnection { (session) throws(PostgresError) in
            _ = try session.execute(
                PostgresStatement(name: "", sql: SchemaFiles.prepareRolePassword.sql), [role, password])
            try session.run(script: SchemaFiles.setRolePassword.sql)
        }
    }

    /// Applies what is missing; returns the names of the migrations that it applied. Needs the migrator.
    package func migrate() async throws(StoreError) -> [String] {
        let programVersion = programVersion
        let outcome: Result<[String], StoreError> = try await withConnection { (session) throws(PostgresError) in
            let encoding = try session.execute(PostgresStatement(name: "", sql: SchemaFiles.readEncoding.sql), [])
            let name = try encoding.single(0, as: String.self) ?? "unknown"
            guard name == "UTF8" else { return .failure(.databaseNotUTF8(encoding: name)) }
            return try session.transaction(isolation: .readCommitted, readOnly: false) { (session) throws(PostgresError) in
                try session.run(script: SchemaFiles.beginMigration.sql)
                let found = try session.revision()
                if let found, found > Self.schemaRevision {
                    return .failure(.schemaTooNew(found: found, known: Self.schemaRevision))
                }
                return .success(try Self.apply(on: session, programVersion: programVersion))
            }
        }
        return try outcome.get()
    }

    private static func apply(
        on session: PostgresSession, programVersion: String
    ) throws(PostgresError) -> [String] {
        let applied = try session.appliedMigrations()
        var names: [String] = []
        for file in SchemaFiles.migrations where !applied.contains(file.name) {
            try session.run(script: file.sql)
            _ = try session.execute(PostgresStatement(name: "", sql: SchemaFiles.recordMigration.sql), [file.name])
            names.append(file.name)
        }
        for file in SchemaFiles.functions { try session.run(script: file.sql) }
        try session.run(script: SchemaFiles.grants.sql)
        _ = try session.execute(
            PostgresStatement(name: "", sql: SchemaFiles.recordSchemaState.sql), [Int32(schemaRevision), programVersion])
        return names
    }

    private func withConnection<Answer: Sendable>(
        _ body: @Sendable @escaping (PostgresSession) throws(PostgresError) -> Answer
    ) async throws(StoreError) -> Answer {
        do throws(PostgresError) {
            let connection = try await PostgresConnection.connect(configuration, logger: logger)
            let outcome: Result<Answer, PostgresError>
            do throws(PostgresError) {
                outcome = .success(try await connection.withSession(body))
            } catch {
                outcome = .failure(error)
            }
            await connection.close()
            return try outcome.get()
        } catch {
            throw .database(error)
        }
    }
}

extension StoreConnections {
    /// Refuses a schema that is missing, too old or too new, with its remedy.
    package func checkSchema() async throws(StoreError) {
        let found = try await withSession(as: .reader) { (session) throws(StoreError) in
            let result = try session.run(SchemaFiles.readSchemaState)
            return try result.single(0, as: Int32.self).map(Int.init)
        }
        guard let found else { throw .schemaMissing }
        if found < Migrator.schemaRevision { throw .schemaTooOld(found: found, needed: Migrator.schemaRevision) }
        if found > Migrator.schemaRevision { throw .schemaTooNew(found: found, known: Migrator.schemaRevision) }
    }
}

extension PostgresSession {
    /// Names of the migrations that this database has; none when it has no schema yet.
    fileprivate func appliedMigrations() throws(PostgresError) -> Set<String> {
        guard try hasSchema() else { return [] }
        var names: Set<String> = []
        for row in try execute(PostgresStatement(name: "", sql: SchemaFiles.readMigrations.sql), []).rows {
            names.insert(try row.decode(0, as: String.self))
        }
        return names
    }

    fileprivate func revision() throws(PostgresError) -> Int? {
        guard try hasSchema() else { return nil }
        return try execute(PostgresStatement(name: "", sql: SchemaFiles.readSchemaState.sql), [])
            .single(0, as: Int32.self).map(Int.init)
    }

    private func hasSchema() throws(PostgresError) -> Bool {
        try execute(PostgresStatement(name: "", sql: SchemaFiles.readHasSchema.sql), []).single(0, as: Bool.self) ?? false
    }
}
