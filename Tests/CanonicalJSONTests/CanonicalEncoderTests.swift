import CanonicalJSON
import Testing

@Suite struct `Encoding` {
    struct Fields<Value: Encodable>: Encodable {
        var list: [Value]
    }

    struct Optionals: Encodable {
        var absent: Int?
        var present: Int?
        var raw: JSONValue?
        func encode(to encoder: any Encoder) throws {
            var container = encoder.container(keyedBy: Keys.self)
            try container.encode(absent, forKey: .absent)
            try container.encodeNil(forKey: .nothing)
            try container.encodeIfPresent(present, forKey: .present)
            try container.encode(raw, forKey: .raw)
        }
        enum Keys: String, CodingKey { case absent, present, raw, nothing }
    }

    struct Empty: Codable {}

    struct Twice: Encodable {
        func encode(to encoder: any Encoder) throws {
            var container = encoder.container(keyedBy: PhaseKeys.self)
            try container.encode(1, forKey: .a)
            try container.encode(2, forKey: .a)
        }
        enum PhaseKeys: String, CodingKey { case a }
    }

    @Test func `leaves out what is nil`() throws {
        #expect(try CanonicalEncoder().encode(Optionals()) == [:])
        #expect(
            try CanonicalEncoder().encode(Optionals(absent: 1, present: 2, raw: .null))
                == ["absent": 1, "present": 2, "raw": nil])
    }

    @Test func `writes scalars at the top`() throws {
        #expect(try CanonicalEncoder().bytes(of: 5 as UInt8) == Array("5".utf8))
        #expect(try CanonicalEncoder().bytes(of: "a\u{30A}") == Array("\"å\"".utf8))
        #expect(try CanonicalEncoder().bytes(of: Phase.seminarHeld) == Array("\"seminar-held\"".utf8))
        #expect(try CanonicalEncoder().bytes(of: Empty()) == Array("{}".utf8))
        #expect(try CanonicalEncoder().bytes(of: [Empty]()) == Array("[]".utf8))
        #expect(try CanonicalEncoder().bytes(of: [String: Int]()) == Array("{}".utf8))
    }

    @Test(arguments: seeds) func `gives the same text at once as by way of the value`(seed: UInt64) throws {
        var generator = SeededGenerator(seed: seed)
        for _ in 0..<100 {
            var fields: [String: [JSONValue]] = [:]
            for _ in 0..<3 {
                fields[JSONValue.randomString(using: &generator)] = [.random(depth: 2, using: &generator)]
            }
            let value = try CanonicalEncoder().encode(fields)
            #expect(value == .object(fields.mapValues(JSONValue.array)))
            #expect(try CanonicalEncoder().bytes(of: fields) == CanonicalJSON.bytes(of: value))
        }
    }

    @Test func `refuses what has no canonical form, and names the field`() {
        func fault(_ value: some Encodable) -> JSONFault? {
            let fault = #expect(throws: JSONFault.self) { try CanonicalEncoder().encode(value) }
            let other = #expect(throws: JSONFault.self) { try CanonicalEncoder().bytes(of: value) }
            #expect(other == fault)
            return fault
        }
        let fraction = fault(Fields(list: [["x": 1.5]]))
        #expect(fraction?.code == .unsupportedType)
        #expect(fraction?.pointer == "/list/0/x")
        #expect(fault(["y": Float(1)])?.pointer == "/y")
        let large = fault(Fields(list: [UInt64.max]))
        #expect(large?.code == .numberOutOfRange)
        #expect(large?.pointer == "/list/0")
        #expect(large?.value == "18446744073709551615")
        let gap = fault(Fields(list: [1, nil]))
        #expect(gap?.code == .unsupportedType)
        #expect(gap?.pointer == "/list/1")
        #expect(fault(Int?.none)?.pointer == "")
        #expect(fault(Twice())?.code == .duplicateKey)
        #expect(fault(Twice())?.pointer == "/a")
    }

    @Test func `refuses what would be too deep to read`() throws {
        func nested(_ depth: Int) -> JSONValue { (0..<depth).reduce(.array([])) { value, _ in [value] } }
        let bytes = try CanonicalEncoder().bytes(of: nested(63))
        #expect(try CanonicalJSON.value(reading: bytes) == nested(63))
        let fault = #expect(throws: JSONFault.self) { try CanonicalEncoder().encode(nested(64)) }
        #expect(fault?.code == .nestingTooDeep)
    }
}
