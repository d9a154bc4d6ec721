/// The decoder of the value at one node.
struct NodeDecoder: Decoder {
    let pass: DecodingPass
    let node: Int

    // Worked out only when somebody asks: most decoding never does.
    var codingPath: [any CodingKey] { pass.tape.path(to: node) }
    var userInfo: [CodingUserInfoKey: Any] { pass.userInfo }

    func container<Key: CodingKey>(keyedBy type: Key.Type) throws -> KeyedDecodingContainer<Key> {
        KeyedDecodingContainer(try KeyedDecoding(pass: pass, node: node))
    }

    func unkeyedContainer() throws -> any UnkeyedDecodingContainer {
        try UnkeyedDecoding(pass: pass, node: node)
    }

    func singleValueContainer() throws -> any SingleValueDecodingContainer { ScalarDecoding(pass: pass, node: node) }
}

/// The value of a node as it stands; whole types decode in the frame of the type that asks.
struct ScalarDecoding: SingleValueDecodingContainer {
    let pass: DecodingPass
    let node: Int

    var codingPath: [any CodingKey] { pass.tape.path(to: node) }

    /// Never: a `null` is for the wanted type to refuse.
    func decodeNil() -> Bool { false }

    func decode(_ type: Bool.Type) throws -> Bool { try pass.boolean(at: node) }
    func decode(_ type: String.Type) throws -> String { try pass.string(at: node) }
    func decode(_ type: Double.Type) throws -> Double { throw pass.unsupported(type, at: node) }
    func decode(_ type: Float.Type) throws -> Float { throw pass.unsupported(type, at: node) }
    func decode(_ type: Int.Type) throws -> Int { try pass.integer(type, at: node) }
    func decode(_ type: Int8.Type) throws -> Int8 { try pass.integer(type, at: node) }
    func decode(_ type: Int16.Type) throws -> Int16 { try pass.integer(type, at: node) }
    func decode(_ type: Int32.Type) throws -> Int32 { try pass.integer(type, at: node) }
    func decode(_ type: Int64.Type) throws -> Int64 { try pass.integer(type, at: node) }
    func decode(_ type: UInt.Type) throws -> UInt { try pass.integer(type, at: node) }
    func decode(_ type: UInt8.Type) throws -> UInt8 { try pass.integer(type, at: node) }
    func decode(_ type: UInt16.Type) throws -> UInt16 { try pass.integer(type, at: node) }
    func decode(_ type: UInt32.Type) throws -> UInt32 { try pass.integer(type, at: node) }
    func decode(_ type: UInt64.Type) throws -> UInt64 { try pass.integer(type, at: node) }
    func decode<T: Decodable>(_ type: T.Type) throws -> T { try pass.decodeInFrame(type, at: node) }
}
