import CanonicalJSON
import Testing

@Suite struct `Asking over HTTP` {
    @Test func `shows the wheel as of a day, and the position that it shows`() async throws {
        try await withServer { server in
            try await server.enrol()
            let march = try await server.get("/v1/organisations/1480/wheel?asOf=2018-03-01")
            #expect(march.status == 200)
            #expect(march.position == "cases/1480/9")
            #expect(try march.json["asOf"] == "2018-03-01")
            #expect(try march.json["units"]?.array?.map { $0["unit"]?.string } == ["norra"])
            let now = try await server.get("/v1/organisations/1480/wheel")
            #expect(try now.json["units"]?.array?.count == 2)
        }
    }

    @Test(arguments: [("8", 1), ("%238", 1), ("cases/1480/8", 1), ("9", 2), ("7", 0), ("2010-01-01T00:00:00Z", 0)])
    func `shows the wheel as it was known at a position or a moment`(knownAt: String, units: Int) async throws {
        try await withServer { server in
            try await server.enrol()
            let reply = try await server.get("/v1/organisations/1480/wheel?knownAt=\(knownAt)")
            #expect(reply.status == 200)
            #expect(try reply.json["units"]?.array?.count == units)
        }
    }

    @Test func `shows one unit when one is asked for`() async throws {
        try await withServer { server in
            try await server.enrol()
            let reply = try await server.get(
                "/v1/organisations/1480/wheel?unit=sodra&cycle=2018&asOf=2018-05-01T12:00:00Z")
            #expect(try reply.json["units"]?.array?.map { $0["unit"]?.string } == ["sodra"])
        }
    }

    @Test func `waits for the position that the answer must show`() async throws {
        try await withServer { server in
            try await server.enrol()
            for number in 10...12 {
                let recorded = try await server.post(Example.registerPerson("p-\(number)"))
                let position = try #require(recorded.position)
                let reply = try await server.get(
                    "/v1/organisations/1480/wheel", headers: ["Casefeedback-At-Least": position])
                #expect(reply.position == position)
            }
        }
    }

    @Test func `answers 503 when the projection does not get there in time`() async throws {
        try await withServer(followed: false) { server in
            try await server.record(Example.joined())
            let reply = try await server.get(
                "/v1/organisations/1480/wheel", headers: ["Casefeedback-At-Least": "cases/1480/2"])
            #expect(reply.status == 503)
            #expect(reply.problem == "lagging")
            #expect(reply.header("Retry-After") == "1")
        }
    }

    @Test func `tells the trail page by page, in the asked language`() async throws {
        try await withServer { server in
            try await server.enrol()
            let path = "/v1/organisations/1480/trail?limit=5"
            let first = try await server.get(path)
            #expect(first.status == 200)
            #expect(first.header("Content-Language") == "sv")
            #expect(try first.json["lines"]?.array?.map { $0["position"]?.integer } == [1, 2, 3, 4, 5])
            let next = try #require(try first.json["next"]?.string)
            let second = try await server.get("\(path)&cursor=\(next)", headers: ["Accept-Language": "en"])
            #expect(try second.json["lines"]?.array?.map { $0["position"]?.integer } == [6, 7, 8, 9])
            #expect(try second.json["next"] == nil)
            #expect(try second.json["language"] == "en")
            let newest = try await server.get("/v1/organisations/1480/trail?limit=1&order=newest")
            #expect(try newest.json["lines"]?[0]?["position"] == 9)
        }
    }

    @Test func `tells the part of the trail that is asked for`() async throws {
        try await withServer { server in
            try await server.enrol()
            let reply = try await server.get(
                "/v1/organisations/1480/trail?type=unit-enrolled&type=cycle-opened&cycle=2018&from=2018-01-01&to=2018-03-31"
            )
            #expect(try reply.json["lines"]?.array?.map { $0["position"]?.integer } == [3, 8])
        }
    }

    @Test func `shows the matrix to whoever says who it is`() async throws {
        try await withServer { server in
            try await server.enrol()
            let path = "/v1/organisations/1480/matrix?cycle=2018&unit=norra"
            let anonymous = try await server.get(path)
            #expect(anonymous.status == 400)
            #expect(anonymous.problem == "caller-missing")
            let reply = try await server.get(
                path, headers: ServedInstallation.caller)
            #expect(reply.status == 200)
            #expect(try reply.json["unit"] == "norra")
        }
    }

    @Test(arguments: [
        ("wheel?asof=2018-01-01", "unknown-parameter", nil),
        ("wheel?asOf=2018-02-30", "no-such-day", "asOf"),
        ("wheel?asOf=yesterday", "malformed-day", "asOf"),
        ("wheel?unit=a&unit=b", "parameter-given-twice", "unit"),
        ("wheel?unit=Norra", "malformed-identifier", "unit"),
        ("wheel?knownAt=then", "malformed-known-at", "knownAt"),
        ("wheel?knownAt=cases/1481/2", "position-of-another-log", "knownAt"),
        ("wheel?knownAt=99", "position-beyond-head", "knownAt"),
        ("trail?limit=1001", "number-out-of-range", "limit"),
        ("trail?limit=many", "number-out-of-range", "limit"),
        ("trail?order=random", "value-not-allowed", "order"),
        ("events?wait=31", "number-out-of-range", "wait"),
        ("events?after=99", "position-beyond-head", "after"),
    ])
    func `refuses a parameter that it can't use`(path: String, code: String, field: String?) async throws {
        try await withServer { server in
            try await server.record(Example.joined())
            let reply = try await server.get("/v1/organisations/1480/\(path)")
            #expect(reply.status == 400)
            #expect(reply.problem == code)
            #expect(try reply.json["field"]?.string == field)
        }
    }

    @Test(arguments: ["wheel", "trail", "events"])
    func `knows no organisation that does not take part`(name: String) async throws {
        try await withServer { server in
            for organisation in ["1481", "NO SUCH".replacing(" ", with: "%20")] {
                let reply = try await server.get("/v1/organisations/\(organisation)/\(name)")
                #expect(reply.status == 404)
                #expect(reply.problem == "organisation-not-found")
            }
        }
    }
}
