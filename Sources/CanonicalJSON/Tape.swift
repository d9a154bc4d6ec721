/// A parsed text as one flat array of nodes in reading order, so that parsing makes no tree and no strings.
///
/// An object's children alternate key, value. Strings are ranges of `storage`: of the text itself where it holds them as
/// they are, else of what was unescaped and normalised behind its end. So every string there is in NFC and unescaped.
final class Tape: Sendable {
    struct Node: Sendable {
        enum Kind: UInt8, Sendable { case null, boolean, integer, string, array, object }

        var kind: Kind
        /// Of an object: its keys ascend by their bytes, so it has no duplicate and is written as it stands.
        var keysAscend = true
        /// Byte offset of the token in the text.
        var position: UInt32
        /// Strings: offset and count of the bytes in `storage`. Integers and booleans: the value's high and low half.
        var high: UInt32 = 0
        var low: UInt32 = 0
        /// Index behind the last node of this subtree.
        var end: UInt32 = 0

        var integer: Int64 { Int64(bitPattern: UInt64(high) << 32 | UInt64(low)) }
        var bytes: Range<Int> { Int(high)..<Int(high) + Int(low) }
    }

    let storage: [UInt8]
    let textCount: Int
    let nodes: [Node]
    /// `nil` when the bytes were made from a value, and a place in them would tell nobody anything.
    let firstLine: Int?

    init(storage: [UInt8], textCount: Int, nodes: [Node], firstLine: Int?) {
        self.storage = storage
        self.textCount = textCount
        self.nodes = nodes
        self.firstLine = firstLine
    }

    func bytes(of node: Int) -> ArraySlice<UInt8> { storage[nodes[node].bytes] }

    /// Whether a string node is this text, byte for byte.
    func holds(_ text: String, at node: Int) -> Bool {
        let range = nodes[node].bytes
        guard text.utf8.count == range.count else { return false }
        return text.utf8.withContiguousStorageIfAvailable { text in
            storage.withUnsafeBufferPointer { storage in
                for offset in text.indices where text[offset] != storage[range.lowerBound + offset] { return false }
                return true
            }
        } ?? storage[range].elementsEqual(text.utf8)
    }

    func string(of node: Int) -> String { String(decoding: bytes(of: node), as: UTF8.self) }

    func end(of node: Int) -> Int { Int(nodes[node].end) }

    /// The key nodes of an object, in the order of the text; a key's value is the node behind it.
    func keys(of object: Int) -> Siblings {
        Siblings(tape: self, node: object + 1, end: end(of: object), isObject: true)
    }

    func elements(of array: Int) -> Siblings {
        Siblings(tape: self, node: array + 1, end: end(of: array), isObject: false)
    }

    struct Siblings: Sequence, IteratorProtocol {
        let tape: Tape
        var node: Int
        let end: Int
        let isObject: Bool

        mutating func next() -> Int? {
            guard node < end else { return nil }
            defer { node = tape.end(of: isObject ? node + 1 : node) }
            return node
        }
    }

    func value(of node: Int) -> JSONValue {
        switch nodes[node].kind {
        case .null: .null
        case .boolean: .bool(nodes[node].integer != 0)
        case .integer: .integer(nodes[node].integer)
        case .string: .string(string(of: node))
        case .array: .array(elements(of: node).map(value))
        case .object:
            .object(Dictionary(keys(of: node).map { (string(of: $0), value(of: $0 + 1)) }) { first, _ in first })
        }
    }

    func kind(of node: Int) -> JSONValue.Kind {
        switch nodes[node].kind {
        case .null: .null
        case .boolean: .boolean
        case .integer: .integer
        case .string: .string
        case .array: .array
        case .object: .object
        }
    }

    /// The value of a scalar, as a person would write it.
    func scalar(of node: Int) -> String? {
        switch nodes[node].kind {
        case .null: "null"
        case .boolean: nodes[node].integer != 0 ? "true" : "false"
        case .integer: String(nodes[node].integer)
        case .string: string(of: node)
        case .array, .object: nil
        }
    }
}
