import CanonicalJSON
import Foundation
import Testing

@Suite struct `Normalisation form C` {
    @Test(arguments: [
        ("a\u{30A}", "\u{E5}"),
        ("\u{212B}", "\u{C5}"),
        ("\u{1112}\u{1161}\u{11AB}", "\u{D55C}"),
        ("\u{1112}\u{1161}", "\u{D558}"),
        ("q\u{307}\u{323}", "q\u{323}\u{307}"),
        ("\u{1E0B}\u{323}", "\u{1E0D}\u{307}"),
        // Excluded from composition.
        ("\u{FB1D}", "\u{5D9}\u{5B4}"),
        ("\u{2126}", "\u{3A9}"),
        ("ﬁ", "ﬁ"),
        ("\u{30A}", "\u{30A}"),
        ("Västermodellen", "Västermodellen"),
    ])
    func `gives these scalars`(text: String, normalized: String) throws {
        #expect(text.normalizedToNFC.unicodeScalars.elementsEqual(normalized.unicodeScalars))
        let read = try JSONDocument(parsing: Array("\"\(text)\"".utf8)).root.string
        #expect(read.map { Array($0.unicodeScalars) } == Array(normalized.unicodeScalars))
        #expect(CanonicalJSON.bytes(of: .string(text)) == Array("\"\(normalized)\"".utf8))
    }

    /// Foundation's comes from ICU. Both know Unicode 12; later characters may be news to either.
    @Test func `agrees with Foundation's for every character of old`() {
        let blocks: [ClosedRange<UInt32>] = [
            0xA0...0x33FF, 0xAC00...0xAD00, 0xF900...0xFB4F, 0x1D150...0x1D1FF, 0x2F800...0x2FA1D,
        ]
        for scalar in blocks.joined().compactMap(Unicode.Scalar.init) {
            guard let age = scalar.properties.age, age.major <= 12 else { continue }
            // A base before it and a mark behind it, for compositions that cross the border.
            for text in [String(scalar), "a" + String(scalar), String(scalar) + "\u{301}"] {
                let expected = text.precomposedStringWithCanonicalMapping.unicodeScalars
                #expect(
                    text.normalizedToNFC.unicodeScalars.elementsEqual(expected), "U+\(String(scalar.value, radix: 16))")
                let parts = text.decomposedStringWithCanonicalMapping
                #expect(
                    parts.normalizedToNFC.unicodeScalars.elementsEqual(expected), "U+\(String(scalar.value, radix: 16))"
                )
            }
        }
    }
}
