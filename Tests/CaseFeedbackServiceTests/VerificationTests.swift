import CaseFeedback
import CaseFeedbackService
import EventSourcing
import EventStore
import Postgres
import TestSupport
import Testing

/// Everything is tampered with as a superuser can who switches the triggers off.
@Suite struct `A verification` {
    @Test func `finds a row that is not the fold of the log`() async throws {
        let history = try CaseHistory()
        try await withTestDatabase { database in
            try await database.importCase(history, through: 200)
            try await database.installation.catchUp(.gothenburg)
            let clean = try await database.installation.verifier.verify()
            #expect(clean.isClean, "\(clean.findings)")
            try await database.asSuperuser { session in
                try session.run(script: "UPDATE casefeedback.annual_wheel SET phase = 'report' WHERE unit = 'unit-01'")
            }
            let report = try await database.installation.verifier.verify()
            #expect(report.findings.map(\.code) == ["projection-differs"])
        }
    }

    @Test func `finds that the log ends before what is shown`() async throws {
        try await Self.tampered(
            """
            DELETE FROM casefeedback.tags WHERE position > 198;
            DELETE FROM casefeedback.protected_texts WHERE position > 198;
            DELETE FROM casefeedback.commands WHERE last_position > 198;
            DELETE FROM casefeedback.events WHERE position > 198;
            UPDATE casefeedback.logs SET head = 198;
            """
        ) { database, findings in
            #expect(Set(findings.map(\.code)) == ["projection-beyond-log"])
            #expect(findings.first?.position == Position(198))
            // A rebuild would wait for ever for the events that are lost.
            for outcome in try await database.installation.runner.rebuild(
                database.installation.runner.projections, of: .gothenburg)
            {
                guard case .failure(.logEndsBefore(_, _, end: Position(198))) = outcome.result else {
                    Issue.record("\(outcome)")
                    continue
                }
            }
        }
    }

    @Test func `finds that the log's last events are missing`() async throws {
        try await Self.tampered("DELETE FROM casefeedback.events WHERE position > 198") { _, findings in
            #expect(Set(findings.map(\.code)).isSuperset(of: ["head-differs", "projection-beyond-log"]))
        }
    }

