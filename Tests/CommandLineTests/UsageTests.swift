import Foundation
import Testing

/// What the program does without a database.
@Suite struct `Calling the program` {
    private let casefeedback = Program()

    @Test func `names release, schema and folds`() async throws {
        let call = try await casefeedback("--version")
        #expect(call.status == 0)
        #expect(call.output.contains(/^casefeedback \d+\.\d+\.\d+ \(schema \d+; folds .*annual-wheel \d+/))
    }

    @Test(arguments: [
        ["--help"], ["import", "commands", "--help"], ["import", "events", "--help"],
        ["export", "events", "--help"], ["record", "--help"], ["reference", "--help"],
        ["wheel", "--help"],
        ["matrix", "--help"], ["trail", "--help"], ["replay", "--help"], ["summary", "build", "--help"],
        ["serve", "--help"], ["migrate", "--help"], ["status", "--help"], ["verify", "--help"], ["rebuild", "--help"],
        ["clock", "accept", "--help"],
    ])
    func `teaches every verb with an example`(_ arguments: [String]) async throws {
        let call = try await casefeedback.start(arguments).end()
        #expect(call.status == 0)
        #expect(call.errors == "")
        let verb = arguments.dropLast().joined(separator: " ")
        #expect(call.output.contains("casefeedback \(verb)"))
        #expect(call.output.split(separator: "\n").contains { $0.hasPrefix("  casefeedback \(verb)") })
    }

    @Test(arguments: [
        ["whel"], ["wheel", "--nonsense"], ["matrix", "--unit", "a"], ["reference", "--count", "many"],
        ["wheel", "--as-of", "2018-02-30"], ["wheel", "--language", "de"], ["trail", "--child", "B-7K4Q-X2M8"],
        ["rebuild"], ["rebuild", "--all", "--projection", "annual-wheel"],
        ["migrate", "--service-password-file", "/dev/null"],
        ["reference", "--count", "0"], ["wheel", "--unit", "Majorna"], ["status", "--log-level", "loud"],
        ["serve", "--port", "65536"], ["status"], ["status", "--database", "foo=bar"],
    ])
    func `ends with 2 when the call is wrong`(_ arguments: [String]) async throws {
        let call = try await casefeedback.start(arguments).end()
        #expect(call.status == 2, "\(call.errors)")
        #expect(call.output == "")
        #expect(call.errors != "")
    }

    @Test(arguments: [
        ["trail", "--limit"], ["trail", "--after"], ["export", "events", "--output", "-", "--after"],
        ["reference", "--count"], ["rebuild", "--all", "--memory"], ["serve", "--port"], ["bench", "--events"],
    ])
    func `takes a number below zero for the option's value, and says what it must be`(_ call: [String]) async throws {
        let call = try await casefeedback.start(call + ["-5"]).end()
        #expect(call.status == 2)
        #expect(call.errors.contains("value “-5”") && call.errors.contains("number-out-of-range"), "\(call.errors)")
    }

    @Test(arguments: [["whel", "--json"], ["wheel", "--json", "--nonsense"], ["wheel", "--as-of", "x", "--json"]])
    func `tells programs as an object that the call is wrong`(_ arguments: [String]) async throws {
        let call = try await casefeedback.start(arguments).end()
        #expect(call.status == 2)
        let type = try call.json(\.errors)["type"] as? String
        #expect(type?.hasPrefix("urn:casefeedback:problem:") == true)
    }

    @Test func `speaks Swedish unless it is told otherwise`() async throws {
        var casefeedback = casefeedback
        casefeedback.environment = [:]
        #expect(try await casefeedback("status").errors.contains("Ingen databas är angiven"))
        #expect(try await casefeedback("status", "--language", "en").errors.contains("No database is named"))
    }

    @Test func `draws as many references as are asked for`() async throws {
        let call = try await casefeedback("reference", "--count", "20")
        let lines = call.output.split(separator: "\n")
        #expect(call.status == 0)
        #expect(Set(lines).count == 20)
        #expect(lines.allSatisfy { $0.wholeMatch(of: /B-[0-9A-HJKMNP-TV-Z]{4}-[0-9A-HJKMNP-TV-Z]{4}/) != nil })
    }

