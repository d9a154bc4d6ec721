import CanonicalJSON
import EventSourcing
import Testing

@testable import CaseFeedback

@Suite struct `A unit` {
    static func scenario() throws -> Scenario {
        try `A committee`.scenario()
            .given(
                "2017-01-02", "register-unit",
                [
                    "unit": "majorna", "label": ["sv": "Majorna barn och unga"], "committee": "sdn-majorna",
                    "validFrom": "2017-01-01",
                ])
    }

    private let move: JSONValue = ["unit": "majorna", "committee": "sn-sydvast", "validFrom": "2021-01-01"]

    @Test func `belongs after a reorganisation to the new committee, and stays before under the old one`() throws {
        let scenario = try Self.scenario().given("2020-11-01", "move-unit", move)
        let unit = try scenario.state(CaseFeedback.Unit.self, of: .unit(id("majorna")))
        let days = ["2016-12-31", "2017-01-01", "2020-12-31", "2021-01-01"]
        #expect(
            try days.map { unit.committee(on: try day($0))?.text } == [nil, "sdn-majorna", "sdn-majorna", "sn-sydvast"])
    }

    @Test func `is found under each committee that it belonged to, by the tags of its events`() throws {
        let events = try Self.scenario().when("2020-11-01", "move-unit", move)
        let payload = try #require(try events.map { try Catalogue.decode($0) }.first)
        #expect(payload.tags == [.unit(try id("majorna")), .committee(try id("sn-sydvast"))])
    }

    @Test func `keeps its identifier when it is renamed, and its label on earlier days`() throws {
        let scenario = try Self.scenario()
            .given(
                "2019-01-01", "rename-unit",
                ["unit": "majorna", "label": ["sv": "Barn och unga Majorna"], "validFrom": "2019-01-01"])
        let unit = try scenario.state(CaseFeedback.Unit.self, of: .unit(id("majorna")))
        #expect(unit.label(on: try day("2018-12-31"))?.sv.text == "Majorna barn och unga")
        #expect(unit.label(on: try day("2019-01-01"))?.sv.text == "Barn och unga Majorna")
    }

    @Test func `has the codes of other registers, each from its day`() throws {
        let scenario = try Self.scenario()
            .given(
                "2018-01-01", "record-unit-code",
                ["unit": "majorna", "register": "payroll", "code": "N138-40", "validFrom": "2017-06-01"]
            )
            .given(
                "2021-01-01", "record-unit-code",
                ["unit": "majorna", "register": "payroll", "code": "N202-11", "validFrom": "2021-01-01"])
        let codes = try scenario.state(CaseFeedback.Unit.self, of: .unit(id("majorna"))).codes["payroll"]
        #expect(codes?.value(on: try day("2018-01-01"))?.text == "N138-40")
        #expect(codes?.value(on: try day("2021-06-01"))?.text == "N202-11")
    }

    @Test(
        arguments: [
            (
                "unit-already-registered", "register-unit",
                ["unit": "majorna", "label": ["sv": "M"], "committee": "sdn-majorna", "validFrom": "2018-01-01"]

            ),
            (
                "committee-not-open", "register-unit",
                ["unit": "ny", "label": ["sv": "Ny"], "committee": "sn-sydvast", "validFrom": "2020-12-31"]
            ),
            (
                "unit-not-registered", "move-unit",
                ["unit": "okand", "committee": "sn-sydvast", "validFrom": "2021-01-01"]
            ),
            ("unit-not-open", "move-unit", ["unit": "majorna", "committee": "sdn-majorna", "validFrom": "2016-12-31"]),
            (
                "unit-already-there", "move-unit",
                ["unit": "majorna", "committee": "sdn-majorna", "validFrom": "2018-01-01"]
            ),
            (
                "committee-not-open", "move-unit",
                ["unit": "majorna", "committee": "sn-sydvast", "validFrom": "2020-12-31"]
            ),
            ("unit-not-open", "rename-unit", ["unit": "majorna", "label": ["sv": "M"], "validFrom": "2016-12-31"]),
            (
                "unit-not-open", "record-unit-code",
                ["unit": "majorna", "register": "r", "code": "c", "validFrom": "2016-12-31"]
            ),
            ("ends-before-start", "close-unit", ["unit": "majorna", "lastDay": "2016-12-31"]),
            ("unit-not-registered", "close-unit", ["unit": "okand", "lastDay": "2020-12-31"]),
            (
                "unit-not-registered", "close-unit",
                ["unit": "majorna", "lastDay": "2020-12-31", "successor": "okand"]
            ),
        ] as [(String, String, JSONValue)])
    func `refuses what its days or its committee's forbid`(code: String, type: String, data: JSONValue) throws {
        #expect(try Self.scenario().refusal("2021-01-01", type, data)?.code == code)
    }

    @Test func `does nothing after its last day, and is closed once`() throws {
        let scenario = try Self.scenario()
            .given("2021-01-01", "close-unit", ["unit": "majorna", "lastDay": "2020-12-31"])
        #expect(
            try scenario.refusal("2021-02-01", "close-unit", ["unit": "majorna", "lastDay": "2021-01-31"])?.code
                == "unit-already-closed")
        #expect(try scenario.refusal("2021-02-01", "move-unit", move)?.code == "unit-not-open")
    }
}
