import CanonicalJSON
import Testing

/// The strict reader is the judge: where it reads an object, the selective reader gives the same fields.
@Suite struct `Selective and strict reading` {
    private static let names: [StaticString] = ["", "a", "aa", "b", "z", "k\n", "\"", "\u{1F}", "å", "한", "😀"]

    private static func randomObject(using generator: inout SeededGenerator) -> JSONValue {
        var fields: [String: JSONValue] = [:]
        for name in names where Bool.random(using: &generator) {
            fields[name.description] = .random(depth: 3, using: &generator)
        }
        return .object(fields)
    }

    /// Each field by the method of its kind, and each absent one as absent.
    private static func agrees(
        _ fields: inout CanonicalFields, with value: JSONValue, using generator: inout SeededGenerator
    ) throws(JSONFault) -> Bool {
        for name in names.shuffled(using: &generator) {
            switch value[name.description] {
            case nil: if try fields.contains(name) { return false }
            case .integer(let integer): if try fields.integer(name) != integer { return false }
            case .bool(let bool): if try fields.boolean(name) != bool { return false }
            case .string(let string):
                let text = try fields.text(name)?.string
                guard text == string, try fields.string(name) == string else { return false }
            case .array(let elements):
                if elements.allSatisfy({ $0.string != nil }) {
                    guard try fields.strings(name) == elements.compactMap(\.string) else { return false }
                }
            case .object(let nested):
                guard var inner = try fields.object(name) else { return false }
                guard try agrees(&inner, with: .object(nested), using: &generator) else { return false }
            case .null: if try !fields.contains(name) { return false }
            }
            let bytes = try fields.bytes(of: name).map(Array.init)
            if bytes != value[name.description].map(CanonicalJSON.bytes(of:)) { return false }
        }
        return true
    }

    @Test(arguments: seeds) func `agree on every canonical object`(seed: UInt64) throws {
        var generator = SeededGenerator(seed: seed)
        for _ in 0..<300 {
            let value = Self.randomObject(using: &generator)
            let agrees = try CanonicalFields.read(CanonicalJSON.bytes(of: value)) { fields throws(JSONFault) in
                try Self.agrees(&fields, with: value, using: &generator)
            }
            #expect(agrees, "\(value)")
        }
    }

    @Test(arguments: seeds) func `never disagree on a mutated one that both read`(seed: UInt64) throws {
        var generator = SeededGenerator(seed: seed)
        var (bothRead, bothRefused) = (0, 0)
        for _ in 0..<1500 {
            let original = CanonicalJSON.bytes(of: Self.randomObject(using: &generator))
            let text = mutated(original, using: &generator)
            let strict = try? CanonicalJSON.value(reading: text)
            guard let strict, strict.object != nil else {
                // No trap, and a structure that is not canonical is refused; what only UTF-8 or NFC forbid may pass.
                do throws(JSONFault) {
                    try CanonicalFields.read(text) { fields throws(JSONFault) in
                        _ = try fields.contains("\u{10FFFF}\u{10FFFF}")
                    }
                    #expect(isRefusedForItsCharacters(text))
                } catch {
                    bothRefused += 1
                }
                continue
            }
            bothRead += 1
            let agrees = try CanonicalFields.read(text) { fields throws(JSONFault) in
                try Self.agrees(&fields, with: strict, using: &generator)
            }
            #expect(agrees, "\(strict)")
        }
        #expect(bothRead > 0)
        #expect(bothRefused > 0)
    }

    /// Whether the text is canonical but for its UTF-8 and NFC: a text of ASCII alone has no such excuse.
    private func isRefusedForItsCharacters(_ text: [UInt8]) -> Bool {
        text.contains { $0 >= 0x80 }
    }
}
