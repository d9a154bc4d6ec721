import CanonicalJSON
import Testing

@Suite struct `Faults of decoding` {
    struct Outer: Codable {
        var inner: [Inner]
        var occurredOn: Day?
    }

    struct Inner: Codable {
        var name: String
        var count: Int8?
        var phase: Phase?
        var secret: Secret?
        var on: Day?
    }

    struct Expected: Sendable {
        let code: JSONFault.Code
        let pointer: String
        let place: [Int]
        var value: String?
        var innerCode: String?
        var parameters: [String: String] = [:]
    }

    static let cases: [(String, Expected)] = [
        (
            "{\"inner\": [],\n \"occuredOn\": \"2018-09-13\"}",
            Expected(
                code: .unknownField, pointer: "/occuredOn", place: [2, 2],
                parameters: ["field": "occuredOn", "known": "inner, occurredOn", "suggestion": "occurredOn"])
        ),
        (
            #"{"inner": [{"name": "a"}, {"name": "b", "å/": {}}]}"#,
            Expected(
                code: .unknownField, pointer: "/inner/1/å~1", place: [1, 41],
                parameters: ["field": "å/", "known": "count, name, on, phase, secret"])
        ),
        (
            "{\"inner\": [{\"name\": \"a\"},\n  {\"nmae\": \"b\"}]}",
            Expected(
                code: .missingField, pointer: "/inner/1/name", place: [2, 3],
                parameters: ["field": "name", "similar": "nmae"])
        ),
        ("{}", Expected(code: .missingField, pointer: "/inner", place: [1, 1], parameters: ["field": "inner"])),
        (
            #"{"inner": [{"name": 12}]}"#,
            Expected(
                code: .wrongType, pointer: "/inner/0/name", place: [1, 21], value: "12",
                parameters: ["expected": "string", "found": "integer"])
        ),
        (
            #"{"inner": {"name": "a"}}"#,
            Expected(
                code: .wrongType, pointer: "/inner", place: [1, 11],
                parameters: ["expected": "array", "found": "object"])
        ),
        (
            #"{"inner": ["a"]}"#,
            Expected(
                code: .wrongType, pointer: "/inner/0", place: [1, 12], value: "a",
                parameters: ["expected": "object", "found": "string"])
        ),
        (
            #"{"inner": [{"name": null}]}"#,
            Expected(
                code: .wrongType, pointer: "/inner/0/name", place: [1, 21], value: "null",
                parameters: ["expected": "string", "found": "null"])
        ),
        (
            #"{"inner": [], "occurredOn": null}"#,
            Expected(
                code: .wrongType, pointer: "/occurredOn", place: [1, 29], value: "null",
                parameters: ["expected": "string", "found": "null"])
        ),
        (
            #"{"inner": [{"name": "a", "count": null}]}"#,
            Expected(
                code: .wrongType, pointer: "/inner/0/count", place: [1, 35], value: "null",
                parameters: ["expected": "integer", "found": "null"])
        ),
        (
            #"{"inner": [{"name": "a", "count": 128}]}"#,
            Expected(
                code: .numberOutOfRange, pointer: "/inner/0/count", place: [1, 35], value: "128",
                parameters: ["minimum": "-128", "maximum": "127"])
        ),
        (
            #"{"inner": [{"name": "a", "phase": "plannned"}]}"#,
            Expected(
                code: .invalidValue, pointer: "/inner/0/phase", place: [1, 35], value: "plannned",
                innerCode: "not-one-of", parameters: ["allowed": "planned, seminar-held"])
        ),
        (
            #"{"inner": [{"name": "a", "on": "13 Sept"}]}"#,
            Expected(
                code: .invalidValue, pointer: "/inner/0/on", place: [1, 32], value: "13 Sept",
                innerCode: "not-a-day", parameters: ["form": "YYYY-MM-DD"])
        ),
        (
            #"{"inner": [{"name": "a", "secret": "whatever"}]}"#,
            Expected(
                code: .invalidValue, pointer: "/inner/0/secret", place: [1, 36],
                innerCode: "looks-like-identity-number")
        ),
        (
            #"{"inner": [{"name": "a", "on": 20180913}]}"#,
            Expected(
                code: .wrongType, pointer: "/inner/0/on", place: [1, 32], value: "20180913",
                parameters: ["expected": "string", "found": "integer"])
        ),
    ]

    @Test(arguments: cases) func `name code, field and place`(text: String, expected: Expected) {
        let fault = #expect(throws: JSONFault.self) { try decode(Outer.self, text) }
        #expect(fault?.code == expected.code)
        #expect(fault?.pointer == expected.pointer)
        #expect(fault.map { [$0.line, $0.column] } == expected.place)
        #expect(fault?.value == expected.value)
        #expect(fault?.innerCode == expected.innerCode)
        #expect(fault?.parameters == expected.parameters)
    }

    @Test func `never put a refused value into their description`() {
        let fault = #expect(throws: JSONFault.self) { try decode(Day.self, #""a child's name""#) }
        #expect(fault?.value == "a child's name")
        #expect(fault?.description == #"invalid-value (not-a-day) at "" (line 1, column 1): form YYYY-MM-DD"#)
    }

    @Test func `know no line when there was no text`() {
        let fault = #expect(throws: JSONFault.self) {
            try StrictDecoder().decode(Outer.self, from: ["inner": [["name": 1]]])
        }
        #expect(fault?.pointer == "/inner/0/name")
        #expect(fault?.line == 0)
        #expect(fault?.column == 0)
    }

    @Test func `do not come from an unknown field that may be there`() throws {
        let outer = try decode(Outer.self, #"{"inner": [{"name": "a", "new": 1}], "newer": {}}"#, ignoring: true)
        #expect(outer.inner.map(\.name) == ["a"])
    }

    @Test func `come from a fractional number's type as a mistake of the program`() {
        let fault = #expect(throws: JSONFault.self) { try decode([Double].self, "[1]") }
        #expect(fault?.code == .unsupportedType)
        #expect(fault?.pointer == "/0")
        #expect(fault?.parameters == ["type": "Double"])
    }
}
