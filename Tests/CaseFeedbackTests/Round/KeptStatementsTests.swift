import CanonicalJSON
import EventSourcing
import Testing

@testable import CaseFeedback

/// Statements are kept by interview and found by name.
@Suite struct `The statements of a round` {
    private static let child = "B-7K4Q-X2M9"

    @Test func `are found by name, however many there are, and stand in the order of their recording`() throws {
        let statements = try kept((1...300).map { "u-\($0)" })
        for number in 1...300 {
            let found = try #require(statements["u-\(number)"])
            #expect(found.fact.position == Position(Int64(number)))
            #expect(found.interview.text == "i-\((number - 1) / 14)")
        }
        #expect(statements["u-301"] == nil)
        #expect(statements.values.map(\.fact.position.value) == Array(1...300))
        #expect(Array(statements.values) == (1...300).compactMap { statements["u-\($0)"] })
    }

    @Test func `are kept once each, as they were recorded first`() throws {
        var statements = try kept(["u-1", "u-2"])
        statements.record(try recorded("u-1", interview: "i-9"), as: Self.fact(3))
        #expect(statements == (try kept(["u-1", "u-2"])))
        #expect(try written(statements) == written(kept(["u-1", "u-2"])))
    }

    @Test func `keep every correction and the first retraction`() throws {
        var statements = try kept(["u-1", "u-2"])
        let corrections = [5, 6].map { position in
            NotedText(
                fact: Self.fact(position),
                text: TextReference(position: Position(position), field: "/text", secrecy: .personal))
        }
        for correction in corrections { statements.correct("u-2", by: correction) }
        statements.retract("u-2", by: Self.fact(7))
        statements.retract("u-2", by: Self.fact(8))
        statements.retract("u-3", by: Self.fact(9))
        #expect(statements["u-1"]?.corrections == [])
        #expect(statements["u-2"]?.corrections == corrections)
        #expect(statements["u-2"]?.retracted == Self.fact(7))
        #expect(statements.count == 2)
    }

    @Test func `are what they were when they are read back`() throws {
        var statements = try kept((1...40).map { "u-\($0)" })
        statements.retract("u-7", by: Self.fact(90))
        let text = try written(statements)
        #expect(try StrictDecoder().decode(Statements.self, fromCanonical: text) == statements)
        #expect(CanonicalJSON.bytes(of: try CanonicalEncoder().encode(statements)) == text)
    }

    /// Fourteen of each interview.
    private func kept(_ names: [String]) throws -> Statements {
        var statements = Statements()
        for (place, name) in names.enumerated() {
            statements.record(try recorded(name, interview: "i-\(place / 14)"), as: Self.fact(Int64(place + 1)))
        }
        return statements
    }

    private func recorded(_ name: String, interview: String) throws -> StatementRecorded {
        try StrictDecoder().decode(
            StatementRecorded.self,
            fromCanonical: Array(
                #"{"aspect":"wished","child":"\#(Self.child)","consentRuleVersion":1,"cycle":"2020","guide":"g","guideVersion":1,"interview":"\#(interview)","statement":"\#(name)","text":{"protected":"personal"},"topic":"contact","unit":"majorna"}"#
                    .utf8))
    }

    private func written(_ statements: Statements) throws -> [UInt8] { try CanonicalEncoder().bytes(of: statements) }

    private static func fact(_ position: Int64) -> RecordedFact {
        RecordedFact(position: Position(position), day: Day(daysSince1970: 18_000), instant: nil)
    }
}
