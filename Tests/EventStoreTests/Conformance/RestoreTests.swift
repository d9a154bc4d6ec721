import EventSourcing
import EventStore
import Foundation
import Postgres
import TestSupport
import Testing

/// A dump that is restored into a new cluster brings its transaction numbers along, and the new cluster counts from the
/// beginning: history stands above everything that is under way and reads as absent, and what is appended sorts before it.
///
/// - https://github.com/sliceworkz/eventstore/pull/143
/// - https://github.com/authzed/spicedb/issues/1630
@Suite struct `Published failure: a restore into a new cluster` {
    private static let log = OrganisationID.gothenburg.cases
    private static let counting = CountingProjection()

    @Test func `goes on where the dump ended, in the log and in its projections`() async throws {
        try await withTestDatabase { database in
            try await CountingProjection.makeTables(in: database)
            let field = try await FieldStore(in: database)
            try await database.log.open()
            let runner = ProjectionRunner(database.connections, projections: [Self.counting], logger: .silent)
            try await Self.burnTransactions(in: database)
            let known = try AppendRequest.of([SecretTold(in: "a", secret: "words")])
            #expect(try await database.log.append(known).range?.first == Position(2))
            for number in 1...8 { _ = try await database.log.append(.of([NoteTaken(in: "a", number: number)])) }
            try await runner.catchUp(.gothenburg)
            _ = try await database.log.append(.of([NoteTaken(in: "b", number: 1)]))
            try await field.append("before")
            let before = try await database.log.asItStands(Self.log)

            try await PrivateCluster.with("restored") { cluster in
                let restored = try await Self.restore(database, into: cluster)
                #expect(try await restored.log.asItStands(Self.log) == before)
                #expect(try await restored.log.append(known) == .known)
                var reader = LogReader()
                try await reader.goOn(in: restored.log)
                #expect(
                    try await restored.log.append(.of([NoteTaken(in: "c", number: 1)])).range?.first == Position(12))
                try await reader.goOn(in: restored.log)
                let stored = try await restored.log.stored()
                #expect(LogRules.order(stored, of: "the log") == [])
                #expect(LogRules.whole(reader.read, by: "the reader", of: stored.map(\.position)) == [])
                let texts = try await restored.log.protectedTexts(of: Self.log, at: [Position(2)])
                #expect(texts.map(\.value) == [Array("words".utf8)])
                let runner = ProjectionRunner(restored.connections, projections: [Self.counting], logger: .silent)
                try await runner.catchUp(.gothenburg)
                let times = try await Self.counting.times(in: restored)
                #expect(LogRules.appliedOnce(times, to: 12, of: "the log") == [])

                let old = FieldStore(restoredIn: restored)
                try await old.append("after")
                var byTransaction = FieldReader(by: .transaction)
                for _ in 0..<500 where byTransaction.read.isEmpty {
                    try await byTransaction.goOn(in: old)
                    try await Task.sleep(for: .milliseconds(20))
                }
                #expect(byTransaction.read == ["after"])
                #expect(LogRules.whole(byTransaction.read, by: "transaction", of: try await old.labels()) != [])
                await restored.close()
            }
        }
    }

    /// More than a new cluster has made when it is ready.
    private static func burnTransactions(in database: TestDatabase) async throws {
        try await database.run(
            """
            DO $$
            BEGIN
                FOR i IN 1..8000 LOOP
                    PERFORM pg_current_xact_id();
                    COMMIT;
                END LOOP;
            END
            $$
            """)
    }

    /// By the programs that belong to the server, as an operator does it.
    private static func restore(_ database: TestDatabase, into cluster: PrivateCluster) async throws -> TestDatabase {
        let server = try await cluster.server()
        let roles = Migrator(
            PostgresConfiguration(connectionString: server.connectionString), programVersion: "test", logger: .silent)
        try await roles.makeRoles()
        try await server.run("CREATE DATABASE restored TEMPLATE template0 ENCODING 'UTF8'")
        let programs = try await database.asSuperuser { session in
            try session.texts("SELECT setting FROM pg_config WHERE name = 'BINDIR'").first ?? ""
        }
        let dump = FileManager.default.temporaryDirectory.appending(
            path: "casefeedback-dump-\(UInt64.random(in: 0...(.max)))")
        defer { try? FileManager.default.removeItem(at: dump) }
        try await run(
            "\(programs)/pg_dump", ["--format=custom", "--file", dump.path, "--dbname", database.superuserConnection])
        try await run(
            "\(programs)/pg_restore",
            ["--exit-on-error", "--dbname", server.connectionString(database: "restored"), dump.path])
        return TestDatabase(name: "restored", server: server)
    }

    private static func run(_ program: String, _ arguments: [String]) async throws {
        let process = Process()
        process.executableURL = URL(filePath: program)
        process.arguments = arguments
        let status = try await withCheckedThrowingContinuation {
            (continuation: CheckedContinuation<Int32, any Error>) in
            process.terminationHandler = { continuation.resume(returning: $0.terminationStatus) }
            do { try process.run() } catch { continuation.resume(throwing: error) }
        }
        guard status == 0 else { throw TestServer.Unusable("\(program) ended \(status)") }
    }
}
