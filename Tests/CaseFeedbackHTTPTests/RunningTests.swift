import CaseFeedbackHTTP
import CaseFeedbackService
import TestSupport
import Testing

@Suite struct `Running the server` {
    @Test func `says that it lives and that it is ready`() async throws {
        try await withServer { server in
            let live = try await server.get("/livez")
            #expect(live.status == 200)
            #expect(live.body == #"{"status":"live"}"#)
            let ready = try await server.get("/readyz")
            #expect(ready.status == 200)
            #expect(ready.body == #"{"status":"ready"}"#)
            #expect(try await server.send("HEAD", "/livez").status == 200)
        }
    }

    @Test func `lets a running request finish when it is shut down`() async throws {
        try await withServer { server in
            try await server.record(Example.joined())
            let started = ContinuousClock.now
            async let waiting = server.get("/v1/organisations/1480/events?after=2&wait=30")
            async let lagging = server.get(
                "/v1/organisations/1480/wheel", headers: ["Casefeedback-At-Least": "cases/1480/3"])
            try await Task.sleep(for: .milliseconds(500))
            await server.shutDown()
            // The one that only waits for news is answered at once, the other after its own two seconds.
            #expect(try await waiting.status == 200)
            #expect(try await lagging.status == 503)
            #expect(started.duration(to: .now) < .seconds(15))
            await #expect(throws: (any Error).self) { try await server.send("GET", "/livez", within: 1) }
        }
    }

    @Test func `tells a port in use as a problem`() async throws {
        try await withServer { server in
            let second = CaseFeedbackServer(
                installation: server.database.installation, host: "127.0.0.1", port: server.port, logger: .silent)
            let problem = await #expect(throws: Problem.self) { try await second.run() }
            #expect(problem?.code == "port-in-use")
            #expect(problem?.parameters["port"] == "\(server.port)")
        }
    }

    @Test(arguments: [
        ("127.0.0.1", true), ("127.1.2.3", true), ("localhost", true), ("LOCALHOST", true), ("::1", true),
        ("0.0.0.0", false), ("::", false), ("", false), ("10.0.0.1", false), ("127.0.0.1.example.se", false),
        ("127.example.se", false), ("127.0.0.256", false), ("localhost.example.se", false),
    ])
    func `knows which hosts only this machine reaches`(host: String, isLoopback: Bool) {
        #expect(CaseFeedbackServer.isLoopback(host) == isLoopback)
    }
}
