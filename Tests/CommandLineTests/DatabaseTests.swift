import Foundation
import Postgres
import TestSupport
import Testing

/// What the program does on a database of its own.
@Suite struct `Working with a database` {
    private static let committee =
        #"{"type":"establish-committee","organisation":"1480","occurredOn":"2017-01-03","#
        + #""data":{"committee":"centrum","label":{"sv":"Centrum"},"validFrom":"2011-01-01"}}"#

    @Test func `imports a file once, however often it is sent`() async throws {
        try await withTestDatabase { database in
            let casefeedback = Program(on: database)
            try await casefeedback.join()
            let again = try await casefeedback(
                "import", "commands", "-", "--json", input: "\(Program.fileHeader)\n\(Program.join())\n")
            let answer = try again.json()
            #expect(answer["accepted"] as? Int == 0)
            #expect(answer["repeated"] as? Int == 1)
            #expect(answer["position"] as? String == "cases/1480/1")
        }
    }

    @Test func `marks what is typed into a demonstration as invented`() async throws {
        try await withTestDatabase { database in
            let casefeedback = Program(on: database)
            try await casefeedback.join()
            let typed = try await casefeedback("record", "--caller", "bo", "--json", input: Self.committee)
            #expect(typed.status == 0, "\(typed.errors)")
            #expect(try typed.json()["position"] as? String == "cases/1480/2")
            let trail = try await casefeedback("trail", "--json", "--actor", "os#bo")
            let lines = try #require(try trail.json()["lines"] as? [[String: Any]])
            #expect(lines.count == 1)
            #expect(lines.first?["synthetic"] as? [String] == [""])
            #expect(lines.first?["actorVerified"] as? Bool == false)
        }
    }

    @Test func `answers a command sent again as it did at first`() async throws {
        try await withTestDatabase { database in
            let casefeedback = Program(on: database)
            try await casefeedback.join()
            let command = Self.committee.replacing(
                "{\"type\"", with: "{\"id\":\"018f0000-0000-7000-8000-000000000002\",\"type\"", maxReplacements: 1)
            let first = try await casefeedback("record", "--json", input: command)
            let second = try await casefeedback("record", "--json", input: command)
            #expect(first.status == 0, "\(first.errors)")
            #expect(first.output == second.output)
            let other = try await casefeedback("record", "--json", "--caller", "eve", input: command)
            #expect(other.status == 1)
            #expect(try other.json(\.errors)["type"] as? String == "urn:casefeedback:problem:command-id-reused")
        }
    }

    @Test func `refuses by a rule with 1, and nothing of the file is recorded`() async throws {
        try await withTestDatabase { database in
            let casefeedback = Program(on: database)
            let unit =
                #"{"id":"018f0000-0000-7000-8000-000000000003","type":"register-unit","organisation":"1480","#
                + #""occurredOn":"2017-01-04","synthetic":[""],"#
                + #""data":{"unit":"majorna","label":{"sv":"Majorna"},"committee":"nowhere","validFrom":"2017-01-04"}}"#
            let call = try await casefeedback(
                "import", "commands", "-", "--json", input: "\(Program.fileHeader)\n\(Program.join())\n\(unit)\n")
            #expect(call.status == 1, "\(call.errors)")
            #expect(try call.json(\.errors)["line"] as? Int == 3)
            #expect(try await casefeedback("status", "--json").json()["head"] as? Int == 0)
        }
    }

    @Test func `takes the only organisation and says so, on standard error`() async throws {
        try await withTestDatabase { database in
            let casefeedback = Program(on: database)
            #expect(try await casefeedback("wheel").errors.contains("no-organisation"))
            try await casefeedback.join()
            let call = try await casefeedback("wheel")
            #expect(call.status == 0, "\(call.errors)")
            #expect(call.errors.contains("1480"))
            let named = try await casefeedback("wheel", "--municipality", "1480")
            #expect(named.errors == "")
            #expect(named.output == call.output)
            #expect(try await casefeedback("wheel", "--organisation", "9999").status == 1)
        }
    }

    @Test(arguments: [
        (["--from-known-at", "2", "--known-at", "#1"], "#2", "#1"),
        (["--from-known-at", "2", "--known-at", "2001-01-01T00:00:00Z"], "#2", "2001-01-01T00:00:00Z"),
        (["--from-as-of", "2018-02-01", "--as-of", "2018-01-31"], "2018-02-01", "2018-01-31"),
        (["--from-as-of", "2018-02-01", "--as-of", "2018-02-01T11:00:00Z"], "2018-02-01", "2018-02-01T11:00:00Z"),
        (["--from-as-of", "2018-02-02T11:00:00Z", "--as-of", "2018-02-01"], "2018-02-02T11:00:00Z", "2018-02-01"),
    ])
    func `compares no later moment with an earlier one`(
        _ moments: [String], _ earlier: String, _ later: String
    ) async throws {
        try await withTestDatabase { database in
            let casefeedback = Program(on: database)
            try await casefeedback.join()
            _ = try await casefeedback("record", input: Self.committee)
            let call = try await casefeedback.start(["diff", "wheel", "--json"] + moments).end()
            #expect(call.status == 2, "\(call.output)")
            let problem = try call.json(\.errors)
            #expect(problem["type"] as? String == "urn:casefeedback:problem:moments-exchanged")
            #expect(problem["field"] as? String == moments[0])
            #expect((problem["detail"] as? String)?.contains(earlier) == true)
            #expect((problem["detail"] as? String)?.contains(later) == true)
            let exchanged = try await casefeedback.start(
                ["diff", "wheel", moments[0], moments[3], moments[2], moments[1]]
            ).end()
            #expect(exchanged.status == 0, "\(exchanged.errors)")
        }
    }

