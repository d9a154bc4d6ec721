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

    @Test func `finds that what is to be shown is not there`() async throws {
        try await Self.tampered(
            "UPDATE casefeedback.projection_pointers SET generation = 77 WHERE projection = 'report-matrix'"
        ) { _, findings in
            #expect(findings.map(\.code) == ["projection-not-served"])
        }
    }

    @Test(arguments: [
        ("UPDATE casefeedback.logs SET nature = 'live'", "history-opening"),
        ("UPDATE casefeedback.logs SET zone = 'Europe/Helsinki'", "history-opening"),
        ("UPDATE casefeedback.logs SET zone = 'Mars/X'", "zone-unknown"),
        ("UPDATE casefeedback.events SET secrecy = 'personal' WHERE position = 1", "history-class"),
        ("UPDATE casefeedback.events SET role = '' WHERE position = 1", "malformed-identifier"),
    ])
    func `finds what no command could have recorded so`(script: String, code: String) async throws {
        try await Self.tampered(script) { _, findings in
            #expect(findings.map(\.code).contains(code), "\(findings)")
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
