extension DecodingPass {
    func string(at node: Int) throws(JSONFault) -> String {
        guard tape.nodes[node].kind == .string else { throw wrongType(expected: .string, at: node) }
        return tape.string(of: node)
    }

    func boolean(at node: Int) throws(JSONFault) -> Bool {
        guard tape.nodes[node].kind == .boolean else { throw wrongType(expected: .boolean, at: node) }
        return tape.nodes[node].integer != 0
    }

    func integer<I: FixedWidthInteger>(_ type: I.Type, at node: Int) throws(JSONFault) -> I {
        guard tape.nodes[node].kind == .integer else { throw wrongType(expected: .integer, at: node) }
        let value = tape.nodes[node].integer
        guard let integer = I(exactly: value) else {
            throw tape.fault(
                .numberOutOfRange, at: node, value: String(value),
                parameters: ["minimum": String(I.min), "maximum": String(I.max)])
        }
        return integer
    }

    func unsupported(_ type: Any.Type, at node: Int) -> JSONFault {
        tape.fault(.unsupportedType, at: node, parameters: ["type": String(describing: type)])
    }

    func wrongType(expected: JSONValue.Kind, at node: Int) -> JSONFault {
        tape.fault(
            .wrongType, at: node, value: tape.scalar(of: node),
            parameters: ["expected": expected.rawValue, "found": tape.kind(of: node).rawValue])
    }

    /// What an `init(from:)` threw, as the fault of the value at a node.
    func fault(for error: any Error, _ type: any Decodable.Type, at node: Int) -> JSONFault {
        switch error {
        case let fault as JSONFault: fault
        case let invalid as InvalidValue:
            tape.fault(
                .invalidValue, at: node, value: invalid.isSecret ? nil : tape.scalar(of: node),
                innerCode: invalid.code, parameters: invalid.parameters)
        case let error as DecodingError: fault(for: error, type, at: node)
        default: notAccepted(type, at: node)
        }
    }

    private func fault(for error: DecodingError, _ type: any Decodable.Type, at node: Int) -> JSONFault {
        switch error {
        case .keyNotFound(let key, let context): missing(key.stringValue, in: place(of: context) ?? node)
        case .dataCorrupted(let context):
            if let allowed = allowedRawValues(of: type) {
                tape.fault(
                    .invalidValue, at: node, value: tape.scalar(of: node), innerCode: "not-one-of",
                    parameters: ["allowed": allowed.joined(separator: ", ")])
            } else {
                notAccepted(type, at: place(of: context) ?? node)
            }
        case .typeMismatch(_, let context), .valueNotFound(_, let context):
            notAccepted(type, at: place(of: context) ?? node)
        @unknown default: notAccepted(type, at: node)
        }
    }

    private func place(of context: DecodingError.Context) -> Int? { tape.node(at: context.codingPath.jsonPointer) }

    private func notAccepted(_ type: any Decodable.Type, at node: Int) -> JSONFault {
        tape.fault(
            .invalidValue, at: node, value: tape.scalar(of: node), innerCode: "not-accepted",
            parameters: ["type": String(describing: type)])
    }
}

/// Empty for a raw-value type that can't list its values; `nil` for any other type.
private func allowedRawValues(of type: any Decodable.Type) -> [String]? {
    func list<Listed: CaseIterable & RawRepresentable>(_ type: Listed.Type) -> [String] {
        type.allCases.map { String(describing: $0.rawValue) }
    }
    if let type = type as? any (CaseIterable & RawRepresentable).Type { return list(type) }
    return type is any RawRepresentable.Type ? [] : nil
}
