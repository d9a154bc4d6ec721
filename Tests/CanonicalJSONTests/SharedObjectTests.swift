import CanonicalJSON
import Testing

@Suite struct `Types that share an object` {
    class Base: Codable {
        var base: Int
        init(base: Int) { self.base = base }
    }

    final class Derived: Base {
        enum CodingKeys: String, CodingKey { case own }
        var own: Int

        init(base: Int, own: Int) {
            self.own = own
            super.init(base: base)
        }

        required init(from decoder: any Decoder) throws {
            let container = try decoder.container(keyedBy: CodingKeys.self)
            own = try container.decode(Int.self, forKey: .own)
            try super.init(from: container.superDecoder())
        }

        override func encode(to encoder: any Encoder) throws {
            var container = encoder.container(keyedBy: CodingKeys.self)
            try container.encode(own, forKey: .own)
            try super.encode(to: container.superEncoder())
        }
    }

    /// Its own field, and those of a part beside it.
    struct Flat: Codable, Equatable {
        struct Part: Codable, Equatable { var b: Int }
        enum CodingKeys: String, CodingKey { case a }
        var a: Int
        var part: Part

        init(a: Int, part: Part) { (self.a, self.part) = (a, part) }

        init(from decoder: any Decoder) throws {
            a = try decoder.container(keyedBy: CodingKeys.self).decode(Int.self, forKey: .a)
            part = try Part(from: decoder)
        }

        func encode(to encoder: any Encoder) throws {
            var container = encoder.container(keyedBy: CodingKeys.self)
            try container.encode(a, forKey: .a)
            try part.encode(to: encoder)
        }
    }

    enum Shape: Codable, Equatable {
        case point(x: Int)
        case line(from: Int, to: Int)
    }

    struct Either: Decodable {
        var number: Int?
        init(from decoder: any Decoder) throws {
            struct First: Decodable { var a: Int, b: Int }
            struct Second: Decodable { var a: Int, c: Int }
            let container = try decoder.singleValueContainer()
            if let first = try? container.decode(First.self) {
                number = first.b
            } else {
                number = try container.decode(Second.self).c
            }
        }
    }

    /// Keeps its container beyond its decoding.
    struct Late: Decodable {
        enum Keys: String, CodingKey { case a, b }
        let container: KeyedDecodingContainer<Keys>

        init(from decoder: any Decoder) throws {
            container = try decoder.container(keyedBy: Keys.self)
            _ = container.contains(.a)
        }
    }

    @Test func `a container that outlives its type`() throws {
        let late = try decode([Late].self, #"[{"a":1},{"a":2}]"#)
        #expect(try late.map { try $0.container.decode(Int.self, forKey: .a) } == [1, 2])
        #expect(late[1].container.contains(.b) == false)
    }

    @Test func `superclass and subclass`() throws {
        let derived = try decode(Derived.self, #"{"own":1,"super":{"base":2}}"#)
        #expect(derived.own == 1)
        #expect(derived.base == 2)
        #expect(try CanonicalEncoder().encode(derived) == ["own": 1, "super": ["base": 2]])
        let fault = #expect(throws: JSONFault.self) { try decode(Derived.self, #"{"own":1,"super":{"base":2,"x":0}}"#) }
        #expect(fault?.pointer == "/super/x")
        let absent = #expect(throws: JSONFault.self) { try decode(Derived.self, #"{"own":1}"#) }
        #expect(absent?.pointer == "/super")
    }

    @Test func `a part beside a field`() throws {
        let flat = Flat(a: 1, part: Flat.Part(b: 2))
        #expect(try decode(Flat.self, #"{"a":1,"b":2}"#) == flat)
        #expect(try CanonicalEncoder().encode(flat) == ["a": 1, "b": 2])
        let fault = #expect(throws: JSONFault.self) { try decode(Flat.self, #"{"a":1,"b":2,"c":3}"#) }
        #expect(fault?.parameters["known"] == "a, b")
    }

    @Test func `cases with values`() throws {
        let shapes: [Shape] = [.point(x: 1), .line(from: 2, to: 3)]
        let text = #"[{"point":{"x":1}},{"line":{"from":2,"to":3}}]"#
        #expect(try decode([Shape].self, text) == shapes)
        #expect(try CanonicalEncoder().bytes(of: shapes) == Array(text.utf8))
        let fault = #expect(throws: JSONFault.self) { try decode(Shape.self, #"{"point":{"x":1,"y":2}}"#) }
        #expect(fault?.pointer == "/point/y")
        let other = #expect(throws: JSONFault.self) { try decode(Shape.self, #"{"circle":{}}"#) }
        #expect(other?.code == .invalidValue)
    }

    @Test func `a second attempt after a first`() throws {
        #expect(try decode(Either.self, #"{"a":1,"b":2}"#).number == 2)
        #expect(try decode(Either.self, #"{"a":1,"c":3}"#).number == 3)
    }
}
