import CanonicalJSON
import EventSourcing
import Testing

@testable import CaseFeedback

@Suite struct `Every command` {
    private let committee: JSONValue = [
        "committee": "sdn-centrum", "label": ["sv": "SDN Centrum"], "validFrom": "2011-01-01",
    ]
    private let join: JSONValue = [
        "name": ["sv": "Göteborgs Stad"], "nature": "demonstration", "zone": "Europe/Stockholm",
    ]
    private let source: JSONValue = [
        "code": "kusten", "title": "Erfarenhetsutbyte 13 september 2018", "publisher": "Göteborgs Stad",
        "locator": "https://example.org/kusten",
    ]

    private func demonstration() throws -> Scenario { try Scenario().given("2017-01-01", "join-municipality", join) }

    @Test func `waits until the organisation has joined, which it does once`() throws {
        #expect(
            try Scenario().refusal("2017-01-01", "establish-committee", committee)?.code == "organisation-not-joined")
        #expect(
            try demonstration().refusal("2017-01-01", "join-municipality", join)?.code == "organisation-already-joined")
    }

    @Test func `is refused in live use when anything in it is invented`() throws {
        let scenario = try Scenario.joined()
        #expect(
            try scenario.refusal("2017-01-01", "establish-committee", committee, synthetic: ["/data/label"])?.code
                == "synthetic-in-live-log")
        #expect(try scenario.refusal("2017-01-01", "establish-committee", committee) == nil)
    }

    @Test func `in a demonstration says what is invented or where it is from`() throws {
        let scenario = try demonstration()
        #expect(
            try scenario.refusal("2017-01-01", "establish-committee", committee)?.code == "demonstration-without-origin"
        )
        #expect(try scenario.refusal("2017-01-01", "establish-committee", committee, synthetic: [""]) == nil)
    }

    @Test func `cites only a source that was recorded, which says by itself where it is from`() throws {
        let scenario = try demonstration()
        let refusal = try scenario.refusal("2017-01-01", "establish-committee", committee, source: "kusten")
        #expect(refusal?.code == "source-not-recorded")
        #expect(refusal?.field == "/source")
        let recorded = try scenario.given("2017-01-01", "record-source", source)
        #expect(try recorded.refusal("2017-01-01", "establish-committee", committee, source: "kusten") == nil)
        #expect(try recorded.refusal("2017-01-01", "record-source", source)?.code == "source-already-recorded")
    }

    @Test(
        arguments: [
            (
                "unknown-field", "establish-committee",
                ["committee": "a", "label": ["sv": "A"], "validFrom": "2011-01-01", "x": 1]
            ),
            ("missing-field", "establish-committee", ["committee": "a", "label": ["sv": "A"]]),
            (
                "no-such-day", "establish-committee",
                ["committee": "a", "label": ["sv": "A"], "validFrom": "2011-02-29"]
            ),
            (
                "malformed-identifier", "establish-committee",
                ["committee": "Å", "label": ["sv": "A"], "validFrom": "2011-01-01"]
            ),
            (
                "personal-identity-number", "establish-committee",
                ["committee": "a", "label": ["sv": "640823-3234"], "validFrom": "2011-01-01"]
            ),
            ("personal-identity-number", "register-person", ["person": "p-1", "name": "Anna 640823-3234"]),
            ("personal-identity-number", "register-person", ["person": "p-6408233234"]),
            ("personal-identity-number", "end-case-worker", ["child": "640823-3234", "validFrom": "2011-01-01"]),
            ("personal-identity-number", "open-cycle", ["640823-3234": "name of an unknown field"]),
            ("personal-identity-number", "hold-exchange-seminar", ["participants": 6_408_233_234]),
            ("malformed-child-reference", "end-case-worker", ["child": "b-1", "validFrom": "2011-01-01"]),
            ("unknown-command", "abolish-committee", [:]),
        ] as [(String, String, JSONValue)])
    func `is read strictly`(code: String, type: String, data: JSONValue) throws {
        let fault = #expect(throws: JSONFault.self) { try Scenario.joined().when("2017-01-01", type, data) }
        #expect((fault?.innerCode ?? fault?.code.rawValue) == code)
        if code == "personal-identity-number" { #expect(fault?.value == nil) }
    }

    @Test func `may have a UUID that looks like an identity number, and nothing else that does`() throws {
        func fault(_ id: JSONValue) -> JSONFault? {
            let envelope: JSONValue = [
                "id": id, "type": "register-person", "organisation": "1480", "occurredOn": "2018-01-01",
                "data": ["person": "p-1"],
            ]
            do throws(JSONFault) {
                _ = try Command(reading: JSONDocument(parsing: CanonicalJSON.bytes(of: envelope)))
                return nil
            } catch {
                return error
            }
        }
        #expect(fault("ab640823-3234-4cc3-98c4-dc0c0c07398f") == nil)
        #expect(fault("640823-3234")?.innerCode == "personal-identity-number")
    }

    @Test func `has a fingerprint without anybody's words`() throws {
        func canonical(_ name: JSONValue) throws -> [UInt8] {
            let envelope: JSONValue = [
                "id": "018f3c2e-7a10-7cc3-98c4-dc0c0c07398f", "type": "register-person", "organisation": "1480",
                "occurredOn": "2018-01-01", "data": ["person": "p-1", "name": name],
            ]
            return try Command(reading: JSONDocument(parsing: CanonicalJSON.bytes(of: envelope)))
                .canonicalWithoutTexts()
        }
        #expect(try canonical("Anna") == canonical("Bo"))
        #expect(!String(decoding: try canonical("Anna"), as: UTF8.self).contains("Anna"))
    }
}
