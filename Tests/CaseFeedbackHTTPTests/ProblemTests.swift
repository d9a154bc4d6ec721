import CanonicalJSON
import Postgres
import TestSupport
import Testing

@Suite struct `Telling a problem over HTTP` {
    @Test func `is a problem document that nobody keeps`() async throws {
        try await withServer { server in
            let reply = try await server.get("/v1/organisations/1480/wheel")
            #expect(reply.status == 404)
            #expect(reply.header("Content-Type") == "application/problem+json")
            #expect(reply.header("Cache-Control") == "no-store")
            #expect(reply.header("X-Content-Type-Options") == "nosniff")
            let json = try reply.json
            #expect(json["type"] == "urn:casefeedback:problem:organisation-not-found")
            #expect(json["status"] == 404)
            #expect(json["title"] == "Finns inte")
            #expect(json["parameters"] == ["organisation": "1480"])
        }
    }

    @Test(arguments: [
        (nil, "sv"), ("en", "en"), ("en-GB,sv;q=0.9", "en"), ("sv;q=0.5, en;q=0.4", "sv"), ("de,fr", "sv"),
        ("en;q=0", "sv"), ("*", "sv"), ("de, en;q=0.1", "en"),
    ])
    func `speaks Swedish, and English to whoever wants it more`(accepted: String?, language: String) async throws {
        try await withServer { server in
            let reply = try await server.get(
                "/v1/organisations/1480/wheel", headers: accepted.map { ["Accept-Language": $0] } ?? [:])
            #expect(reply.header("Content-Language") == language)
            let detail = try #require(try reply.json["detail"]?.string)
            #expect(detail.contains(language == "sv" ? "Organisationen" : "organisation 1480"))
        }
    }

    @Test func `answers 404 where there is nothing`() async throws {
        try await withServer { server in
            for path in ["/", "/v2", "/v1/organisations/1480", "/v1/organisations/1480/wheel/spoke"] {
                let reply = try await server.get(path)
                #expect(reply.status == 404)
                #expect(reply.problem == "route-not-found")
            }
        }
    }

    @Test(arguments: [
        ("DELETE", "wheel", "GET, HEAD"), ("GET", "commands", "POST"), ("PUT", "commands", "POST"),
    ])
    func `answers 405 with the methods that there are`(method: String, name: String, allowed: String) async throws {
        try await withServer { server in
            let reply = try await server.send(method, "/v1/organisations/1480/\(name)")
            #expect(reply.status == 405)
            #expect(reply.problem == "method-not-allowed")
            #expect(reply.header("Allow") == allowed)
        }
    }

    @Test(arguments: [nil, "text/plain", "application/json; charset=iso-8859-1", "application/jsonp"])
    func `answers 415 to a body of another type`(type: String?) async throws {
        try await withServer { server in
            let reply = try await server.post(Example.registerUnit("norra"), type: type)
            #expect(reply.status == 415)
            #expect(reply.problem == "content-type-not-supported")
        }
    }

    @Test func `answers 415 to a compressed body`() async throws {
        try await withServer { server in
            let reply = try await server.post(
                Example.registerUnit("norra"), headers: ["Content-Encoding": "gzip"])
            #expect(reply.status == 415)
        }
    }

    @Test func `answers 413 to a body above the limit, announced or not`() async throws {
        try await withServer { server in
            let large = String(repeating: " ", count: 8 << 20 | 1)
            let reply = try await server.post(large)
            #expect(reply.status == 413)
            #expect(reply.problem == "body-too-large")
            let streamed = try await server.postStreamed(large)
            #expect(streamed == 413)
            #expect(try await server.get("/livez").status == 200)
        }
    }

    @Test func `leaves no trace of the database in an answer`() async throws {
        try await withServer { server in
            try await server.record(Example.joined())
            try await server.database.asSuperuser { try $0.run(script: "DROP SCHEMA casefeedback CASCADE") }
            let reply = try await server.get("/v1/organisations/1480/wheel")
            #expect(reply.status == 500)
            #expect(try reply.json["instance"]?.string?.hasPrefix("urn:casefeedback:request:") == true)
            #expect(!reply.body.contains("relation"))
            let ready = try await server.get("/readyz")
            #expect(ready.status == 503)
            #expect(ready.problem == "schema-missing")
        }
    }

    @Test func `names the parameter, its value and all that it takes`() async throws {
        try await withServer { server in
            try await server.record(Example.joined())
            let path = "/v1/organisations/1480/wheel"
            let reply = try await server.get("\(path)?asOf=nonsense", headers: ["Accept-Language": "en"])
            #expect(reply.status == 400)
            #expect(reply.problem == "malformed-day")
            let json = try reply.json
            #expect(json["field"] == "asOf" && json["value"] == "nonsense")
            #expect(json["parameters"] == ["form": "YYYY-MM-DD", "instant": "YYYY-MM-DDThh:mm:ssZ"])
            #expect(json["detail"] == "asOf should be a day (YYYY-MM-DD) or an instant (YYYY-MM-DDThh:mm:ssZ).")
        }
    }

    @Test func `repeats no personal identity number`() async throws {
        try await withServer { server in
            for path in ["191212121212/wheel", "1480/wheel?unit=191212121212", "1480/wheel?191212121212=1"] {
                let reply = try await server.get("/v1/organisations/\(path)")
                #expect(reply.status >= 400)
                #expect(!reply.body.contains("1212"), "\(reply.body)")
            }
        }
    }
}
