/// Where a node stands: in the text for people, in the document for programs.
extension Tape {
    func location(of node: Int) -> TextLocation { location(atByte: Int(nodes[node].position)) }

    func location(atByte offset: Int) -> TextLocation {
        guard let firstLine else { return .none }
        return TextLocation(of: offset, in: storage, firstLine: firstLine)
    }

    /// From the root down to the node.
    func path(to node: Int) -> [PathKey] {
        var path: [PathKey] = []
        var current = 0
        while current != node {
            switch nodes[current].kind {
            case .object:
                // A key is reached as its value: both are the same field.
                guard let key = keys(of: current).first(where: { node < end(of: $0 + 1) }) else { return path }
                path.append(PathKey(stringValue: string(of: key)))
                if node == key { return path }
                current = key + 1
            case .array:
                guard let (index, element) = elements(of: current).enumerated().first(where: { node < end(of: $1) })
                else {
                    return path
                }
                path.append(PathKey(index: index))
                current = element
            case .null, .boolean, .integer, .string: return path
            }
        }
        return path
    }

    func pointer(to node: Int) -> String { path(to: node).jsonPointer }

    /// The node that an RFC 6901 pointer names; `nil` when there is none.
    func node(at pointer: String) -> Int? {
        guard let tokens = JSONPointer.tokens(of: pointer) else { return nil }
        var node = 0
        for token in tokens {
            switch nodes[node].kind {
            case .object:
                let bytes = Array(token.normalizedToNFC.utf8)
                guard let key = keys(of: node).first(where: { self.bytes(of: $0).elementsEqual(bytes) }) else {
                    return nil
                }
                node = key + 1
            case .array:
                guard let index = JSONPointer.index(token),
                    let element = elements(of: node).dropFirst(index).first(where: { _ in true })
                else { return nil }
                node = element
            case .null, .boolean, .integer, .string: return nil
            }
        }
        return node
    }

    func fault(
        _ code: JSONFault.Code, at node: Int, value: String? = nil, innerCode: String? = nil,
        parameters: [String: String] = [:]
    ) -> JSONFault {
        let location = location(of: node)
        return JSONFault(
            code, pointer: pointer(to: node), line: location.line, column: location.column, value: value,
            innerCode: innerCode, parameters: parameters)
    }
}
