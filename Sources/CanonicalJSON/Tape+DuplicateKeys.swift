extension Tape {
    /// This tape with each object marked whose keys ascend; refused when a key stands twice in an object. Keys are
    /// compared unescaped and in NFC, so another spelling of the same key does not slip through.
    consuming func refusingDuplicateKeys() throws(JSONFault) -> Tape {
        var unsorted: [Int] = []
        for node in nodes.indices where nodes[node].kind == .object && !keysStrictlyAscend(in: node) {
            try refuseDuplicateKeys(in: node)
            unsorted.append(node)
        }
        guard !unsorted.isEmpty else { return self }
        var marked = nodes
        for node in unsorted { marked[node].keysAscend = false }
        return Tape(storage: storage, textCount: textCount, nodes: marked, firstLine: firstLine)
    }

    private func keysStrictlyAscend(in object: Int) -> Bool {
        var previous: Int?
        for key in keys(of: object) {
            if let previous, !bytes(of: previous).lexicographicallyPrecedes(bytes(of: key)) { return false }
            previous = key
        }
        return true
    }

    /// An object's keys in the order of their bytes, equal ones in the order of the text.
    func sortedKeys(of object: Int) -> [Int] {
        keys(of: object).sorted { first, second in
            if bytes(of: first).lexicographicallyPrecedes(bytes(of: second)) { return true }
            return first < second && bytes(of: first).elementsEqual(bytes(of: second))
        }
    }

    private func refuseDuplicateKeys(in object: Int) throws(JSONFault) {
        let sorted = sortedKeys(of: object)
        let repeated = zip(sorted, sorted.dropFirst()).filter { bytes(of: $0).elementsEqual(bytes(of: $1)) }
        guard let (first, second) = repeated.min(by: { $0.1 < $1.1 }) else { return }
        let place = location(of: first)
        throw fault(
            .duplicateKey, at: second,
            parameters: [
                "field": string(of: second), "firstLine": String(place.line), "firstColumn": String(place.column),
            ])
    }
}
