/// The encoder of one place.
struct NodeEncoder: Encoder {
    let pass: EncodingPass
    let node: EncodingNode

    var codingPath: [any CodingKey] { node.codingPath }
    var userInfo: [CodingUserInfoKey: Any] { pass.userInfo }

    func container<Key: CodingKey>(keyedBy type: Key.Type) -> KeyedEncodingContainer<Key> {
        node.becomeObject()
        return KeyedEncodingContainer(KeyedEncoding(pass: pass, node: node))
    }

    func unkeyedContainer() -> any UnkeyedEncodingContainer {
        node.becomeArray()
        return UnkeyedEncoding(pass: pass, node: node)
    }

    func singleValueContainer() -> any SingleValueEncodingContainer { ScalarEncoding(pass: pass, node: node) }
}

/// One value in place of the whole.
struct ScalarEncoding: SingleValueEncodingContainer {
    let pass: EncodingPass
    let node: EncodingNode

    var codingPath: [any CodingKey] { node.codingPath }

    /// For the object around it to leave the field out.
    func encodeNil() { node.content = .omitted }

    func encode(_ value: Bool) throws { node.content = .value(.bool(value)) }
    func encode(_ value: String) throws { node.content = .value(.string(value)) }
    func encode(_ value: Double) throws { throw node.unsupported("Double") }
    func encode(_ value: Float) throws { throw node.unsupported("Float") }
    func encode(_ value: Int) throws { try encode(integer: value) }
    func encode(_ value: Int8) throws { try encode(integer: value) }
    func encode(_ value: Int16) throws { try encode(integer: value) }
    func encode(_ value: Int32) throws { try encode(integer: value) }
    func encode(_ value: Int64) throws { try encode(integer: value) }
    func encode(_ value: UInt) throws { try encode(integer: value) }
    func encode(_ value: UInt8) throws { try encode(integer: value) }
    func encode(_ value: UInt16) throws { try encode(integer: value) }
    func encode(_ value: UInt32) throws { try encode(integer: value) }
    func encode(_ value: UInt64) throws { try encode(integer: value) }

    private func encode(integer: some BinaryInteger) throws(JSONFault) {
        guard let value = Int64(exactly: integer) else {
            throw JSONFault(
                .numberOutOfRange, pointer: node.codingPath.jsonPointer, value: String(integer),
                parameters: ["minimum": String(Int64.min), "maximum": String(Int64.max)])
        }
        node.content = .value(.integer(value))
    }

    func encode<T: Encodable>(_ value: T) throws {
        do {
            try value.encode(to: NodeEncoder(pass: pass, node: node))
        } catch {
            throw node.fault(for: error)
        }
    }
}