    @Test func `finds an event that is missing, over which nothing is counted or exported`() async throws {
        try await Self.tampered("DELETE FROM casefeedback.events WHERE position = 100") { database, findings in
            #expect(findings.contains { $0.code == "position-missing" })
            #expect(!findings.contains { $0.code == "projection-differs" })
            let runner = database.installation.runner
            let served = try await runner.checkpoints(of: .gothenburg).filter(\.isServed).map(\.generation)
            for outcome in try await runner.rebuild(runner.projections, of: .gothenburg) {
                guard case .failure(.eventMissing(_, Position(100))) = outcome.result else {
                    Issue.record("\(outcome)")
                    continue
                }
            }
            #expect(
                Set(try await runner.checkpoints(of: .gothenburg).filter(\.isServed).map(\.generation)) == Set(served))
            let problem = await #expect(throws: Problem.self) { try await database.exportHistory() }
            #expect(problem?.code == "event-missing" && problem?.parameters["position"] == "100")
        }
    }

    @Test func `finds that what is to be shown is not there`() async throws {
        try await Self.tampered(
            "UPDATE casefeedback.projection_pointers SET generation = 77 WHERE projection = 'report-matrix'"
        ) { _, findings in
            #expect(findings.map(\.code) == ["projection-not-served"])
        }
    }

    @Test(arguments: [
        ("UPDATE casefeedback.logs SET nature = 'live'", "history-opening", "events.payload"),
        ("UPDATE casefeedback.logs SET zone = 'Europe/Helsinki'", "history-opening", "events.payload"),
        ("UPDATE casefeedback.logs SET zone = 'Mars/X'", "zone-unknown", "logs.zone"),
        ("UPDATE casefeedback.events SET secrecy = 'personal' WHERE position = 1", "history-class", "events.secrecy"),
        ("UPDATE casefeedback.events SET role = '' WHERE position = 1", "malformed-identifier", "events.role"),
        (
            "UPDATE casefeedback.events SET event_id = (SELECT event_id FROM casefeedback.events WHERE position = 1)",
            "history-id-twice", "events.event_id"
        ),
        (
            "INSERT INTO casefeedback.commands VALUES ('1480', gen_random_uuid(), 'cases', sha256(''), 'nobody', 8, 7)",
            "history-caller", "commands.recorded_by"
        ),
        (text("subject = 'child:B-7K4Q-X2M9/2017-2018'"), "history-text-subject", "protected_texts.subject"),
        (text("subject = 'record:unit/unit-01'"), "history-text-subject", "protected_texts.subject"),
        (text("key_id = 'k-1'"), "history-text-key", "protected_texts.key_id"),
        (text("value = ''"), "history-text-words", "protected_texts.value"),
        (text("value = convert_to(U&'a\\030A', 'UTF8')"), "history-text-form", "protected_texts.value"),
        (text("value = 'Tolvan 19121212-1212 sa'"), "personal-identity-number", "protected_texts.value"),
        (text("field = field || 'x'"), "text-unknown", "protected_texts.field"),
        (text("field = field || 'x'"), "text-missing", "protected_texts.field"),
        (text("position = -5"), "text-unknown", "protected_texts.field"),
        (text("position = 100000"), "text-unknown", "protected_texts.field"),
        (text("secrecy = 'open'"), "text-class", "protected_texts.secrecy"),
    ])
    func `finds what no command could have recorded so, and where`(
        script: String, code: String, column: String
    ) async throws {
        try await Self.tampered(script) { _, findings in
            let finding = try #require(findings.first { $0.code == code }, "\(findings)")
            #expect(finding.column == column)
            for language in Language.allCases {
                let sentence = Findings.text(of: code, parameters: finding.parameters, in: language)
                #expect(sentence != code && !sentence.contains("…"))
            }
        }
    }

    private static func text(_ change: String) -> String {
        "UPDATE casefeedback.protected_texts SET \(change)"
            + " WHERE position = (SELECT min(position) FROM casefeedback.protected_texts)"
    }

    /// Of a log that was written over there are as many as events.
    @Test func `keeps a hundred findings of a code, and counts the others`() async throws {
        try await Self.tampered("UPDATE casefeedback.events SET ground = ''") { _, findings in
            let grounds = findings.filter { $0.column == "events.ground" }
            let rest = try #require(findings.first { $0.code == "more-findings" })
            #expect(grounds.count == 100)
            #expect(rest.parameters == ["code": grounds[0].code, "count": "99"])
        }
    }

    @Test func `finds that a head is lost, where the organisation is named`() async throws {
        try await Self.tampered("DELETE FROM casefeedback.logs") { database, _ in
            let named = try await database.installation.verifier.verify([.gothenburg])
            #expect(named.findings.map(\.code) == ["head-missing"])
            let other = try await database.installation.verifier.verify([.kungsbacka])
            #expect(other.isClean)
        }
    }

    @Test func `is of a status too where the log ends before what is shown`() async throws {
        try await Self.tampered(
            "DELETE FROM casefeedback.events WHERE position > 198; UPDATE casefeedback.logs SET head = 198"
        ) { database, _ in
            let status = try await database.installation.status()
            #expect(status.projections.allSatisfy { $0.failure?.contains("the log ends at 198") == true })
        }
    }

    private static func tampered(
        _ script: String, _ check: (TestDatabase, [VerificationReport.Finding]) async throws -> Void
    ) async throws {
        let history = try CaseHistory()
        try await withTestDatabase { database in
            try await database.importCase(history, through: 200)
            try await database.installation.catchUp(.gothenburg)
            try await database.asSuperuser { session in
                try session.run(script: "SET session_replication_role = replica; " + script)
            }
            try await check(database, try await database.installation.verifier.verify().findings)
        }
    }
}
