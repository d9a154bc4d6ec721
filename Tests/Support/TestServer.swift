import Foundation
package import Postgres

/// The cluster that the tests use, named by `CASEFEEDBACK_TEST_DATABASE`: a superuser's connection string of keywords and
/// values, as `Scripts/test` sets it.
package struct TestServer: Sendable {
    /// Why the tests have nothing to test with, or what their cluster said.
    package struct Unusable: Error, CustomStringConvertible {
        package let description: String

        package init(_ description: String) { self.description = description }
    }

    /// Connects as superuser, to the maintenance database.
    package let connectionString: String

    package init(connectionString: String) { self.connectionString = connectionString }

    /// The one that `Scripts/test` started.
    package static func shared() throws -> TestServer {
        guard let text = ProcessInfo.processInfo.environment["CASEFEEDBACK_TEST_DATABASE"], !text.isEmpty else {
            throw Unusable(
                """
                CASEFEEDBACK_TEST_DATABASE is not set. It holds a superuser's connection string of a PostgreSQL to test \
                with, such as "host=/tmp/socket user=postgres dbname=postgres"; Scripts/test makes one.
                """)
        }
        guard !text.contains("://") else {
            throw Unusable("CASEFEEDBACK_TEST_DATABASE must hold keywords and values, not a URI.")
        }
        return TestServer(connectionString: text)
    }

    /// The same server as another user or in another database: the later of two equal keywords wins in libpq.
    package func connectionString(user: String? = nil, database: String? = nil) -> String {
        connectionString + (user.map { " user=\($0)" } ?? "") + (database.map { " dbname=\($0)" } ?? "")
    }

    /// Runs `body` as superuser, on a connection of its own.
    package func withSession<Value: Sendable>(
        database: String? = nil, _ body: @Sendable (PostgresSession) throws -> Value
    ) async throws -> Value {
        try await PostgresConnection.withOne(
            PostgresConfiguration(connectionString: connectionString(database: database)), body)
    }

    /// Runs one statement as superuser, outside a transaction.
    package func run(_ sql: String, database: String? = nil) async throws {
        try await withSession(database: database) { session in try session.run(script: sql) }
    }
}

extension PostgresConnection {
    /// Connects, runs `body`, closes.
    package static func withOne<Value: Sendable>(
        _ configuration: PostgresConfiguration, _ body: @Sendable (PostgresSession) throws -> Value
    ) async throws -> Value {
        let connection = try await PostgresConnection.connect(configuration, logger: .silent)
        let result: Result<Value, any Error>
        do { result = .success(try await connection.withSession(body)) } catch { result = .failure(error) }
        await connection.close()
        return try result.get()
    }
}

extension PostgresSession {
    /// Runs a statement that stands in a test; its name is made from its text.
    @discardableResult
    package func query(_ sql: String, _ values: any PostgresEncodable...) throws(PostgresError) -> PostgresResult {
        var hash: UInt64 = 14_695_981_039_346_656_037
        for byte in sql.utf8 { hash = (hash ^ UInt64(byte)) &* 1_099_511_628_211 }
        return try execute(PostgresStatement(name: "test_\(hash)", sql: sql), values)
    }

    /// The first column of every row, as text.
    package func texts(_ sql: String, _ values: any PostgresEncodable...) throws(PostgresError) -> [String] {
        var hash: UInt64 = 14_695_981_039_346_656_037
        for byte in sql.utf8 { hash = (hash ^ UInt64(byte)) &* 1_099_511_628_211 }
        let result = try execute(PostgresStatement(name: "test_\(hash)", sql: sql), values)
        var texts: [String] = []
        for row in result.rows { texts.append(try row.decode(0, as: String.self)) }
        return texts
    }
}
