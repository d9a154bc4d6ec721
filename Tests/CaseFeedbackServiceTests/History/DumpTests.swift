import CaseFeedback
import CaseFeedbackService
import EventSourcing
import EventStore
import Foundation
import Postgres
import TestSupport
import Testing

/// `pg_dump` in the role of backups, `pg_restore` into a cluster that has never seen the log.
@Suite struct `A dump restored into a new cluster` {
    @Test func `goes on without a gap, and remembers every command`() async throws {
        let history = try CaseHistory()
        let dump = FileManager.default.temporaryDirectory.appending(component: "dump-\(UUID())").path
        defer { try? FileManager.default.removeItem(atPath: dump) }
        let rows = try await PrivateCluster.with("dumped") { cluster in
            let database = try await cluster.database()
            try await database.importCase(history, through: 300)
            try await database.installation.catchUp(.gothenburg)
            let rows = try await database.storedRows()
            await database.close()
            try await Self.call(
                "pg_dump", "--format=custom", "--role=casefeedback_backup", "--file=\(dump)",
                "--dbname=\(database.superuserConnection)")
            return rows
        }
        try await PrivateCluster.with("restored") { cluster in
            let server = try await cluster.server()
            let name = "restored"
            try await server.run("CREATE DATABASE \(name) TEMPLATE template0 ENCODING 'UTF8'")
            try await Migrator(
                PostgresConfiguration(connectionString: server.connectionString(database: name)),
                programVersion: "test", logger: .silent
            ).makeRoles()
            try await Self.call(
                "pg_restore", "--exit-on-error", "--dbname=\(server.connectionString(database: name))", dump)
            let database = TestDatabase(name: name, server: server)
            #expect(try await database.storedRows() == rows)
            try await database.installation.connections.checkSchema()
            #expect(try await database.installation.verifier.verify([.gothenburg]).findings == [])
            let head = try await database.head()
            let outcome = try await database.installation.imports.run(try history.file(through: 310))
            #expect(outcome.repeated == 299 && outcome.accepted == 10)
            let events = try await database.log.events(
                of: OrganisationID.gothenburg.cases, after: head, limit: 100)
            #expect(events.first?.position == head.next)
            try await database.installation.catchUp(.gothenburg)
            #expect(try await database.installation.verifier.verify([.gothenburg]).findings == [])
            await database.close()
        }
    }

    /// Calls a program of PostgreSQL's own.
    private static func call(_ arguments: String...) async throws {
        let process = Process()
        process.executableURL = URL(filePath: "/usr/bin/env")
        process.arguments = arguments
        let errors = Pipe()
        process.standardError = errors
        let status = try await withCheckedThrowingContinuation {
            (continuation: CheckedContinuation<Int32, any Error>) in
            process.terminationHandler = { continuation.resume(returning: $0.terminationStatus) }
            do { try process.run() } catch { continuation.resume(throwing: error) }
        }
        guard status == 0 else {
            let text = String(decoding: errors.fileHandleForReading.readDataToEndOfFile(), as: UTF8.self)
            throw TestServer.Unusable("\(arguments[0]) ended \(status): \(text)")
        }
    }
}
