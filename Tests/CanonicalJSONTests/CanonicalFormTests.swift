import CanonicalJSON
import Testing

@Suite struct `The canonical form` {
    @Test(
        arguments: [
            (nil, "null"),
            (true, "true"),
            (false, "false"),
            (0, "0"),
            (.integer(.min), "-9223372036854775808"),
            (.integer(.max), "9223372036854775807"),
            ("", #""""#),
            ("å/😀\u{7F}\u{2028}", "\"å/😀\u{7F}\u{2028}\""),
            ("\"\\\u{8}\t\n\u{C}\r", #""\"\\\b\t\n\f\r""#),
            ("\u{0}\u{1}\u{7}\u{B}\u{E}\u{F}\u{10}\u{1F} ", #""\u0000\u0001\u0007\u000b\u000e\u000f\u0010\u001f ""#),
            ([], "[]"),
            ([1, [2], [:]], "[1,[2],{}]"),
            (["b": 1, "a": [nil], "B": 2], #"{"B":2,"a":[null],"b":1}"#),
            // By bytes: U+FF5E before U+1F600, though its UTF-16 is greater.
            (["😀": 1, "～": 2, "é": 3, "z": 4, "": 5], #"{"":5,"z":4,"é":3,"～":2,"😀":1}"#),
            (["e\u{301}": "e\u{301}"], "{\"\u{E9}\":\"\u{E9}\"}"),
            // The sign sorts where its normalised form does.
            (["\u{212B}": 1, "z": 2, "\u{2000}": 3, "ö": 4], "{\"z\":2,\"\u{C5}\":1,\"ö\":4,\"\u{2002}\":3}"),
        ] as [(JSONValue, String)])
    func `has one text for a value`(value: JSONValue, text: String) throws {
        #expect(CanonicalJSON.bytes(of: value) == Array(text.utf8))
        #expect(try CanonicalJSON.value(reading: Array(text.utf8)) == value)
    }

    @Test(arguments: [
        (" 1", 0),
        ("1 ", 1),
        ("1\n", 1),
        ("[1, 2]", 3),
        (#"{"a" :1}"#, 4),
        (#"{"b":1,"a":2}"#, 2),
        (#"{"a":1,"B":2}"#, 2),
        (#"{"é":1,"z":2}"#, 2),
        (#"{"x":{"b":1,"a":2}}"#, 7),
        (#""\/""#, 1),
        (#""\u0041""#, 1),
        (#""\u000a""#, 2),
        (#""\u000B""#, 6),
        (#""\u001F""#, 6),
        (#""\u007f""#, 1),
        (#""\ud83d\ude00""#, 1),
        ("\"xa\u{30A}\"", 2),
        ("{\"e\u{301}\":1}", 2),
    ])
    func `refuses any other text at the first byte that differs`(text: String, offset: Int) {
        let fault = #expect(throws: JSONFault.self) { try CanonicalJSON.value(reading: Array(text.utf8)) }
        #expect(fault?.code == .notCanonical)
        #expect(fault?.parameters == ["offset": String(offset)])
    }

    @Test func `tells malformed text from canonical text that it is not`() {
        let fault = #expect(throws: JSONFault.self) { try CanonicalJSON.value(reading: Array("[01]".utf8)) }
        #expect(fault?.code == .malformedJSON)
    }
}
