import Foundation
import Postgres
import TestSupport
import Testing

/// What must be refused, told by code, place and value, and nothing half done.
@Suite struct `Telling bad input` {
    private struct Case: CustomTestStringConvertible {
        let input: String
        let status: Int32
        let code: String
        let field: String?
        let line: Int?
        let value: String?

        init(
            _ code: String, ends status: Int32, at field: String? = nil, line: Int? = nil, value: String? = nil,
            _ input: String
        ) {
            (self.code, self.status, self.field, self.line) = (code, status, field, line)
            (self.value, self.input) = (value, input)
        }

        var testDescription: String { code }
    }

    /// Nobody waits until an endless one is in memory.
    @Test func `reads a file no further than the most that it may hold`() async throws {
        try await withTestDatabase { database in
            let casefeedback = Program(on: database)
            for call in [["record"], ["import", "commands", "--dry-run"]] {
                let ended = try await casefeedback.start(call + ["/dev/zero", "--json"]).end()
                #expect(ended.status == 3, "\(ended.errors)")
                #expect(try ended.json(\.errors)["type"] as? String == "urn:casefeedback:problem:file-too-large")
            }
        }
    }

    private static func command(
        _ data: String, type: String = "establish-committee", day: String = "2017-01-03", more: String = ""
    ) -> String {
        "{\"type\":\"\(type)\",\"organisation\":\"1480\",\(more)\n\"occurredOn\":\"\(day)\",\n\"data\":\(data)}"
    }

    private static let committee = #"{"committee":"centrum","label":{"sv":"Centrum"},"validFrom":"2011-01-01"}"#

    private static let cases = [
        Case("malformed-json", ends: 3, line: 2, "{\n\"type\" 7}"),
        Case(
            "unknown-field", ends: 3, at: "/data/colour", line: 3,
            command(#"{"committee":"centrum","label":{"sv":"Centrum"},"validFrom":"2011-01-01","colour":"red"}"#)),
        Case("duplicate-key", ends: 3, at: "/type", line: 2, "{\"type\":\"a\",\n\"type\":\"b\"}"),
        Case(
            "wrong-type", ends: 3, at: "/data/committee", line: 3, value: "7",
            command(#"{"committee":7,"label":{"sv":"Centrum"},"validFrom":"2011-01-01"}"#)),
        Case(
            "no-such-day", ends: 3, at: "/occurredOn", line: 2, value: "2017-02-29",
            command(committee, day: "2017-02-29")),
        Case("unknown-command", ends: 3, at: "/type", line: 1, command("{}", type: "close-everything")),
        Case(
            "malformed-child-reference", ends: 3, at: "/data/child", line: 3, value: "b-7k4q-x2m9",
            command(#"{"child":"b-7k4q-x2m9","caseWorker":"p-1","validFrom":"2017-01-03"}"#, type: "record-case-worker")
        ),
        Case(
            "child-reference-check-character", ends: 3, at: "/data/child", line: 3,
            command(#"{"child":"B-7K4Q-X2M8","caseWorker":"p-1","validFrom":"2017-01-03"}"#, type: "record-case-worker")
        ),
        Case(
            "personal-identity-number", ends: 3, at: "/data/label/sv", line: 3,
            command(#"{"committee":"a","label":{"sv":"Nämnd 19121212-1212"},"validFrom":"2011-01-01"}"#)),
        Case(
            "personal-identity-number", ends: 3, at: "/data/name", line: 3,
            command(#"{"person":"p-1","name":"Anna 121212+1212"}"#, type: "register-person")),
        Case(
            "occurred-in-future", ends: 1, at: "/occurredOn", value: "2199-01-01", command(committee, day: "2199-01-01")
        ),
        Case(
            "stale-version", ends: 1, at: "/expectedVersion", value: "7",
            command(committee, more: "\"expectedVersion\":7,")),
        Case(
            "negative-version", ends: 3, at: "/expectedVersion", line: 1,
            command(committee, more: "\"expectedVersion\":-1,")),
        Case(
            "source-not-recorded", ends: 1, at: "/source", command(committee, more: "\"source\":\"nowhere\",")),
    ]

    @Test func `names code and place, and records nothing`() async throws {
        try await withTestDatabase { database in
            let casefeedback = Program(on: database)
            try await casefeedback.join()
            for expected in Self.cases {
                let call = try await casefeedback("record", "--json", input: expected.input)
                #expect(call.status == expected.status, "\(expected.code): \(call.errors)")
                #expect(call.output == "")
                let problem = try call.json(\.errors)
                #expect(problem["type"] as? String == "urn:casefeedback:problem:\(expected.code)")
                if let field = expected.field { #expect(problem["field"] as? String == field, "\(expected.code)") }
                #expect(problem["line"] as? Int == expected.line, "\(expected.code)")
                if let value = expected.value { #expect(problem["value"] as? String == value, "\(expected.code)") }
                #expect(!call.errors.contains("1212"))
                #expect((problem["detail"] as? String)?.contains("…") == false, "\(call.errors)")
            }
            #expect(try await casefeedback("status", "--json").json()["head"] as? Int == 1)
        }
    }

    @Test func `refuses what is invented in a live log`() async throws {
        try await withTestDatabase { database in
            let casefeedback = Program(on: database)
            try await casefeedback.join(nature: "live")
            let invented = try await casefeedback(
                "record", "--json", input: Self.command(Self.committee, more: "\"synthetic\":[\"\"],"))
            #expect(invented.status == 1)
            #expect(try invented.json(\.errors)["type"] as? String == "urn:casefeedback:problem:synthetic-in-live-log")
            #expect(try await casefeedback("record", input: Self.command(Self.committee)).status == 0)
        }
    }

    @Test(arguments: [(0, "schema-too-old"), (999, "schema-too-new")])
    func `refuses a database of another revision, with its remedy`(_ revision: Int, _ code: String) async throws {
        try await withTestDatabase { database in
            try await database.asSuperuser { session in
                try session.run(script: "UPDATE casefeedback.schema_state SET schema_revision = \(revision)")
            }
            let call = try await Program(on: database)("wheel")
            #expect(call.status == 1)
            #expect(call.errors.contains("(code: \(code))"))
        }
    }

    @Test func `refuses a database that is absent`() async throws {
        try await withTestDatabase { database in
            let call = try await Program(on: database)(
                "status", "--database", database.server.connectionString(database: "nowhere_at_all"))
            #expect(call.status == 1)
            #expect(call.errors.contains("nowhere_at_all"))
        }
    }
}
