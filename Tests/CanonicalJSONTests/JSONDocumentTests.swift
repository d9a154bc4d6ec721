import CanonicalJSON
import Testing

@Suite struct `Reading a text` {
    struct Accepted: CustomTestStringConvertible, Sendable {
        let text: String
        let value: JSONValue
        init(_ text: String, _ value: JSONValue) { (self.text, self.value) = (text, value) }
        var testDescription: String { text }
    }

    static let accepted: [Accepted] = [
        Accepted("[]", []),
        Accepted(" [ ] ", []),
        Accepted("{}", [:]),
        Accepted("{ }", [:]),
        Accepted("null", nil),
        Accepted("true", true),
        Accepted("false", false),
        Accepted("0", 0),
        Accepted("-1", -1),
        Accepted("9223372036854775807", .integer(.max)),
        Accepted("-9223372036854775808", .integer(.min)),
        Accepted("\t\r\n 12 \t\r\n", 12),
        Accepted(#""""#, ""),
        Accepted(#""a""#, "a"),
        Accepted("\"\u{7F}\"", "\u{7F}"),
        Accepted("\"\u{2028}\u{10FFFF}\u{FFFE}\"", "\u{2028}\u{10FFFF}\u{FFFE}"),
        Accepted(#""\"\\\/\b\f\n\r\t""#, "\"\\/\u{8}\u{C}\n\r\t"),
        Accepted(#""\u0000""#, "\u{0}"),
        Accepted(#""\u00e5\u00E5""#, "åå"),
        Accepted(#""\ud83d\uDE00""#, "😀"),
        Accepted(#""\uDBFF\uDFFF""#, "\u{10FFFF}"),
        Accepted(#""\\u0041""#, #"\u0041"#),
        Accepted(#""a\u030a""#, "å"),
        Accepted(#"[1,"a",null,[true],{"b":[]}]"#, [1, "a", nil, [true], ["b": []]]),
        Accepted(#"{"b":1,"a":{"b":2}}"#, ["a": ["b": 2], "b": 1]),
        Accepted(#"{"":0,"a b":1,"\n":2}"#, ["": 0, "a b": 1, "\n": 2]),
        Accepted(#"{"a":1,"A":2}"#, ["a": 1, "A": 2]),
    ]

    @Test(arguments: accepted) func `gives the value`(case sample: Accepted) throws {
        #expect(try JSONDocument(parsing: Array(sample.text.utf8)).root == sample.value)
    }

    @Test func `knows where each value stands`() throws {
        let text = "{\n  \"å\": [1,\n    \"två\", {\"x/y\": true}],\n  \"b\": null\n}\n"
        let document = try JSONDocument(parsing: Array(text.utf8), firstLine: 10)
        func place(_ pointer: String) -> [Int]? { document.location(of: pointer).map { [$0.line, $0.column] } }
        #expect(place("") == [10, 1])
        #expect(place("/å") == [11, 8])
        #expect(place("/a\u{30A}/0") == [11, 9])
        #expect(place("/å/1") == [12, 5])
        #expect(place("/å/2") == [12, 12])
        #expect(place("/å/2/x~1y") == [12, 20])
        #expect(place("/b") == [13, 8])
        #expect(place("/c") == nil)
        #expect(place("/å/3") == nil)
        #expect(place("/å/01") == nil)
        #expect(place("/b/0") == nil)
        #expect(place("b") == nil)
        #expect(document.value(at: "/å/2/x~1y") == true)
    }

    @Test func `gives its canonical form`() throws {
        let document = try JSONDocument(
            parsing: Array(#" { "b" : [ 1 , "\u00e5\/" ], "a\u030A": {"y":0,"x":1} } "#.utf8))
        #expect(String(decoding: document.canonicalBytes, as: UTF8.self) == #"{"b":[1,"å/"],"å":{"x":1,"y":0}}"#)
    }
}
