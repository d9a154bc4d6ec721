import EventStore
import Postgres
import SchemaFiles

/// A migrated database that nobody works in: every test's own is a copy of it, which takes a tenth of the time that
/// migrating takes. It is named for the schema, so that several runs on one cluster share it.
struct TemplateDatabase {
    let name: String
    private let server: TestServer

    init(on server: TestServer) {
        self.server = server
        var hash: UInt64 = 14_695_981_039_346_656_037
        let files = SchemaFiles.roles + SchemaFiles.migrations + SchemaFiles.functions + [SchemaFiles.grants]
        for byte in files.map(\.sql).joined().utf8 { hash = (hash ^ UInt64(byte)) &* 1_099_511_628_211 }
        name = "template_\(hash)"
    }

    /// Makes it, unless it is there: the first run makes it while others wait.
    func make() async throws {
        let (name, server) = (name, server)
        let connection = try await PostgresConnection.connect(
            PostgresConfiguration(connectionString: server.connectionString), logger: .silent)
        do {
            // Held until the connection closes; the copy is renamed when it is whole.
            try await connection.withSession { session in
                _ = try session.query("SELECT pg_advisory_lock(hashtext('template database'))")
            }
            let isThere = try await connection.withSession { session in
                try !session.query("SELECT 1 FROM pg_database WHERE datname = $1", name).isEmpty
            }
            if !isThere {
                let unfinished = "\(name)_unfinished"
                try await server.run("DROP DATABASE IF EXISTS \(unfinished) WITH (FORCE)")
                try await server.run("CREATE DATABASE \(unfinished) TEMPLATE template0 ENCODING 'UTF8'")
                let migrator = Migrator(
                    PostgresConfiguration(connectionString: server.connectionString(database: unfinished)),
                    programVersion: "test", logger: .silent)
                try await migrator.makeRoles()
                _ = try await migrator.migrate()
                // Nobody connects, so that nothing stands in a copy's way.
                try await server.run("ALTER DATABASE \(unfinished) ALLOW_CONNECTIONS false")
                try await server.run("ALTER DATABASE \(unfinished) RENAME TO \(name)")
            }
        } catch {
            await connection.close()
            throw error
        }
        await connection.close()
    }
}
