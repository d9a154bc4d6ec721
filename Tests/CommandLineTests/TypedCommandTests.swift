import CanonicalJSON
import EventSourcing
import Testing

@testable import casefeedback

@Suite struct `Completing a typed command` {
    private static let id = UUIDValue(high: 0x018f_3c2e_7a10_7cc3, low: 0x98c4_dc0c_0c07_398f)

    private func completed(_ text: String) throws -> String {
        var typed = TypedCommand(Array(text.utf8))
        try typed.add(newID: Self.id)
        return String(decoding: typed.text, as: UTF8.self)
    }

    @Test(arguments: [
        (#"{"a":{}}"#, #"{"a":{},"id":"018f3c2e-7a10-7cc3-98c4-dc0c0c07398f"}"#),
        ("{\n  \"a\": 1\n}\n", "{\n  \"a\": 1\n,\"id\":\"018f3c2e-7a10-7cc3-98c4-dc0c0c07398f\"}\n"),
        ("{ }", "{ \"id\":\"018f3c2e-7a10-7cc3-98c4-dc0c0c07398f\"}"),
    ])
    func `adds an id behind everything that was typed`(_ typed: String, _ expected: String) throws {
        #expect(try completed(typed) == expected)
    }

    @Test(arguments: [#"{"id":"x"}"#, #"{"id":null,"a":"}"}"#, "[1]", "7"])
    func `leaves an id that is given alone, and what is no object`(_ typed: String) throws {
        #expect(try completed(typed) == typed)
    }

    @Test func `tells a fault where it was typed`() throws {
        var typed = TypedCommand(Array("{\n  \"type\": \"x\"\n}".utf8))
        try typed.add(newID: Self.id)
        let fault = #expect(throws: JSONFault.self) { try typed.command() }
        #expect(fault?.pointer == "/type")
        #expect(fault?.line == 2)
    }
}

@Suite struct `Drawing a child reference` {
    @Test func `draws again where the check character falls outside the alphabet`() {
        // Every draw is a reference: one in nine of these numbers alone would not be.
        var random = Counting()
        let references = (0..<500).map { _ in ReferenceVerb.draw(from: &random) }
        #expect(Set(references).count == 500)
        #expect(random.drawn > 500)
    }

    private struct Counting: RandomNumberGenerator {
        var drawn: UInt64 = 0
        mutating func next() -> UInt64 {
            drawn += 1
            return drawn
        }
    }
}
