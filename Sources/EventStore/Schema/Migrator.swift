package import Logging
package import Postgres
import SchemaFiles

/// Brings a database's schema forward: every migration once, then functions and privileges anew, in one transaction, so
/// that a migration that is killed midway has not happened.
package struct Migrator: Sendable {
    /// Raised by every change under `Schema/`: a program serves only a database of its own revision.
    package static let schemaRevision = 5

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
        try await withConnection { (session) throws(StoreError) in
            for file in SchemaFiles.roles { try session.run(script: file) }
        }
    }

    /// Sets the password with which a login role comes over TCP.
    package func setPassword(_ password: String, of role: String) async throws(StoreError) {
        try await withConnection { (session) throws(StoreError) in
            try session.run(SchemaFiles.prepareRolePassword, role, password)
            try session.run(script: SchemaFiles.setRolePassword)
        }
    }

    /// Applies what is missing; returns the names of the migrations that it applied. Needs the migrator.
    package func migrate() async throws(StoreError) -> [String] {
        let programVersion = programVersion
        return try await withConnection { (session) throws(StoreError) in
            let encoding = try session.run(SchemaFiles.readEncoding).single(0, as: String.self) ?? "unknown"
            guard encoding == "UTF8" else { throw .databaseNotUTF8(encoding: encoding) }
            return try session.transaction { () throws(StoreError) in
                try session.run(script: SchemaFiles.beginMigration)
                if let found = try session.schemaRevision(), found > Self.schemaRevision {
                    throw .schemaTooNew(found: found, known: Self.schemaRevision)
                }
                return try Self.apply(on: session, programVersion: programVersion)
            }
        }
    }

    private static func apply(on session: PostgresSession, programVersion: String) throws(StoreError) -> [String] {
        let applied = try session.appliedMigrations()
        var names: [String] = []
        for file in SchemaFiles.migrations where !applied.contains(file.name) {
            try session.run(script: file)
            try session.run(SchemaFiles.recordMigration, file.name)
            names.append(file.name)
        }
        for file in SchemaFiles.functions { try session.run(script: file) }
        try session.run(script: SchemaFiles.grants)
        try session.run(SchemaFiles.recordSchemaState, Int32(schemaRevision), programVersion)
        return names
    }

    private func withConnection<Answer: Sendable>(
        _ body: @Sendable @escaping (PostgresSession) throws(StoreError) -> Answer
    ) async throws(StoreError) -> Answer {
        let connection: PostgresConnection
        do throws(PostgresError) {
            connection = try await PostgresConnection.connect(configuration, logger: logger)
        } catch {
            throw StoreError(error)
        }
        let outcome: Result<Answer, StoreError>
        do throws(StoreError) {
            outcome = .success(try await connection.withSession(body))
        } catch {
            outcome = .failure(error)
        }
        await connection.close()
        return try outcome.get()
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
    func run(script file: SchemaFile) throws(StoreError) {
        do throws(PostgresError) { try run(script: file.sql) } catch { throw StoreError(error) }
    }

    /// Names of the migrations that this database has; none when it has no schema yet.
    fileprivate func appliedMigrations() throws(StoreError) -> Set<String> {
        guard try hasSchema() else { return [] }
        var names: Set<String> = []
        for row in try run(SchemaFiles.readMigrations).rows {
            do throws(PostgresError) { names.insert(try row.decode(0, as: String.self)) } catch {
                throw StoreError(error)
            }
        }
        return names
    }

    fileprivate func schemaRevision() throws(StoreError) -> Int? {
        guard try hasSchema() else { return nil }
        return try run(SchemaFiles.readSchemaState).single(0, as: Int32.self).map(Int.init)
    }

    private func hasSchema() throws(StoreError) -> Bool {
        try run(SchemaFiles.readHasSchema).single(0, as: Bool.self) ?? false
    }
}
