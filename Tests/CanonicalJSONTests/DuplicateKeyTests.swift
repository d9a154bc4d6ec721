import CanonicalJSON
import Testing

@Suite struct `Refusing a key that stands twice` {
    @Test(arguments: [
        ("as it is", #"{"a":1,"b":2,"a":1}"#, "/a", 14),
        ("with an escape", #"{"a":1,"\u0061":2}"#, "/a", 8),
        ("with another escape", #"{"\/":1,"\u002F":2}"#, "/~1", 9),
        ("composed and decomposed", "{\"\u{E5}\":1,\"a\u{30A}\":2}", "/å", 8),
        ("decomposed by an escape", #"{"Å":1,"A\u030a":2}"#, "/Å", 8),
        ("as the Ångström sign", "{\"\u{212B}\":1,\"\u{C5}\":2}", "/Å", 8),
        ("in Hangul parts", "{\"\u{AC01}\":1,\"\u{1100}\u{1161}\u{11A8}\":2}", "/각", 8),
        ("with marks in another order", "{\"q\u{307}\u{323}\":1,\"q\u{323}\u{307}\":2}", "/q\u{323}\u{307}", 8),
        ("within an array", #"[0,{"x":{"b":1,"b":2}}]"#, "/1/x/b", 16),
        ("as the empty key", #"{"":1,"":2}"#, "/", 7),
    ])
    func `whatever its spelling`(name: String, text: String, pointer: String, column: Int) {
        let fault = #expect(throws: JSONFault.self) { try JSONDocument(parsing: Array(text.utf8)) }
        #expect(fault?.code == .duplicateKey)
        #expect(fault?.pointer == pointer)
        #expect(fault?.line == 1)
        #expect(fault?.column == column)
    }

    @Test func `names both places`() {
        let text = "{\n  \"day\": 1,\n  \"x\": {},\n  \"day\": 2\n}"
        let fault = #expect(throws: JSONFault.self) { try JSONDocument(parsing: Array(text.utf8)) }
        #expect(fault?.line == 4)
        #expect(fault?.column == 3)
        #expect(fault?.parameters == ["field": "day", "firstLine": "2", "firstColumn": "3"])
    }

    @Test func `takes keys for different that only look alike`() throws {
        // Latin and Cyrillic a; a ligature, which only the compatibility forms would resolve.
        for text in [#"{"a":1,"а":2}"#, #"{"ﬁ":1,"fi":2}"#, #"{"a":1,"A":2}"#, #"{"a":1,"a ":2}"#, #"{"a":{"a":1}}"#] {
            _ = try JSONDocument(parsing: Array(text.utf8))
        }
    }
}
