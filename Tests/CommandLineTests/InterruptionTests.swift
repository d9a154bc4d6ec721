import Foundation
import Postgres
import TestSupport
import Testing

/// Ctrl-C while a verb works: it waits for a table that somebody else holds, as it would for a long read.
@Suite struct Interrupting {
    private static let published = URL(filePath: #filePath).deletingLastPathComponent()
        .appending(path: "../../Sources/casefeedback/Cases/goteborg-2017-2021.ndjson").standardizedFileURL.path()

    /// Any of what works on a log: its arguments, the table that it comes to, and what it says of how to go on.
    static let verbs: [(arguments: [String], table: String, code: String)] = [
        (["verify"], "events", "interrupted"),
        (["rebuild", "--all"], "events", "rebuild-stopped"),
        (["rebuild", "--all", "--dry-run"], "events", "interrupted"),
        (["replay", "--cycle", "2017-2018"], "events", "interrupted"),
        (["replay", "--cycle", "2017-2018", "--what-if", "rule.json"], "events", "interrupted"),
        (["wheel", "--known-at", "#1000"], "events", "interrupted"),
        (["trail"], "audit_trail", "interrupted"),
        (["export", "events", "--output", "history.ndjson"], "protected_texts", "export-interrupted"),
        (["import", "commands", "file.ndjson"], "events", "import-interrupted"),
        (["import", "commands", "file.ndjson", "--batches"], "events", "import-in-batches-interrupted"),
        (["record", "command.json"], "events", "record-interrupted"),
    ]

    @Test(arguments: verbs)
    func `ends a verb at once with 4, says how to go on, and leaves nothing half done`(
        arguments: [String], table: String, code: String
    ) async throws {
        try await withTestDatabase { database in
            var casefeedback = Program(on: database)
            casefeedback.folder = try Self.folder()
            defer { try? FileManager.default.removeItem(at: casefeedback.folder) }
            let imported = try await casefeedback("import", "commands", Self.published)
            try #require(imported.status == 0, "\(imported.errors)")
            // Brings the projections to the head.
            _ = try await casefeedback("wheel")
            let before = try await casefeedback("status", "--json").json()["head"] as? Int
            let gate = try await PostgresConnection.connect(
                PostgresConfiguration(connectionString: database.superuserConnection), logger: .silent)
            try await gate.withSession { session in
                try session.run(script: "BEGIN; LOCK TABLE casefeedback.\(table) IN ACCESS EXCLUSIVE MODE")
            }
            let running = try casefeedback.start(arguments + ["--json"])
            do {
                try await Self.waitUntilHeld(running, in: database)
                running.process.interrupt()
                let interruptedAt = ContinuousClock.now
                let outcome = try await running.end()
                #expect(interruptedAt.duration(to: .now) < .seconds(5))
                #expect(outcome.status == 4, "\(outcome.errors)")
                let type = try outcome.json(\.errors)["type"] as? String
                #expect(type == "urn:casefeedback:problem:\(code)")
            } catch {
                kill(running.process.processIdentifier, SIGKILL)
                await gate.close()
                throw error
            }
            await gate.close()
            let status = try await casefeedback("status", "--json").json()
            #expect(status["head"] as? Int == before)
            let stages = (status["projections"] as? [[String: Any]])?.compactMap { $0["stage"] as? String } ?? []
            #expect(!stages.isEmpty && !stages.contains("scratch") && !stages.contains("leaving"), "\(stages)")
            #expect(try await casefeedback("verify").status == 0)
            let again = try await casefeedback.start(
                arguments + (code == "export-interrupted" ? ["--resume", "--json"] : ["--json"])
            ).end()
            #expect(again.status == 0, "\(again.errors)")
        }
    }

    /// It stands before the last of three projections; the others show their new rows already.
    @Test func `says of a rebuild what has changed and what has not`() async throws {
        try await withTestDatabase { database in
            let casefeedback = Program(on: database)
            try await casefeedback.join()
            _ = try await casefeedback("wheel")
            let gate = try await PostgresConnection.connect(
                PostgresConfiguration(connectionString: database.superuserConnection), logger: .silent)
            try await gate.withSession { session in
                try session.run(
                    script: """
                        BEGIN; SELECT FROM casefeedback.projection_checkpoints WHERE projection = 'audit-trail' FOR UPDATE
                        """)
            }
            let running = try casefeedback.start(["rebuild", "--all", "--json"])
            try await Self.waitUntilHeld(running, in: database)
            running.process.interrupt()
            let outcome = try await running.end()
            await gate.close()
            #expect(outcome.status == 4, "\(outcome.errors)")
            let told = try outcome.json()["projections"] as? [[String: Any]]
            #expect(told?.compactMap { $0["projection"] as? String } == ["annual-wheel", "report-matrix"])
            let problem = try outcome.json(\.errors)
            #expect(problem["type"] as? String == "urn:casefeedback:problem:rebuild-stopped-midway")
            let parameters = problem["parameters"] as? [String: String]
            #expect(parameters?["done"] == "1480 annual-wheel, 1480 report-matrix")
            #expect(parameters?["left"] == "1480 audit-trail")
        }
    }

    /// What is on its way to be committed is waited for, at most as long as a lock is; whoever can't wait says so again.
    @Test func `twice ends the program as the system would`() async throws {
        try await withTestDatabase { database in
            let casefeedback = Program(on: database)
            try await casefeedback.join()
            let gate = try await PostgresConnection.connect(
                PostgresConfiguration(connectionString: database.superuserConnection), logger: .silent)
            try await gate.withSession { session in
                try session.run(script: "BEGIN; LOCK TABLE casefeedback.tags IN ACCESS EXCLUSIVE MODE")
            }
            let running = try casefeedback.start(["record"], input: Self.committee)
            try await Self.waitUntilHeld(running, in: database)
            running.process.interrupt()
            try await Task.sleep(for: .milliseconds(600))
            #expect(running.process.isRunning)
            running.process.interrupt()
            let outcome = try await running.end()
            await gate.close()
            #expect(outcome.status == SIGINT && running.process.terminationReason == .uncaughtSignal)
            #expect(outcome.errors.contains("once more ends at once"))
        }
    }

    private static func folder() throws -> URL {
        let folder = FileManager.default.temporaryDirectory.appending(component: "interrupted-\(UUID())")
        try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
        for (name, text) in [
            ("rule.json", #"{"consentRule":{"bands":[{"fromAge":0,"needs":["guardian","child"]}]}}"#),
            ("file.ndjson", "\(Program.fileHeader)\n\(committee)\n"), ("command.json", committee),
        ] { try Data(text.utf8).write(to: folder.appending(component: name)) }
        return folder
    }

    private static let committee =
        #"{"id":"018f0000-0000-7000-8000-0000000000aa","type":"establish-committee","organisation":"1480","#
        + #""occurredOn":"2017-01-03","synthetic":[""],"data":{"committee":"provnamnden","#
        + #""label":{"sv":"Provnämnden"},"validFrom":"2011-01-01"}}"#

    private static func waitUntilHeld(_ running: Running, in database: TestDatabase) async throws {
        for _ in 0..<600 {
            let isHeld = try await database.asSuperuser { session in
                try !session.texts(
                    "SELECT pid::text FROM pg_stat_activity WHERE datname = current_database() "
                        + "AND wait_event_type = 'Lock'"
                ).isEmpty
            }
            if isHeld { return }
            guard running.process.isRunning else { break }
            try await Task.sleep(for: .milliseconds(25))
        }
        throw Program.Unusable("it waits for nothing: \(try running.text("errors"))")
    }
}