    @Test func `rebuilds and verifies clean, and finds a row that was changed behind its back`() async throws {
        try await withTestDatabase { database in
            let casefeedback = Program(on: database)
            let nothing = try await casefeedback("verify")
            #expect(nothing.status == 0 && nothing.output.hasPrefix("There is no log here"), "\(nothing.output)")
            try await casefeedback.join()
            _ = try await casefeedback("record", input: Self.committee)
            #expect(try await casefeedback("rebuild", "--all").status == 0)
            #expect(try await casefeedback("rebuild", "--all", "--dry-run").status == 0)
            let clean = try await casefeedback("verify", "--json")
            #expect(clean.status == 0, "\(clean.errors)")
            #expect((try clean.json()["findings"] as? [Any])?.isEmpty == true)
            try await database.asSuperuser { session in
                try session.run(script: "UPDATE casefeedback.audit_trail SET actor = 'nobody' WHERE position = 2")
            }
            let changed = try await casefeedback("verify", "--language", "sv")
            #expect(changed.status == 5)
            #expect(
                changed.output.contains("FEL cases/1480/2: Det som visas av audit-trail är inte vad händelserna ger."))
            #expect(changed.output.contains("(kod: projection-differs)"))
            let told = try await casefeedback("verify", "--json", "--language", "en")
            let finding = try #require((try told.json()["findings"] as? [[String: Any]])?.first)
            #expect(finding["code"] as? String == "projection-differs")
            #expect(finding["position"] as? Int == 2)
            #expect((finding["detail"] as? String)?.hasPrefix("What is shown of audit-trail") == true)
            #expect((finding["difference"] as? [String: Any])?["different"] as? Int == 1)
            #expect(try await casefeedback("rebuild", "--all", "--dry-run").status == 5)
            #expect(try await casefeedback("rebuild", "--all").status == 0)
            #expect(try await casefeedback("verify").status == 0)
        }
    }

    /// The cluster's roles are there already; what is missing is what only this database can give.
    @Test func `says that the roles need a superuser, where the migrator is not let in`() async throws {
        try await withTestDatabase(migrated: false) { database in
            var casefeedback = Program(on: database)
            let refused = try await casefeedback("migrate", "--roles", "--json")
            #expect(refused.status == 1)
            let problem = try refused.json(\.errors)
            #expect(problem["type"] as? String == "urn:casefeedback:problem:roles-need-superuser")
            #expect((problem["detail"] as? String)?.contains("superuser") == true)
            let migrator = database.server.connectionString(user: "casefeedback_migrator", database: database.name)
            casefeedback.environment["CASEFEEDBACK_DATABASE"] = migrator
            #expect(try await casefeedback("migrate").status == 1)
            casefeedback.environment["CASEFEEDBACK_DATABASE"] = database.superuserConnection
            #expect(try await casefeedback("migrate", "--roles").status == 0)
            casefeedback.environment["CASEFEEDBACK_DATABASE"] = migrator
            let migrated = try await casefeedback("migrate")
            #expect(migrated.status == 0, "\(migrated.errors)")
            // Nothing is missing now, whoever asks.
            casefeedback.environment["CASEFEEDBACK_DATABASE"] = database.serviceConnection
            #expect(try await casefeedback("migrate", "--roles").status == 0)
        }
    }

    @Test func `refuses a database without a schema, and makes one`() async throws {
        try await withTestDatabase(migrated: false) { database in
            var casefeedback = Program(on: database)
            casefeedback.environment["CASEFEEDBACK_DATABASE"] = database.superuserConnection
            let before = try await casefeedback("status")
            #expect(before.status == 1)
            #expect(before.errors.contains("schema-missing"))
            #expect(try await casefeedback("migrate", "--roles").status == 0)
            let first = try await casefeedback("migrate", "--json")
            #expect(first.status == 0, "\(first.errors)")
            #expect((try first.json()["applied"] as? [String])?.isEmpty == false)
            #expect((try await casefeedback("migrate", "--json").json()["applied"] as? [String])?.isEmpty == true)
            #expect(try await casefeedback("status").status == 0)
        }
    }
}
