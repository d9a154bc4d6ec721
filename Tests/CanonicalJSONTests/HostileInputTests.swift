import CanonicalJSON
import Testing

/// A trap would end the test run: that there is a verdict at all is half of what these tests show.
@Suite struct `Hostile input` {
    private static let text = Array(
        #"{"å\u0301\n": [1, -20, "\ud83d\ude00x", true, null], "b": {"c": "d\\", "e": "ä한", "f": false}}"#.utf8)

    @Test func `is refused when it ends too soon, at every byte`() throws {
        _ = try JSONDocument(parsing: Self.text)
        for count in 0..<Self.text.count {
            let fault = #expect(throws: JSONFault.self) { try JSONDocument(parsing: Array(Self.text[..<count])) }
            #expect(fault?.code == .malformedJSON || fault?.code == .notUTF8)
        }
    }

    @Test func `is refused by the selective reader when it ends too soon`() throws {
        let canonical = try JSONDocument(parsing: Self.text).canonicalBytes
        for count in 0..<canonical.count {
            #expect(throws: JSONFault.self) {
                try CanonicalFields.read(Array(canonical[..<count])) { fields throws(JSONFault) in
                    _ = try fields.integer("\u{10FFFF}")
                }
            }
        }
    }

    @Test(arguments: seeds) func `is accepted as canonical only when it is its own re-encoding`(seed: UInt64) throws {
        var generator = SeededGenerator(seed: seed)
        var accepted = 0
        for _ in 0..<300 {
            let original = CanonicalJSON.bytes(of: .random(using: &generator))
            for _ in 0..<10 {
                let text = mutated(original, using: &generator)
                guard let value = try? CanonicalJSON.value(reading: text) else { continue }
                accepted += 1
                #expect(CanonicalJSON.bytes(of: value) == text)
            }
        }
        #expect(accepted > 0)
    }

    @Test(arguments: seeds) func `never makes a document that can't be written and read again`(seed: UInt64) throws {
        var generator = SeededGenerator(seed: seed)
        for _ in 0..<300 {
            let value = JSONValue.random(using: &generator)
            let text = mutated(Array(randomSpelling(of: value, using: &generator).utf8), using: &generator)
            guard let document = try? JSONDocument(parsing: text) else { continue }
            #expect(try CanonicalJSON.value(reading: document.canonicalBytes) == document.root)
        }
    }
}

/// One to three bytes replaced, removed, put in or doubled; the new ones mostly such as JSON is made of.
func mutated(_ text: [UInt8], using generator: inout SeededGenerator) -> [UInt8] {
    var text = text
    let likely = Array(#"{}[]:,"\ 0123456789-+.eEubfnrtaul"#.utf8) + [0x00, 0x0A, 0x1F, 0x7F, 0x80, 0xCC, 0xED, 0xF4]
    for _ in 0..<Int.random(in: 1...3, using: &generator) {
        let position = Int.random(in: 0...text.count, using: &generator)
        let byte = likely.randomElement(using: &generator) ?? 0
        switch Int.random(in: 0..<4, using: &generator) {
        case 0 where position < text.count: text[position] = byte
        case 1 where position < text.count: text.remove(at: position)
        case 2 where position < text.count: text.insert(text[position], at: position)
        default: text.insert(byte, at: position)
        }
    }
    return text
}
