/// A JSON text that was read strictly (RFC 8259), and where everything stands in it.
///
/// Whitespace, the order of keys and the spelling of escapes are free. Refused, beside what RFC 8259 refuses: duplicate
/// keys, also in another spelling or normalisation form; numbers that are no 64-bit integer, and `-0`; lone surrogates;
/// a byte order mark; more depth or size than the limits. Strings and keys are brought to NFC. A string may hold U+0000.
public struct JSONDocument: Sendable {
    public struct Limits: Sendable {
        /// Arrays and objects within each other.
        public var depth: Int
        public var bytes: Int

        public init(depth: Int = 64, bytes: Int = 1 << 20) {
            self.depth = depth
            self.bytes = bytes
        }
    }

    let tape: Tape

    init(tape: Tape) { self.tape = tape }

    /// `firstLine` is the number of the text's first line in the file that it is from. The limits are 64 levels and
    /// 1 MiB unless said otherwise, and never more than 1,000 levels and 256 MiB.
    ///
    /// - Throws: `malformed-json`, `duplicate-key`, `number-out-of-range`, `not-an-integer`, `not-utf8`,
    ///   `nesting-too-deep`, `too-large`.
    public init(parsing text: [UInt8], firstLine: Int = 1, limits: Limits = Limits()) throws(JSONFault) {
        try self.init(text, firstLine: firstLine, limits: limits)
    }

    /// Without a first line for a text that nobody wrote, in which a place says nothing.
    init(_ text: [UInt8], firstLine: Int?, limits: Limits) throws(JSONFault) {
        // The tape counts in 32 bits, NFC can take three times the bytes, and the parser descends by recursion.
        let maximum = min(limits.bytes, 1 << 28)
        guard text.count <= maximum else {
            throw JSONFault(
                .tooLarge, line: firstLine ?? 0, column: firstLine == nil ? 0 : 1,
                parameters: ["size": String(text.count), "maximum": String(maximum)])
        }
        tape = try JSONParser(text: text, firstLine: firstLine, maximumDepth: min(limits.depth, 1_000)).parse()
    }

    /// The whole document as a value, made anew each time.
    public var root: JSONValue { tape.value(of: 0) }

    /// The value that an RFC 6901 pointer names; `nil` when there is none.
    public func value(at pointer: String) -> JSONValue? { tape.node(at: pointer).map(tape.value) }

    /// Where the value stands that the pointer names: line, and column in characters, from 1.
    public func location(of pointer: String) -> (line: Int, column: Int)? {
        guard let node = tape.node(at: pointer) else { return nil }
        let location = tape.location(of: node)
        return (location.line, location.column)
    }

    /// The same document in canonical form.
    public var canonicalBytes: [UInt8] { CanonicalWriter.bytes(of: tape) }
}
