import CanonicalJSON
import Testing

@Suite struct `Recording a command over HTTP` {
    @Test func `answers 201 with its events and their positions`() async throws {
        try await withServer { server in
            try await server.record(Example.joined())
            let id = Example.id()
            let reply = try await server.post(Example.registerUnit("norra", id: id), headers: ["Idempotency-Key": id])
            #expect(reply.status == 201)
            #expect(reply.header("Content-Type") == "application/json")
            #expect(reply.position == "cases/1480/3")
            let json = try reply.json
            #expect(json["commandId"]?.string == id)
            #expect(json["position"]?.string == "cases/1480/3")
            #expect(json["events"] == [["position": 3, "type": "unit-registered"]])
            #expect(json["recordedAt"]?.string?.hasSuffix("Z") == true)
        }
    }

    @Test func `answers a retry with the same bytes, wherever the world has moved`() async throws {
        try await withServer { server in
            try await server.record(Example.joined())
            let command = Example.registerUnit("norra")
            let first = try await server.post(command)
            try await server.record([Example.registerUnit("sodra")])
            let second = try await server.post(command)
            #expect(second.status == 201)
            #expect(second.body == first.body)
            #expect(second.position == first.position)
        }
    }

    @Test func `answers 409 when the id was used for something else`() async throws {
        try await withServer { server in
            try await server.record(Example.joined())
            let id = Example.id()
            try await server.record([Example.registerUnit("norra", id: id)])
            let reply = try await server.post(Example.registerUnit("sodra", id: id))
            #expect(reply.status == 409)
            #expect(reply.problem == "command-id-reused")
        }
    }

    @Test func `answers 409 when only the protected words differ`() async throws {
        try await withServer { server in
            try await server.record(Example.joined())
            let id = Example.id()
            try await server.record([Example.registerPerson("p-1", name: "Anna", id: id)])
            #expect(try await server.post(Example.registerPerson("p-1", name: "Anna", id: id)).status == 201)
            let reply = try await server.post(Example.registerPerson("p-1", name: "Berit", id: id))
            #expect(reply.status == 409)
            #expect(!reply.body.contains("Berit"))
        }
    }

    @Test func `answers 412 when the stream has another version than expected`() async throws {
        try await withServer { server in
            try await server.record(Example.joined())
            let reply = try await server.post(Example.registerUnit("norra", with: #""expectedVersion":7,"#))
            #expect(reply.status == 412)
            #expect(reply.problem == "stale-version")
            #expect(try reply.json["parameters"]?["actual"] == "0")
        }
    }

    @Test func `answers 422 with the field and its line when a rule forbids it`() async throws {
        try await withServer { server in
            try await server.record(Example.joined() + [Example.registerUnit("norra")])
            let again = Example.registerUnit("norra").replacing(#""data":"#, with: "\n\"data\":\n")
            let reply = try await server.post(again)
            #expect(reply.status == 422)
            #expect(reply.problem == "unit-already-registered")
            #expect(try reply.json["field"] == "/data/unit")
            #expect(try reply.json["line"] == 3)
            #expect(try reply.json["parameters"] == ["unit": "norra"])
        }
    }

    @Test func `answers 404 for an organisation that takes no part`() async throws {
        try await withServer { server in
            let reply = try await server.post(Example.registerUnit("norra"))
            #expect(reply.status == 404)
            #expect(reply.problem == "organisation-not-joined")
        }
    }

    @Test func `answers 404 for another organisation's command, and records nothing`() async throws {
        try await withServer { server in
            try await server.record(Example.joined())
            let reply = try await server.post(
                Example.registerUnit("norra"), to: "/v1/organisations/1481/commands")
            #expect(reply.status == 404)
            #expect(reply.problem == "another-organisation")
            #expect(try await server.get("/v1/organisations/1480/events").position == "cases/1480/2")
        }
    }

    @Test(arguments: [
        (#"{"id":"#, "malformed-json"),
        ("", "body-empty"),
        ("[]", "wrong-type"),
        (Example.registerUnit("norra").replacing("\"data\"", with: "\"surplus\":1,\"data\""), "unknown-field"),
        (Example.registerUnit("norra", with: #""occurredOn":"2018-03-02","#), "duplicate-key"),
        (Example.registerUnit("Norra"), "malformed-identifier"),
        (Example.registerUnit("norra", day: "2019-02-29"), "no-such-day"),
        (Example.registerPerson("p-1", name: "Anna 19121212-1212"), "personal-identity-number"),
        (Example.command("no-such-command", "{}"), "unknown-command"),
    ])
    func `answers 400 with the place of a fault`(body: String, code: String) async throws {
        try await withServer { server in
            let reply = try await server.post(body)
            #expect(reply.status == 400)
            #expect(reply.problem == code)
            if code != "body-empty" { #expect(try reply.json["line"] == 1) }
            #expect(!reply.body.contains("1212"))
        }
    }

    @Test func `refuses an Idempotency-Key that is not the command's id`() async throws {
        try await withServer { server in
            let reply = try await server.post(
                Example.registerUnit("norra"), headers: ["Idempotency-Key": Example.id()])
            #expect(reply.status == 400)
            #expect(reply.problem == "idempotency-key-differs")
            #expect(try reply.json["field"] == "Idempotency-Key")
        }
    }

    @Test(arguments: ["Casefeedback-Caller", "Casefeedback-Role", "Casefeedback-Ground"])
    func `refuses a command without a caller`(header: String) async throws {
        try await withServer { server in
            let reply = try await server.post(Example.registerUnit("norra"), headers: [header: ""])
            #expect(reply.status == 400)
            #expect(reply.problem == "caller-missing")
            #expect(try reply.json["field"]?.string == header)
        }
    }

    @Test(arguments: [
        ("Casefeedback-Caller", "anna", "caller-malformed"), ("Casefeedback-Caller", "#anna", "caller-malformed"),
        ("Casefeedback-Role", "Process leader", "caller-malformed"),
        ("Casefeedback-Ground", "för 19121212-1212", "personal-identity-number"),
    ])
    func `refuses a caller that says something else`(header: String, value: String, code: String) async throws {
        try await withServer { server in
            let reply = try await server.post(Example.registerUnit("norra"), headers: [header: value])
            #expect(reply.status == 400)
            #expect(reply.problem == code)
            #expect(!reply.body.contains("1212-"))
        }
    }

    @Test func `records who said to act, on what ground`() async throws {
        try await withServer { server in
            try await server.record(Example.joined())
            _ = try await server.post(
                Example.registerUnit("norra"), headers: ["Casefeedback-Ground": "Beslut om årshjulet"])
            let event = try await server.get("/v1/organisations/1480/events?after=2").json["events"]?[0]
            #expect(event?["recordedBy"] == "test#anna")
            #expect(event?["role"] == "process-leader")
            #expect(event?["ground"] == "Beslut om årshjulet")
            #expect(event?["actorVerified"] == false)
        }
    }
}
