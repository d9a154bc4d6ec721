/// The fields of an object.
struct KeyedDecoding<Key: CodingKey>: KeyedDecodingContainerProtocol {
    private let pass: DecodingPass
    private let node: Int
    private let object: Int

    init(pass: DecodingPass, node: Int) throws(JSONFault) {
        self.pass = pass
        self.node = node
        object = try pass.open(object: node)
    }

    var codingPath: [any CodingKey] { pass.tape.path(to: node) }

    /// Those that the key type knows.
    var allKeys: [Key] { pass.tape.keys(of: node).compactMap { Key(stringValue: pass.tape.string(of: $0)) } }

    func contains(_ key: Key) -> Bool { pass.find(key.stringValue, in: object, at: node) != nil }

    private func value(_ key: some CodingKey) throws(JSONFault) -> Int {
        guard let value = pass.find(key.stringValue, in: object, at: node) else {
            throw pass.missing(key.stringValue, in: node)
        }
        return value
    }

    /// Never: a `null` is for the wanted type to refuse.
    func decodeNil(forKey key: Key) throws -> Bool {
        _ = try value(key)
        return false
    }

    func decode(_ type: Bool.Type, forKey key: Key) throws -> Bool { try pass.boolean(at: value(key)) }
    func decode(_ type: String.Type, forKey key: Key) throws -> String { try pass.string(at: value(key)) }
    func decode(_ type: Double.Type, forKey key: Key) throws -> Double {
        throw pass.unsupported(type, at: try value(key))
    }
    func decode(_ type: Float.Type, forKey key: Key) throws -> Float {
        throw pass.unsupported(type, at: try value(key))
    }
    func decode(_ type: Int.Type, forKey key: Key) throws -> Int { try pass.integer(type, at: value(key)) }
    func decode(_ type: Int8.Type, forKey key: Key) throws -> Int8 { try pass.integer(type, at: value(key)) }
    func decode(_ type: Int16.Type, forKey key: Key) throws -> Int16 { try pass.integer(type, at: value(key)) }
    func decode(_ type: Int32.Type, forKey key: Key) throws -> Int32 { try pass.integer(type, at: value(key)) }
    func decode(_ type: Int64.Type, forKey key: Key) throws -> Int64 { try pass.integer(type, at: value(key)) }
    func decode(_ type: UInt.Type, forKey key: Key) throws -> UInt { try pass.integer(type, at: value(key)) }
    func decode(_ type: UInt8.Type, forKey key: Key) throws -> UInt8 { try pass.integer(type, at: value(key)) }
    func decode(_ type: UInt16.Type, forKey key: Key) throws -> UInt16 { try pass.integer(type, at: value(key)) }
    func decode(_ type: UInt32.Type, forKey key: Key) throws -> UInt32 { try pass.integer(type, at: value(key)) }
    func decode(_ type: UInt64.Type, forKey key: Key) throws -> UInt64 { try pass.integer(type, at: value(key)) }

    func decode<T: Decodable>(_ type: T.Type, forKey key: Key) throws -> T { try pass.decode(type, at: value(key)) }

    func decodeIfPresent<T: Decodable>(_ type: T.Type, forKey key: Key) throws -> T? {
        try pass.find(key.stringValue, in: object, at: node).map { try pass.decode(type, at: $0) }
    }

    func nestedContainer<NestedKey: CodingKey>(
        keyedBy type: NestedKey.Type, forKey key: Key
    ) throws -> KeyedDecodingContainer<NestedKey> {
        KeyedDecodingContainer(try KeyedDecoding<NestedKey>(pass: pass, node: value(key)))
    }

    func nestedUnkeyedContainer(forKey key: Key) throws -> any UnkeyedDecodingContainer {
        try UnkeyedDecoding(pass: pass, node: value(key))
    }

    func superDecoder() throws -> any Decoder {
        NodeDecoder(pass: pass, node: try value(PathKey(stringValue: "super")))
    }

    func superDecoder(forKey key: Key) throws -> any Decoder { NodeDecoder(pass: pass, node: try value(key)) }
}
