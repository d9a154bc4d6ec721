/// The elements of an array, one after another.
struct UnkeyedDecoding: UnkeyedDecodingContainer {
    private let pass: DecodingPass
    private let node: Int
    private var next: Int
    private(set) var currentIndex = 0

    init(pass: DecodingPass, node: Int) throws(JSONFault) {
        guard pass.tape.nodes[node].kind == .array else { throw pass.wrongType(expected: .array, at: node) }
        self.pass = pass
        self.node = node
        next = node + 1
    }

    var codingPath: [any CodingKey] { pass.tape.path(to: node) }
    var isAtEnd: Bool { next >= pass.tape.end(of: node) }

    /// Not known: it would cost a walk over the array, to no use but a reserved capacity.
    var count: Int? { nil }

    /// The element is passed only when it decoded.
    private mutating func element<T>(_ decode: (DecodingPass, Int) throws -> T) throws -> T {
        guard !isAtEnd else {
            throw pass.missing(String(currentIndex), in: node)
        }
        let value = try decode(pass, next)
        next = pass.tape.end(of: next)
        currentIndex += 1
        return value
    }

    /// Never: a `null` is for the wanted type to refuse.
    mutating func decodeNil() throws -> Bool { false }

    mutating func decode(_ type: Bool.Type) throws -> Bool { try element { try $0.boolean(at: $1) } }
    mutating func decode(_ type: String.Type) throws -> String { try element { try $0.string(at: $1) } }
    mutating func decode(_ type: Double.Type) throws -> Double { try element { throw $0.unsupported(type, at: $1) } }
    mutating func decode(_ type: Float.Type) throws -> Float { try element { throw $0.unsupported(type, at: $1) } }
    mutating func decode(_ type: Int.Type) throws -> Int { try element { try $0.integer(type, at: $1) } }
    mutating func decode(_ type: Int8.Type) throws -> Int8 { try element { try $0.integer(type, at: $1) } }
    mutating func decode(_ type: Int16.Type) throws -> Int16 { try element { try $0.integer(type, at: $1) } }
    mutating func decode(_ type: Int32.Type) throws -> Int32 { try element { try $0.integer(type, at: $1) } }
    mutating func decode(_ type: Int64.Type) throws -> Int64 { try element { try $0.integer(type, at: $1) } }
    mutating func decode(_ type: UInt.Type) throws -> UInt { try element { try $0.integer(type, at: $1) } }
    mutating func decode(_ type: UInt8.Type) throws -> UInt8 { try element { try $0.integer(type, at: $1) } }
    mutating func decode(_ type: UInt16.Type) throws -> UInt16 { try element { try $0.integer(type, at: $1) } }
    mutating func decode(_ type: UInt32.Type) throws -> UInt32 { try element { try $0.integer(type, at: $1) } }
    mutating func decode(_ type: UInt64.Type) throws -> UInt64 { try element { try $0.integer(type, at: $1) } }
    mutating func decode<T: Decodable>(_ type: T.Type) throws -> T { try element { try $0.decode(type, at: $1) } }

    mutating func nestedContainer<NestedKey: CodingKey>(
        keyedBy type: NestedKey.Type
    ) throws -> KeyedDecodingContainer<NestedKey> {
        KeyedDecodingContainer(try element { try KeyedDecoding<NestedKey>(pass: $0, node: $1) })
    }

    mutating func nestedUnkeyedContainer() throws -> any UnkeyedDecodingContainer {
        try element { try UnkeyedDecoding(pass: $0, node: $1) }
    }

    mutating func superDecoder() throws -> any Decoder { try element { NodeDecoder(pass: $0, node: $1) } }
}