    @Test func `ends with 3 and names the place when a file is not what it should be`() async throws {
        let header =
            #"{"format":"casefeedback-commands","version":1,"organisation":"1480","#
            + #""caller":{"issuer":"os","subject":"a","role":"administrator","ground":"g"}}"#
        let call = try await casefeedback(
            "import", "commands", "-", "--dry-run", "--json", input: "\(header)\n\n{\"id\":7}\n")
        #expect(call.status == 3)
        let problem = try call.json(\.errors)
        #expect(problem["line"] as? Int == 3)
        #expect(problem["field"] as? String == "/id")
    }

    @Test func `ends with 3 when there is no such file`() async throws {
        let call = try await casefeedback("import", "commands", "/nowhere/case.ndjson")
        #expect(call.status == 3)
        #expect(call.errors.contains("No such file"))
    }

    @Test(arguments: ["commands", "events"])
    func `calls a folder by its name where a file is to be imported`(_ kind: String) async throws {
        let call = try await casefeedback("import", kind, "/tmp", "--json")
        #expect(call.status == 3)
        #expect(try call.json(\.errors)["type"] as? String == "urn:casefeedback:problem:file-is-folder")
    }

    @Test(arguments: [
        ("{\n}", "nothing-supposed", "", 1, nil),
        ("{\"consentRule\":\n{\"bands\":[]}}", "consent-bands-malformed", "/consentRule/bands", 2, nil),
        (
            "{\"consentRule\":{\"bands\":[\n{\"fromAge\":3,\"needs\":[\"child\"]}]}}", "consent-bands-malformed",
            "/consentRule/bands/0/fromAge", 2, "3"
        ),
        (
            "{\"matrixTemplate\":{\"label\":{\"sv\":\"x\"},\n\"columns\":[]}}", "template-without-columns",
            "/matrixTemplate/columns", 2, nil
        ),
        (
            """
            {"matrixTemplate":{"label":{"sv":"x"},"columns":[{"code":"a","label":{"sv":"A"},"kind":"other"},
            {"code":"a","label":{"sv":"A"},"kind":"other"}]}}
            """, "column-code-twice", "/matrixTemplate/columns/1/code", 2, "a"
        ),
    ])
    func `names line, field and value of what can't be supposed`(
        _ text: String, _ code: String, _ field: String, _ line: Int, _ value: String?
    ) async throws {
        let call = try await casefeedback("replay", "--cycle", "c", "--what-if", "-", "--json", input: text)
        #expect(call.status == 3)
        let problem = try call.json(\.errors)
        #expect(problem["type"] as? String == "urn:casefeedback:problem:\(code)")
        #expect(problem["field"] as? String == field)
        #expect(problem["line"] as? Int == line)
        #expect(problem["value"] as? String == value)
    }

    @Test func `keeps the system's words out of a Swedish sentence`() async throws {
        let call = try await casefeedback("import", "events", "/nowhere/case.ndjson", "--language", "sv")
        #expect(
            call.errors.hasPrefix(
                """
                casefeedback: Filen /nowhere/case.ndjson kan inte läsas. Kontrollera namn och rättigheter.
                  värde ”/nowhere/case.ndjson”
                  No such file or directory
                """), "\(call.errors)")
    }

    @Test func `ends with 4 when the database does not answer`() async throws {
        let call = try await casefeedback("status", "--json", "--database", "host=/nowhere dbname=x")
        #expect(call.status == 4)
        #expect(try call.json(\.errors)["type"] as? String == "urn:casefeedback:problem:database-unavailable")
    }

    @Test func `serves outside this machine only when it is told to`() async throws {
        let call = try await casefeedback("serve", "--host", "0.0.0.0", "--database", "host=/nowhere")
        #expect(call.status == 1)
        #expect(call.errors.contains("outside-loopback"))
    }
}
