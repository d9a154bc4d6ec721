import CanonicalJSON
import EventSourcing
import Testing

@testable import CaseFeedback

@Suite struct `A committee` {
    static func scenario() throws -> Scenario {
        try Scenario.joined()
            .given(
                "2017-01-02", "establish-committee",
                ["committee": "sdn-majorna", "label": ["sv": "SDN Majorna-Linné"], "validFrom": "2011-01-01"]
            )
            .given(
                "2017-01-02", "establish-committee",
                ["committee": "sn-sydvast", "label": ["sv": "Socialnämnd Sydväst"], "validFrom": "2021-01-01"])
    }

    private let close: JSONValue = ["committee": "sdn-majorna", "lastDay": "2020-12-31", "successor": "sn-sydvast"]

    @Test func `is an authority from its first day to its last`() throws {
        let scenario = try Self.scenario().given("2020-12-31", "close-committee", close)
        let committee = try scenario.state(Committee.self, of: .committee(id("sdn-majorna")))
        let days = ["2010-12-31", "2011-01-01", "2020-12-31", "2021-01-01"]
        #expect(try days.map { committee.isOpen(on: try day($0)) } == [false, true, true, false])
        #expect(committee.successor?.text == "sn-sydvast")
    }

    @Test func `is established once, under one identifier`() throws {
        let again: JSONValue = ["committee": "sdn-majorna", "label": ["sv": "Annan"], "validFrom": "2012-01-01"]
        #expect(
            try Self.scenario().refusal("2017-02-01", "establish-committee", again)?.code
                == "committee-already-established")
    }

    @Test(
        arguments: [
            ("committee-not-established", ["committee": "okand", "lastDay": "2020-12-31"]),
            ("ends-before-start", ["committee": "sdn-majorna", "lastDay": "2010-12-31"]),
            ("committee-not-open", ["committee": "sdn-majorna", "lastDay": "2019-12-31", "successor": "sn-sydvast"]),
        ] as [(String, JSONValue)])
    func `is not closed`(code: String, data: JSONValue) throws {
        #expect(try Self.scenario().refusal("2020-12-31", "close-committee", data)?.code == code)
    }

    @Test func `is not closed twice`() throws {
        let scenario = try Self.scenario().given("2020-12-31", "close-committee", close)
        #expect(try scenario.refusal("2021-01-01", "close-committee", close)?.code == "committee-already-closed")
    }
}
