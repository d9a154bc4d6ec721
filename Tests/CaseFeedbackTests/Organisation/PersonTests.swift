import CanonicalJSON
import EventSourcing
import Testing

@testable import CaseFeedback

@Suite struct `A person of the staff` {
    static func scenario() throws -> Scenario {
        try `A unit`.scenario()
            .given("2017-01-03", "register-person", ["person": "p-12", "name": "Anna Exempel"])
    }

    private func role(_ scope: JSONValue = "unit:majorna", from day: JSONValue = "2018-01-01") -> JSONValue {
        [
            "person": "p-12", "role": "seminar-leader", "scope": scope, "validFrom": day,
            "ground": "Beslut av enhetschef",
        ]
    }

    @Test func `has a name that stands in no payload`() throws {
        let scenario = try Self.scenario()
        let event = try #require(scenario.events.last)
        #expect(try event.fields == ["person": "p-12", "name": ["protected": "personal"]])
        let person = try scenario.state(Person.self, of: .person(id("p-12")))
        #expect(scenario.words(of: person.name) == "Anna Exempel")
    }

    @Test func `holds a role from its first day until the day on which it is revoked`() throws {
        let scenario = try Self.scenario()
            .given("2018-01-01", "assign-role", role())
            .given("2018-12-20", "revoke-role", role(from: "2019-01-01"))
        let person = try scenario.state(Person.self, of: .person(id("p-12")))
        let scope = RoleScope.unit(try id("majorna"))
        let days = ["2017-12-31", "2018-01-01", "2018-12-31", "2019-01-01"]
        #expect(
            try days.map { person.holds(.seminarLeader, in: scope, on: try day($0)) } == [false, true, true, false])
        #expect(!person.holds(.seminarLeader, in: .organisation, on: try day("2018-06-01")))
        #expect(!person.holds(.compiler, in: scope, on: try day("2018-06-01")))
    }

    @Test(arguments: [
        ("unit-not-open", "unit:majorna", "2016-01-01"), ("unit-not-registered", "unit:okand", "2018-01-01"),
        ("committee-not-open", "committee:sn-sydvast", "2018-01-01"),
    ])
    func `is given no role where there is nothing to act in`(code: String, scope: String, day: String) throws {
        let refusal = try Self.scenario().refusal("2018-01-01", "assign-role", role(.string(scope), from: .string(day)))
        #expect(refusal?.code == code)
        #expect(refusal?.field == "/data/scope")
    }

    @Test func `is given a role once, and loses only one that is held`() throws {
        let scenario = try Self.scenario().given("2018-01-01", "assign-role", role())
        #expect(
            try scenario.refusal("2018-02-01", "assign-role", role(from: "2018-02-01"))?.code == "role-already-held")
        #expect(try scenario.refusal("2018-02-01", "revoke-role", role("organisation"))?.code == "role-not-held")
    }

    @Test func `is registered once, and before anything else`() throws {
        let scenario = try Self.scenario()
        #expect(
            try scenario.refusal("2018-01-01", "register-person", ["person": "p-12"])?.code
                == "person-already-registered")
        var stranger = try #require(role().object)
        stranger["person"] = "p-99"
        #expect(try scenario.refusal("2018-01-01", "assign-role", .object(stranger))?.code == "person-not-registered")
    }

    @Test func `in no known role is a fault that names the known ones`() throws {
        var data = try #require(role().object)
        data["role"] = "boss"
        let fault = #expect(throws: JSONFault.self) {
            try Self.scenario().when("2018-01-01", "assign-role", .object(data))
        }
        #expect(fault?.innerCode == "not-one-of")
        #expect(fault?.pointer == "/data/role")
        #expect(try Refusals.text(of: #require(fault), in: .english).contains("seminar-leader"))
    }
}

@Suite struct `The case worker of a child` {
    private let child = "B-7K4Q-X2M9"

    private func scenario() throws -> Scenario {
        try `A person of the staff`.scenario()
            .given("2017-01-03", "register-person", ["person": "p-13"])
            .given("2018-01-01", "record-case-worker", worker("p-12", from: "2018-01-01"))
    }

    private func worker(_ person: JSONValue, from day: JSONValue) -> JSONValue {
        ["child": .string(child), "caseWorker": person, "validFrom": day]
    }

    @Test func `is answered for any day, whatever is recorded later`() throws {
        let scenario = try scenario()
            .given("2018-06-01", "record-case-worker", worker("p-13", from: "2018-05-01"))
            .given("2019-02-01", "end-case-worker", ["child": .string(child), "validFrom": "2019-01-01"])
            .given("2019-03-01", "record-case-worker", worker("p-13", from: "2018-02-01"))
        let history = try scenario.state(ChildHistory.self, of: .child(ChildReference(child)))
        let days = ["2017-12-31", "2018-01-31", "2018-02-01", "2018-12-31", "2019-01-01"]
        #expect(try days.map { history.caseWorker(on: try day($0))?.text } == [nil, "p-12", "p-13", "p-13", nil])
    }

    @Test func `is of the personal class, kept as long as the child's records`() {
        #expect(CaseWorkerRecorded.secrecy == .personal)
        #expect(CaseWorkerRecorded.retention == .child)
        #expect(CaseWorkerEnded.secrecy == .personal)
        #expect(CaseWorkerEnded.retention == .child)
    }

    @Test func `is refused when nothing changes or nobody is known`() throws {
        let scenario = try scenario()
        #expect(
            try scenario.refusal("2018-03-01", "record-case-worker", worker("p-12", from: "2018-03-01"))?.code
                == "case-worker-already-recorded")
        #expect(
            try scenario.refusal("2018-03-01", "record-case-worker", worker("p-99", from: "2018-03-01"))?.code
                == "person-not-registered")
        #expect(
            try scenario.refusal(
                "2018-03-01", "end-case-worker", ["child": .string(child), "validFrom": "2017-01-01"])?
                .code == "no-case-worker")
    }
}
