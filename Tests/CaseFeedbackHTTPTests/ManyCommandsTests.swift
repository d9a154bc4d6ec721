import CanonicalJSON
import Testing

@Suite struct `Recording many commands in one request` {
    private let lines = "application/x-ndjson"

    @Test func `answers each on a line of its own, in their order`() async throws {
        try await withServer { server in
            try await server.record(Example.joined())
            let ids = [Example.id(), Example.id()]
            let body = "\(Example.registerUnit("norra", id: ids[0]))\n\n\(Example.registerUnit("sodra", id: ids[1]))\n"
            let reply = try await server.post(body, type: lines)
            #expect(reply.status == 201)
            #expect(reply.header("Content-Type") == lines)
            #expect(reply.position == "cases/1480/4")
            let answers = reply.body.split(separator: "\n")
            #expect(answers.count == 2)
            #expect(zip(answers, ids).allSatisfy { $0.contains($1) })
            #expect(try await server.post(body, type: lines).body == reply.body)
        }
    }

    @Test func `records all or nothing, and names the line of the refused one`() async throws {
        try await withServer { server in
            try await server.record(Example.joined())
            let commands = [
                Example.registerUnit("norra"), Example.registerUnit("sodra"), Example.registerUnit("norra"),
            ]
            let reply = try await server.post(commands.joined(separator: "\n"), type: lines)
            #expect(reply.status == 422)
            #expect(reply.problem == "unit-already-registered")
            #expect(try reply.json["line"] == 3)
            #expect(try await server.get("/v1/organisations/1480/events").position == "cases/1480/2")
        }
    }

    @Test func `names the line of a fault`() async throws {
        try await withServer { server in
            let reply = try await server.post("\(Example.registerUnit("norra"))\n\n{\"id\":1}", type: lines)
            #expect(reply.status == 400)
            #expect(try reply.json["line"] == 3)
        }
    }

    @Test func `refuses one Idempotency-Key for several`() async throws {
        try await withServer { server in
            let id = Example.id()
            let body = "\(Example.registerUnit("norra", id: id))\n\(Example.registerUnit("sodra"))"
            let reply = try await server.post(body, type: lines, headers: ["Idempotency-Key": id])
            #expect(reply.status == 400)
            #expect(reply.problem == "idempotency-key-of-many")
        }
    }

    @Test func `refuses more than one transaction takes`() async throws {
        try await withServer { server in
            let body = String(repeating: Example.registerPerson("p-1") + "\n", count: 5_001)
            let reply = try await server.post(body, type: lines)
            #expect(reply.status == 413)
            #expect(reply.problem == "too-many-commands")
        }
    }
}
