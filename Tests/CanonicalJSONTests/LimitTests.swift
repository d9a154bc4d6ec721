import CanonicalJSON
import Testing

@Suite struct `Limits of a text` {
    private static func nested(_ depth: Int) -> [UInt8] {
        Array(repeating: UInt8(ascii: "["), count: depth) + Array(repeating: UInt8(ascii: "]"), count: depth)
    }

    @Test func `lets 64 levels through and no more`() throws {
        _ = try JSONDocument(parsing: Self.nested(64))
        let fault = #expect(throws: JSONFault.self) { try JSONDocument(parsing: Self.nested(65)) }
        #expect(fault?.code == .nestingTooDeep)
        #expect(fault?.column == 65)
        #expect(fault?.parameters == ["maximum": "64"])
        #expect(fault?.pointer == String(repeating: "/0", count: 64))
    }

    @Test(arguments: ["[", #"{"":"#, #"[{"a":"#]) func `withstands a bomb of brackets`(opening: String) {
        let bomb = Array(String(repeating: opening, count: 100_000).utf8)
        let fault = #expect(throws: JSONFault.self) { try JSONDocument(parsing: bomb) }
        #expect(fault?.code == .nestingTooDeep)
        let wide = #expect(throws: JSONFault.self) {
            try JSONDocument(parsing: bomb, limits: JSONDocument.Limits(depth: .max))
        }
        #expect(wide?.parameters == ["maximum": "1000"])
        #expect(throws: JSONFault.self) {
            try CanonicalFields.read(Array("{\"\":".utf8) + bomb) { fields throws(JSONFault) in
                _ = try fields.string("x")
            }
        }
    }

    @Test func `counts bytes`() throws {
        let text = Array(#""åä""#.utf8)
        _ = try JSONDocument(parsing: text, limits: JSONDocument.Limits(bytes: 6))
        let fault = #expect(throws: JSONFault.self) {
            try JSONDocument(parsing: text, firstLine: 3, limits: JSONDocument.Limits(bytes: 5))
        }
        #expect(fault?.code == .tooLarge)
        #expect(fault?.line == 3)
        #expect(fault?.parameters == ["size": "6", "maximum": "5"])
    }

    @Test func `finds duplicates among many keys in time`() {
        // Descending keys are the slow way.
        let keys = (0..<20_000).reversed().map { "\"\($0)\":0" }
        let text = "{" + (keys + ["\"777\":1"]).joined(separator: ",") + "}"
        let fault = #expect(throws: JSONFault.self) { try JSONDocument(parsing: Array(text.utf8)) }
        #expect(fault?.code == .duplicateKey)
        #expect(fault?.pointer == "/777")
    }
}
