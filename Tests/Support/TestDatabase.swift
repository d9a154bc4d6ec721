package import CaseFeedbackService
package import EventStore
package import Postgres

/// A migrated database of a test's own in the cluster of `Scripts/test`.
///
/// ```swift
/// try await withTestDatabase { database in
///     let head = try await database.installation.log.heads()
/// }
/// ```
package struct TestDatabase: Sendable {
    package let name: String
    package let server: TestServer
    /// Wired as the program wires itself, connected as `casefeedback_service`.
    package let installation: Installation

    /// As libpq takes it: the login role of the service.
    package var serviceConnection: String { server.connectionString(user: "casefeedback_service", database: name) }
    /// As libpq takes it: may do anything.
    package var superuserConnection: String { server.connectionString(database: name) }

    package var connections: StoreConnections { installation.connections }
    package var log: EventLog { installation.log }
    package var runner: ProjectionRunner { installation.runner }

    package init(name: String, server: TestServer) {
        self.name = name
        self.server = server
        installation = Installation(
            PostgresConfiguration(
                connectionString: server.connectionString(user: "casefeedback_service", database: name)),
            programVersion: "test", logger: .silent)
    }

    /// The same database as another process sees it: with connections and a queue of its own. To be closed.
    package func asAnotherProcess() -> TestDatabase { TestDatabase(name: name, server: server) }

    /// Closes every connection.
    package func close() async { await installation.close() }

    /// Runs `body` as superuser, whom no policy binds.
    package func asSuperuser<Value: Sendable>(
        _ body: @Sendable (PostgresSession) throws -> Value
    ) async throws -> Value {
        try await server.withSession(database: name, body)
    }

    /// Runs a script as superuser.
    package func run(_ script: String) async throws { try await server.run(script, database: name) }

    /// Ends the backends in this database that a condition on `pg_stat_activity` finds; gives their number, when they are gone: a
    /// pool that looks at its connection sees it then.
    package func endBackends(where condition: String) async throws -> Int {
        let name = name
        return try await asSuperuser { session in
            // Found first: the server may call a function in a condition before it looks at the rest of it.
            let found = try session.texts(
                "SELECT pid::text FROM pg_stat_activity WHERE datname = $1 AND \(condition)", name)
            return try found.count { pid in
                try session.query("SELECT pg_terminate_backend($1::text::integer, 5000)", pid).rows[0].decode(
                    0, as: Bool.self)
            }
        }
    }

    /// Runs `body` in one of the service's roles, without a tenant unless the body sets one.
    package func asRole<Value: Sendable>(
        _ role: StoreRole, _ body: @Sendable (PostgresSession) throws -> Value
    ) async throws -> Value {
        try await PostgresConnection.withOne(
            StoreConnections.configuration(PostgresConfiguration(connectionString: serviceConnection), as: role), body)
    }
}

/// Gives `body` a fresh, migrated database and drops it afterwards. Safe in parallel; a few exist at a time, so it must
/// not be called within itself.
///
/// `migrated: false` gives an empty one, in UTF-8 unless another encoding is named; the cluster has its roles either way.
package func withTestDatabase<Value>(
    migrated: Bool = true, encoding: String = "UTF8", _ body: (TestDatabase) async throws -> Value
) async throws -> Value {
    let server = try TestServer.shared()
    let template = TemplateDatabase(on: server)
    await places.take()
    let name = "test_\(UInt64.random(in: 0...UInt64.max))"
    let result: Result<Value, any Error>
    do {
        // Roles belong to the cluster: whether a test finds them must not hang on which test came first.
        try await template.make()
        if migrated {
            try await server.run("CREATE DATABASE \(name) TEMPLATE \(template.name)")
            // A copy has no privileges on itself.
            try await Migrator(
                PostgresConfiguration(connectionString: server.connectionString(database: name)),
                programVersion: "test", logger: .silent
            ).makeRoles()
        } else {
            try await server.run(
                "CREATE DATABASE \(name) TEMPLATE template0 ENCODING '\(encoding)' LOCALE 'C'")
        }
        let database = TestDatabase(name: name, server: server)
        do { result = .success(try await body(database)) } catch { result = .failure(error) }
        await database.close()
        try await server.run("DROP DATABASE \(name) WITH (FORCE)")
    } catch {
        await places.giveBack()
        throw error
    }
    await places.giveBack()
    return try result.get()
}

/// So many databases at a time: each has its own connections, and a server has a bound.
private let places = Places(4)

private actor Places {
    private var free: Int
    private var waiting: [CheckedContinuation<Void, Never>] = []

    init(_ count: Int) { free = count }

    func take() async {
        if free > 0 {
            free -= 1
        } else {
            await withCheckedContinuation { waiting.append($0) }
        }
    }

    func giveBack() {
        if waiting.isEmpty { free += 1 } else { waiting.removeFirst().resume() }
    }
}
