import CanonicalJSON
import TestSupport
import Testing

@Suite struct `Following the feed` {
    private let path = "/v1/organisations/1480/events"

    @Test func `hands out events in order, and where to go on`() async throws {
        try await withServer { server in
            try await server.record(Example.enrolled)
            var after = ""
            var positions: [Int64] = []
            repeat {
                let reply = try await server.get("\(path)?limit=4\(after)")
                let events = try #require(try reply.json["events"]?.array)
                positions += events.compactMap { $0["position"]?.integer }
                let position = try #require(reply.position)
                #expect(try reply.json["position"]?.string == position)
                if events.isEmpty { break }
                after = "&after=\(position)"
            } while true
            #expect(positions == Array(1...9))
        }
    }

    @Test(arguments: ["0002-01-01 BC", "10000-01-01"])
    func `ends at an event of a year that can't be written, as the trail does, and the server lives`(
        day: String
    ) async throws {
        try await withServer { server in
            try await server.enrol()
            try await server.database.run(
                """
                SET session_replication_role = replica;
                UPDATE casefeedback.events SET occurred_on = '\(day)' WHERE log = 'cases' AND position = 5
                """)
            for asked in [path, "/v1/organisations/1480/trail"] {
                let reply = try await server.get(asked)
                #expect(reply.status == 500)
                #expect(reply.problem == "unreadable-event")
                #expect(reply.body.contains("occurred_on"))
            }
            #expect(try await server.get("/livez").status == 200)
        }
    }

    @Test func `shows the envelope and the payload, and nobody's words`() async throws {
        try await withServer { server in
            try await server.record(Example.joined() + [Example.registerPerson("p-1", name: "Anna Andersson")])
            let reply = try await server.get("\(path)?after=2")
            #expect(!reply.body.contains("Andersson"))
            let event = try #require(try reply.json["events"]?[0])
            #expect(event["specversion"] == "1.0")
            #expect(event["type"] == "person-registered")
            #expect(event["source"] == "urn:casefeedback:1480:cases")
            #expect(event["subject"] == event["stream"])
            #expect(event["time"] == event["recordedAt"])
            #expect(event["occurredOn"] == "2018-03-01")
            #expect(event["version"] == 1)
            #expect(event["provenance"] == ["synthetic": [""]])
            #expect(event["data"] == ["name": ["protected": "personal"], "person": "p-1"])
        }
    }

    @Test func `waits for the next event, and answers as soon as it is there`() async throws {
        try await withServer { server in
            try await server.record(Example.joined())
            let started = ContinuousClock.now
            async let waiting = server.get("\(path)?after=2&wait=20")
            try await Task.sleep(for: .milliseconds(300))
            try await server.record([Example.registerUnit("norra")])
            let reply = try await waiting
            #expect(try reply.json["events"]?.array?.map { $0["type"]?.string } == ["unit-registered"])
            #expect(started.duration(to: .now) < .seconds(10))
        }
    }

    @Test func `answers with nothing when nothing comes`() async throws {
        try await withServer { server in
            try await server.record(Example.joined())
            let started = ContinuousClock.now
            let reply = try await server.get("\(path)?after=2&wait=1")
            #expect(started.duration(to: .now) >= .seconds(1))
            #expect(reply.status == 200)
            #expect(try reply.json["events"] == [])
            #expect(reply.position == "cases/1480/2")
        }
    }
}
