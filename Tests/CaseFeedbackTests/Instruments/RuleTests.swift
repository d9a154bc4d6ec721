import CanonicalJSON
import EventSourcing
import Testing

@testable import CaseFeedback

@Suite struct `A consent rule` {
    private func band(_ age: JSONValue, _ needs: JSONValue) -> JSONValue { ["fromAge": age, "needs": needs] }

    @Test func `without bands is neutral: both up to the age of majority, then the person alone`() throws {
        let scenario = try Scenario.joined().given("2017-09-01", "adopt-consent-rule", ["validFrom": "2017-09-01"])
        let rules = try scenario.state(ConsentRules.self, of: ConsentRules.stream)
        let content = try #require(rules.version(on: try day("2018-01-01"))?.content)
        #expect(content.isNeutralDefault)
        #expect(content.needs(atAge: 0) == [.guardian, .child])
        #expect(content.needs(atAge: 17) == [.guardian, .child])
        #expect(content.needs(atAge: 18) == [.child])
        #expect(rules.version(on: try day("2017-08-31")) == nil)
    }

    @Test func `is judged by the version of the day`() throws {
        let scenario = try Scenario.joined()
            .given("2017-09-01", "adopt-consent-rule", ["validFrom": "2017-09-01"])
            .given(
                "2018-09-01", "adopt-consent-rule",
                ["validFrom": "2018-10-01", "bands": [band(0, ["guardian"]), band(15, ["child"])]])
        let rules = try scenario.state(ConsentRules.self, of: ConsentRules.stream)
        #expect(rules.version(on: try day("2018-09-30"))?.content.needs(atAge: 16) == [.guardian, .child])
        #expect(rules.version(on: try day("2018-10-01"))?.content.needs(atAge: 16) == [.child])
        #expect(rules.version(on: try day("2018-10-01"))?.content.needs(atAge: 14) == [.guardian])
    }

    @Test func `that leaves an age without an answer is refused`() throws {
        func problem(_ bands: JSONValue) throws -> String? {
            let refusal = try Scenario.joined()
                .refusal("2018-01-01", "adopt-consent-rule", ["validFrom": "2018-01-01", "bands": bands])
            return refusal?.code == "consent-bands-malformed" ? refusal?.parameters["problem"] : refusal?.code
        }
        #expect(try problem([]) == "first-age")
        #expect(try problem([band(6, ["child"])]) == "first-age")
        #expect(try problem([band(0, ["child"]), band(15, ["child"]), band(15, ["guardian"])]) == "order")
        #expect(try problem([band(0, [])]) == "nobody")
        #expect(try problem([band(0, ["child", "child"])]) == "twice")
        #expect(try problem([band(0, ["child"])]) == nil)
    }
}

@Suite struct `A suppression rule` {
    private func adopt(_ threshold: JSONValue?, from day: JSONValue, committee: JSONValue? = nil) -> JSONValue {
        var data: [String: JSONValue] = ["validFrom": day]
        data["threshold"] = threshold
        data["committee"] = committee
        return .object(data)
    }

    @Test func `is five where nothing was adopted, and a committee's own goes before that of all`() throws {
        let scenario = try `A committee`.scenario()
            .given("2018-01-01", "adopt-suppression-rule", adopt(6, from: "2018-01-01"))
            .given("2018-01-01", "adopt-suppression-rule", adopt(4, from: "2019-01-01", committee: "sdn-majorna"))
        let rules = try scenario.state(SuppressionRules.self, of: SuppressionRules.stream)
        let majorna = try id("sdn-majorna")
        #expect(rules.threshold(on: try day("2017-12-31")) == 5)
        #expect(rules.threshold(on: try day("2018-01-01")) == 6)
        #expect(rules.threshold(for: majorna, on: try day("2018-12-31")) == 6)
        #expect(rules.threshold(for: majorna, on: try day("2019-01-01")) == 4)
        #expect(rules.threshold(for: try id("sn-sydvast"), on: try day("2021-01-01")) == 6)
    }

    @Test func `is adopted with the default when no number is given`() throws {
        let events = try Scenario.joined().when("2018-01-01", "adopt-suppression-rule", adopt(nil, from: "2018-01-01"))
        #expect(try events.first?.fields["threshold"] == 5)
    }

    @Test(arguments: [(2, "threshold-below-floor"), (3, nil)] as [(Int64, String?)])
    func `never goes below three`(threshold: Int64, code: String?) throws {
        let data = adopt(.integer(threshold), from: "2018-01-01")
        #expect(try Scenario.joined().refusal("2018-01-01", "adopt-suppression-rule", data)?.code == code)
    }
}

@Suite struct `A retention rule` {
    private func adopt(_ retention: JSONValue, years: JSONValue?, committee: JSONValue? = nil) -> JSONValue {
        var data: [String: JSONValue] = [
            "retentionClass": retention, "validFrom": "2018-01-01", "citation": "SoL 12 kap. 1 §, lydelse 2018-01-01",
        ]
        data["years"] = years
        data["committee"] = committee
        return .object(data)
    }

    @Test func `holds for its class, a committee's own before that of all`() throws {
        let scenario = try `A committee`.scenario()
            .given("2018-01-01", "adopt-retention-rule", adopt("child", years: 5))
            .given("2018-01-01", "adopt-retention-rule", adopt("child", years: nil, committee: "sdn-majorna"))
        let rules = try scenario.state(RetentionRules.self, of: RetentionRules.stream)
        let date = try day("2018-06-01")
        #expect(rules.rule(for: .child, on: date)?.content.years == 5)
        let own = try #require(rules.rule(for: .child, of: try id("sdn-majorna"), on: date))
        #expect(own.content.years == nil, "kept for ever")
        #expect(rules.rule(for: .activity, on: date) == nil)
        #expect(rules.rule(for: .child, on: try day("2017-12-31")) == nil)
    }

    @Test func `of no years or of centuries is refused`() throws {
        for years: JSONValue in [0, -5, 201] {
            #expect(
                try Scenario.joined().refusal("2018-01-01", "adopt-retention-rule", adopt("child", years: years))?.code
                    == "retention-years-out-of-range")
        }
    }
}
