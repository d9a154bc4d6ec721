/// What an encoding came to, as a value or as text.
extension EncodingNode {
    func value(depth: Int = 0) throws(JSONFault) -> JSONValue {
        switch content {
        case .nothing: return .object([:])
        case .omitted: throw unsupported("nil")
        case .value(let value):
            try refuseDepth(depth + value.depth)
            return value
        case .array(let elements):
            try refuseDepth(depth + 1)
            var values: [JSONValue] = []
            for element in elements { values.append(try element.value(depth: depth + 1)) }
            return .array(values)
        case .object(let fields):
            try refuseDepth(depth + 1)
            var values: [String: JSONValue] = [:]
            for field in try written(fields) { values[field.name] = try field.node.value(depth: depth + 1) }
            return .object(values)
        }
    }

    func write(to writer: inout CanonicalWriter, depth: Int = 0) throws(JSONFault) {
        switch content {
        case .nothing: writer.write([:])
        case .omitted: throw unsupported("nil")
        case .value(let value):
            try refuseDepth(depth + value.depth)
            writer.write(value)
        case .array(let elements):
            try refuseDepth(depth + 1)
            try writer.write(elements, "[", "]") { writer, element throws(JSONFault) in
                try element.write(to: &writer, depth: depth + 1)
            }
        case .object(let fields):
            try refuseDepth(depth + 1)
            try writer.write(written(fields), "{", "}") { writer, field throws(JSONFault) in
                writer.write(key: field.name)
                try field.node.write(to: &writer, depth: depth + 1)
            }
        }
    }

    /// Those that are not left out, in canonical order, with their names in NFC.
    private func written(_ fields: [Field]) throws(JSONFault) -> [Field] {
        var written: [Field] = []
        written.reserveCapacity(fields.count)
        for field in fields {
            if case .omitted = field.node.content { continue }
            written.append(Field(name: field.name.normalizedToNFC, node: field.node))
        }
        written.sort { $0.name.utf8.lexicographicallyPrecedes($1.name.utf8) }
        for (first, second) in zip(written, written.dropFirst()) where first.name == second.name {
            throw JSONFault(
                .duplicateKey, pointer: second.node.codingPath.jsonPointer, parameters: ["field": second.name])
        }
        return written
    }

    private func refuseDepth(_ depth: Int) throws(JSONFault) {
        let maximum = JSONDocument.Limits().depth
        guard depth <= maximum else {
            throw JSONFault(
                .nestingTooDeep, pointer: codingPath.jsonPointer, parameters: ["maximum": String(maximum)])
        }
    }
}
