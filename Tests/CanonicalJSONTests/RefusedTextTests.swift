import CanonicalJSON
import Testing

@Suite struct `Refusing a text` {
    struct Refused: CustomTestStringConvertible, Sendable {
        let text: [UInt8]
        let code: JSONFault.Code
        let expected: JSONFault.Expectation?
        let place: [Int]
        let pointer: String

        init(
            _ text: String, _ code: JSONFault.Code = .malformedJSON, expected: JSONFault.Expectation? = nil,
            at line: Int = 1, _ column: Int, _ pointer: String = ""
        ) {
            self.init(bytes: Array(text.utf8), code, expected: expected, at: line, column, pointer)
        }

        init(
            bytes: [UInt8], _ code: JSONFault.Code, expected: JSONFault.Expectation? = nil, at line: Int = 1,
            _ column: Int, _ pointer: String = ""
        ) {
            text = bytes
            self.code = code
            self.expected = expected
            place = [line, column]
            self.pointer = pointer
        }

        var testDescription: String { String(decoding: text, as: UTF8.self) }
    }

    static let structures: [Refused] = [
        Refused("", expected: .value, 1),
        Refused("  \n ", expected: .value, at: 2, 2),
        Refused("\u{FEFF}1", expected: .value, 1),
        Refused("x", expected: .value, 1),
        Refused("nul", expected: .value, 1),
        Refused("nulll", expected: .endOfText, 5),
        Refused("True", expected: .value, 1),
        Refused("NaN", expected: .value, 1),
        Refused("'a'", expected: .value, 1),
        Refused("1 2", expected: .endOfText, 3),
        Refused("[1]]", expected: .endOfText, 4),
        Refused("[1", expected: .commaOrBracket, 3),
        Refused("[1 true]", expected: .commaOrBracket, 4),
        Refused("[1}", expected: .commaOrBracket, 3),
        Refused("[1,]", expected: .value, 4, "/1"),
        Refused("[,1]", expected: .value, 2, "/0"),
        Refused("[", expected: .value, 2, "/0"),
        Refused("[1,,2]", expected: .value, 4, "/1"),
        Refused("]", expected: .value, 1),
        Refused("{", expected: .key, 2),
        Refused("{1:2}", expected: .key, 2),
        Refused("{a:1}", expected: .key, 2),
        Refused(#"{"a"}"#, expected: .colon, 5),
        Refused(#"{"a" 1}"#, expected: .colon, 6),
        Refused(#"{"a"::1}"#, expected: .value, 6, "/a"),
        Refused(#"{"a":}"#, expected: .value, 6, "/a"),
        Refused(#"{"a":1"#, expected: .commaOrBrace, 7),
        Refused(#"{"a":1]"#, expected: .commaOrBrace, 7),
        Refused(#"{"a":1,}"#, expected: .key, 8),
        Refused(#"{"a":1,,"b":2}"#, expected: .key, 8),
        Refused(#"{"a":1 "b":2}"#, expected: .commaOrBrace, 8),
        Refused("{\"a\":1} // so", expected: .endOfText, 9),
        Refused("[1,\n /* so */ 2]", expected: .value, at: 2, 2, "/1"),
        Refused("[\u{A0}]", expected: .value, 2, "/0"),
        Refused("[\u{C}]", expected: .value, 2, "/0"),
        Refused("[\u{0}]", expected: .value, 2, "/0"),
        Refused("{\"å\":\n {\"b/c\": [0, x]}}", expected: .value, at: 2, 14, "/å/b~1c/1"),
    ]

    static let numbers: [Refused] = [
        Refused("-", expected: .digit, 2),
        Refused("+1", expected: .value, 1),
        Refused("--1", expected: .digit, 2),
        Refused("01", expected: .noLeadingZero, 1),
        Refused("-012", expected: .noLeadingZero, 2),
        Refused("00", expected: .noLeadingZero, 1),
        Refused(".5", expected: .value, 1),
        Refused("1.", expected: .digit, 3),
        Refused("1.e3", expected: .digit, 3),
        Refused("1e", expected: .digit, 3),
        Refused("1e+", expected: .digit, 4),
        Refused("1eE2", expected: .digit, 3),
        Refused("0x1", expected: .endOfText, 2),
        Refused("1a", expected: .endOfText, 2),
        Refused("1_000", expected: .endOfText, 2),
        Refused("[-]", expected: .digit, 3, "/0"),
        Refused("[1, 1.0]", .notAnInteger, 5, "/1"),
        Refused("1e3", .notAnInteger, 1),
        Refused("1E-3", .notAnInteger, 1),
        Refused("0.0", .notAnInteger, 1),
        Refused("-0", .notAnInteger, 1),
        Refused("-0.0", .notAnInteger, 1),
        Refused("9223372036854775808", .numberOutOfRange, 1),
        Refused("-9223372036854775809", .numberOutOfRange, 1),
        Refused("{\"a\":\n99999999999999999999999}", .numberOutOfRange, at: 2, 1, "/a"),
    ]

    static let strings: [Refused] = [
        Refused(#"""#, expected: .closingQuote, 2),
        Refused(#""a"#, expected: .closingQuote, 3),
        Refused(#""a\""#, expected: .closingQuote, 5),
        Refused(#""a\"#, expected: .closingQuote, 4),
        Refused(#"{"a"#, expected: .closingQuote, 4),
        Refused("\"a\nb\"", expected: .escapedControlCharacter, 3),
        Refused("\"\t\"", expected: .escapedControlCharacter, 2),
        Refused("\"\u{0}\"", expected: .escapedControlCharacter, 2),
        Refused("\"\u{1F}\"", expected: .escapedControlCharacter, 2),
        Refused(#""\a""#, expected: .escape, 3),
        Refused(#""\x41""#, expected: .escape, 3),
        Refused(#""\U0041""#, expected: .escape, 3),
        Refused(#""\å""#, expected: .escape, 3),
        Refused("\"\\\n\"", expected: .escape, 3),
        Refused(#""\u""#, expected: .hexDigits, 4),
        Refused(#""\u004""#, expected: .hexDigits, 7),
        Refused(#""\u00g0""#, expected: .hexDigits, 6),
        Refused(#""\u+041""#, expected: .hexDigits, 4),
        Refused(#""\ud800""#, expected: .surrogatePair, 2),
        Refused(#""x\udc00""#, expected: .surrogatePair, 3),
        Refused(#""\ud800\ud800""#, expected: .surrogatePair, 2),
        Refused(#""\ud800\n""#, expected: .surrogatePair, 2),
        Refused(#""\udc00\ud800""#, expected: .surrogatePair, 2),
        Refused(#""\ud800\u00""#, expected: .hexDigits, 12),
        Refused(#"{"a":["\ud800"]}"#, expected: .surrogatePair, 8, "/a/0"),
    ]

    static let encodings: [Refused] = [
        Refused(bytes: [0x22, 0xFF, 0x22], .notUTF8, 2),
        Refused(bytes: [0x22, 0xC3, 0xA5, 0x80, 0x22], .notUTF8, 3),
        Refused(bytes: [0x22, 0xC3, 0x22], .notUTF8, 2),
        Refused(bytes: [0x0A, 0x22, 0xC3], .notUTF8, at: 2, 2),
        Refused(bytes: [0x22, 0xC0, 0xAF, 0x22], .notUTF8, 2),
        Refused(bytes: [0x22, 0xC1, 0xBF, 0x22], .notUTF8, 2),
        Refused(bytes: [0x22, 0xE0, 0x80, 0xAF, 0x22], .notUTF8, 2),
        Refused(bytes: [0x22, 0xED, 0xA0, 0x80, 0x22], .notUTF8, 2),
        Refused(bytes: [0x22, 0xF0, 0x80, 0x80, 0xAF, 0x22], .notUTF8, 2),
        Refused(bytes: [0x22, 0xF4, 0x90, 0x80, 0x80, 0x22], .notUTF8, 2),
        Refused(bytes: [0x22, 0xF5, 0x80, 0x80, 0x80, 0x22], .notUTF8, 2),
        Refused(bytes: [0xFF, 0xFE, 0x31, 0x00], .notUTF8, 1),
        Refused(bytes: [0x31, 0x00], .malformedJSON, expected: .endOfText, 2),
    ]

    @Test(arguments: [structures, numbers, strings, encodings].joined())
    func `names what is wrong and where`(case sample: Refused) {
        let fault = #expect(throws: JSONFault.self) { try JSONDocument(parsing: sample.text) }
        #expect(fault?.code == sample.code)
        #expect(fault?.parameters["expected"] == sample.expected?.rawValue)
        #expect(fault.map { [$0.line, $0.column] } == sample.place)
        #expect(fault?.pointer == sample.pointer)
    }

    @Test(arguments: [
        ("[1 é]", "é"), ("[1 \u{0}]", "U+0000"), ("[1 \u{2028}]", "U+2028"), ("[1 😀]", "U+1F600"),
        ("[1", "end-of-text"),
    ])
    func `names what was found instead`(text: String, found: String) {
        let fault = #expect(throws: JSONFault.self) { try JSONDocument(parsing: Array(text.utf8)) }
        #expect(fault?.parameters["found"] == found)
    }

    @Test func `repeats a number, but no more than 80 characters of it`() {
        let short = #expect(throws: JSONFault.self) { try JSONDocument(parsing: Array("[12.50]".utf8)) }
        #expect(short?.value == "12.50")
        let long = #expect(throws: JSONFault.self) { try JSONDocument(parsing: Array(repeating: 0x39, count: 500)) }
        #expect(long?.value?.count == 80)
        #expect(long?.value?.hasSuffix("9…") == true)
    }
}
