import CanonicalJSON
import EventSourcing
import Testing

@testable import CaseFeedback

@Suite struct `A cycle` {
    static func open(_ cycle: JSONValue, _ starts: JSONValue, _ ends: JSONValue) -> JSONValue {
        ["cycle": cycle, "label": ["sv": "Pilotomgången", "en": "Pilot round"], "starts": starts, "ends": ends]
    }

    static func scenario() throws -> Scenario {
        try `A unit`.scenario().given("2017-08-01", "open-cycle", open("2017-2018", "2017-09-01", "2018-11-30"))
    }

    private func cycle(_ scenario: Scenario, _ cycle: String = "2017-2018") throws -> Cycle {
        try scenario.state(of: .cycle(id(cycle)))
    }

    @Test func `may last a term, overlap another and leave a year out`() throws {
        let scenario = try Self.scenario()
            .given("2018-08-01", "open-cycle", Self.open("2018-2019", "2018-09-01", "2019-12-31"))
            .given("2021-08-01", "open-cycle", Self.open("ht-2021", "2021-08-20", "2021-12-20"))
        #expect(try cycle(scenario).isOpen(on: try day("2018-10-01")))
        #expect(try cycle(scenario, "2018-2019").isOpen(on: try day("2018-10-01")))
        #expect(try cycle(scenario, "ht-2021").ends == day("2021-12-20"))
    }

    @Test func `keeps its goals for the children apart from those for staff and services`() throws {
        let scenario = try Self.scenario()
            .given(
                "2017-09-15", "state-cycle-goals",
                [
                    "cycle": "2017-2018", "forChildren": ["Att bli lyssnad på.", "Att veta mer."],
                    "forServices": ["Att lära."],
                ])
        let goals = try #require(try cycle(scenario).goals.first)
        #expect(goals.forChildren.map(scenario.words) == ["Att bli lyssnad på.", "Att veta mer."])
        #expect(goals.forServices.map(scenario.words) == ["Att lära."])
        #expect(goals.forChildren.map(\.secrecy) == [.professional, .professional])
    }

    @Test func `that is closed takes what happened before, and nothing that happened after`() throws {
        let scenario = try Self.scenario().given("2019-01-31", "close-cycle", ["cycle": "2017-2018"])
        let goals: JSONValue = ["cycle": "2017-2018", "forChildren": ["Att bli lyssnad på."], "forServices": []]
        #expect(try scenario.refusal("2018-12-01", "state-cycle-goals", goals) == nil)
        #expect(try scenario.refusal("2019-01-31", "state-cycle-goals", goals) == nil)
        #expect(try scenario.refusal("2019-02-01", "state-cycle-goals", goals)?.code == "cycle-already-closed")
        #expect(
            try scenario.refusal("2019-02-01", "close-cycle", ["cycle": "2017-2018"])?.code == "cycle-already-closed")
    }

    @Test(
        arguments: [
            ("cycle-already-opened", "open-cycle", open("2017-2018", "2018-09-01", "2019-11-30")),
            ("ends-before-start", "open-cycle", open("ny", "2018-09-01", "2018-08-31")),
            ("cycle-not-opened", "close-cycle", ["cycle": "okand"]),
            ("ends-before-start", "close-cycle", ["cycle": "2017-2018"]),
            ("cycle-not-opened", "state-cycle-goals", ["cycle": "okand", "forChildren": ["x"], "forServices": []]),
            ("no-goal-stated", "state-cycle-goals", ["cycle": "2017-2018", "forChildren": [], "forServices": []]),
        ] as [(String, String, JSONValue)])
    func `refuses`(code: String, type: String, data: JSONValue) throws {
        #expect(try Self.scenario().refusal("2017-08-15", type, data)?.code == code)
    }
}
