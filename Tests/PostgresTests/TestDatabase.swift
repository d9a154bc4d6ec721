import Foundation
import Logging
import Postgres

/// The server that the tests use, named by `CASEFEEDBACK_TEST_DATABASE`, a superuser's connection string.
enum TestDatabase {
    struct Missing: Error, CustomStringConvertible {
        let description = """
            CASEFEEDBACK_TEST_DATABASE is not set. It holds a superuser's connection string of a PostgreSQL to test \
            with, such as "host=/tmp/socket user=postgres dbname=postgres"; Scripts/test makes one.
            """
    }

    static let logger = Logger(label: "test", factory: { _ in SwiftLogNoOpLogHandler() })

    static func configuration(_ options: [String: String] = [:]) throws -> PostgresConfiguration {
        guard let text = ProcessInfo.processInfo.environment["CASEFEEDBACK_TEST_DATABASE"] else { throw Missing() }
        return PostgresConfiguration(connectionString: text, options: options)
    }

    /// Many tests run at once: if the server has no place left, this waits for one, half a minute at most.
    static func connect(_ options: [String: String] = [:]) async throws -> PostgresConnection {
        let configuration = try configuration(options)
        for _ in 0..<300 {
            do throws(PostgresError) {
                return try await PostgresConnection.connect(configuration, logger: logger)
            } catch {
                guard error.sqlState == .tooManyConnections else { throw error }
            }
            try await Task.sleep(for: .milliseconds(100))
        }
        return try await PostgresConnection.connect(configuration, logger: logger)
    }

    /// Runs `body` in a session of a connection of its own.
    @discardableResult
    static func session<Value: Sendable>(
        _ body: sending (PostgresSession) throws -> Value
    ) async throws -> Value {
        let connection = try await connect()
        let result: Result<Value, any Error>
        do { result = .success(try await connection.withSession(body)) } catch { result = .failure(error) }
        await connection.close()
        return try result.get()
    }
}

extension TestDatabase {
    /// Waits until a condition on `pg_stat_activity` holds for a backend; ten seconds at most.
    static func waitUntil(_ condition: String, ofBackend process: Int32) async throws {
        let statement = PostgresStatement(
            "select count(*) from pg_stat_activity where pid = $1 and \(condition)")
        for _ in 0..<1000 {
            let count = try await session { try $0.execute(statement, [process]).rows[0].decode(0, as: Int64.self) }
            if count > 0 { return }
            try await Task.sleep(for: .milliseconds(10))
        }
        throw NotReached(condition: condition)
    }

    struct NotReached: Error {
        var condition: String
    }
}

extension PostgresStatement {
    /// A statement that is named by its text, as tests need no better name.
    init(_ sql: String) {
        var hash: UInt64 = 14_695_981_039_346_656_037
        for byte in sql.utf8 { hash = (hash ^ UInt64(byte)) &* 1_099_511_628_211 }
        self.init(name: "test_\(hash)", sql: sql)
    }
}
