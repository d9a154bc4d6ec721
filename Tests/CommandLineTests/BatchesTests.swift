import CaseFeedback
import CaseFeedbackService
import EventSourcing
import Foundation
import Postgres
import TestSupport
import Testing

/// A file that one transaction can't take, as a shell imports it.
@Suite struct `Importing a large file` {
    /// One more than is recorded at once, and some.
    private static let count = CommandImport.commandsPerTransaction + 100

    private static func id(_ number: Int) -> String {
        let digits = String(number, radix: 16)
        return "018f0000-0000-7000-8000-a\(String(repeating: "0", count: 11 - digits.count))\(digits)"
    }

    private static func line(_ number: Int, committee: String? = nil) -> String {
        #"{"id":"\#(id(number))","type":"establish-committee","organisation":"1480","occurredOn":"2017-01-03","#
            + #""synthetic":[""],"data":{"committee":"\#(committee ?? "c-\(number)")","label":{"sv":"N"},"#
            + #""validFrom":"2011-01-01"}}"#
    }

    /// The header is line 1, and the command of a number stands two lines below it.
    private static func file(setting changed: [Int: String] = [:]) -> String {
        ([Program.fileHeader] + (0..<count).map { changed[$0] ?? line($0) }).map { $0 + "\n" }.joined()
    }

    @Test func `is refused at the start without --batches, and whole where a line is wrong`() async throws {
        try await withTestDatabase { database in
            let casefeedback = Program(on: database)
            try await casefeedback.join()
            let refused = try await casefeedback("import", "commands", "-", "--json", input: Self.file())
            #expect(refused.status == 1)
            #expect(try refused.json(\.errors)["type"] as? String == "urn:casefeedback:problem:file-needs-batches")
            // Its last line establishes what its third did: nothing is recorded, however far behind it stands.
            let wrong = Self.file(setting: [Self.count - 1: Self.line(Self.count - 1, committee: "c-3")])
            let checked = try await casefeedback("import", "commands", "-", "--batches", "--json", input: wrong)
            #expect(checked.status == 1, "\(checked.errors)")
            #expect(try checked.json(\.errors)["line"] as? Int == Self.count + 1)
            #expect(try checked.json(\.errors)["committed"] == nil)
            #expect(try await casefeedback("status", "--json").json()["head"] as? Int == 1)
        }
    }

    /// The first part is held while another process waits for the log, to establish what a later line establishes too.
    @Test func `stops at a line that was overtaken midway, and goes on with --resume`() async throws {
        try await withTestDatabase { database in
            let casefeedback = Program(on: database)
            try await casefeedback.join()
            try await Self.holdPart(with: 500, in: database)
            let gate = try await PostgresConnection.connect(
                PostgresConfiguration(connectionString: database.superuserConnection), logger: .silent)
            try await gate.withSession { session in _ = try session.query("SELECT pg_advisory_lock(4711)") }
            let running = try casefeedback.start(
                ["import", "commands", "-", "--batches", "--json"], input: Self.file())
            try await Self.wait(for: "wait_event = 'advisory'", in: database)
            let overtaken = 5_050
            let rival = Self.line(90_000, committee: "c-\(overtaken)")
            let rivalCall = try casefeedback.start(["record", "--json"], input: rival)
            try await Self.wait(for: "wait_event_type = 'Lock' AND wait_event <> 'advisory'", in: database)
            await gate.close()
            #expect(try await rivalCall.end().status == 0)
            let stopped = try await running.end()
            #expect(stopped.status == 1, "\(stopped.errors)")
            let problem = try stopped.json(\.errors)
            #expect(problem["line"] as? Int == overtaken + 2)
            let head = try #require(try await casefeedback("status", "--json").json()["head"] as? Int)
            #expect(head > 1_000 && head < Self.count)
            #expect(problem["committed"] as? String == "cases/1480/\(head)")

            let mended = Self.file(setting: [overtaken: Self.line(overtaken, committee: "c-mended")])
            let resumed = try await casefeedback("import", "commands", "-", "--resume", "--json", input: mended)
            #expect(resumed.status == 0, "\(resumed.errors)")
            let answer = try resumed.json()
            // Opening and rival are the log's, not the file's.
            #expect(answer["repeated"] as? Int == head - 2)
            #expect(answer["resumedLine"] as? Int == head)
            #expect(answer["accepted"] as? Int == Self.count - (head - 2))
            #expect(answer["position"] as? String == "cases/1480/\(Self.count + 2)")
            let again = try await casefeedback("import", "commands", "-", "--batches", "--json", input: mended)
            #expect(try again.json()["accepted"] as? Int == 0, "\(again.errors)")
            #expect(try again.json()["repeated"] as? Int == Self.count)
        }
    }

    /// Makes the transaction wait that records a command, until nobody holds a lock of the test's.
    private static func holdPart(with number: Int, in database: TestDatabase) async throws {
        let id = id(number)
        try await database.asSuperuser { session in
            try session.run(
                script: """
                    CREATE FUNCTION public.wait_at_gate() RETURNS trigger LANGUAGE plpgsql AS $$
                    BEGIN
                        PERFORM pg_advisory_xact_lock(4711);
                        RETURN NEW;
                    END $$;
                    CREATE TRIGGER gate BEFORE INSERT ON casefeedback.commands FOR EACH ROW
                        WHEN (NEW.command_id = '\(id)') EXECUTE FUNCTION public.wait_at_gate();
                    """)
        }
    }

    private static func wait(for condition: String, in database: TestDatabase) async throws {
        for _ in 0..<600 {
            let isMet = try await database.asSuperuser { session in
                try !session.texts(
                    "SELECT pid::text FROM pg_stat_activity WHERE datname = current_database() AND \(condition)"
                ).isEmpty
            }
            if isMet { return }
            try await Task.sleep(for: .milliseconds(50))
        }
        throw Program.Unusable("nobody waits: \(condition)")
    }
}
