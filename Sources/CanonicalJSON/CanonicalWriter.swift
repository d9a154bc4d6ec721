/// Writes canonical text: from a value, from a tape, or as what a ``CanonicalObject`` says field by field.
public struct CanonicalWriter {
    private(set) var bytes: [UInt8] = []
    /// Whether a field of the present object has been written, so that a comma stands before the next.
    @usableFromInline var isBehindField = false
    /// Of the field before, to find out that they ascend.
    @usableFromInline var name: StaticString = ""
    /// Something had no canonical form; who wants to know what asks `CanonicalEncoder`.
    var hasFailed = false

    static func bytes(of value: JSONValue) -> [UInt8] {
        var writer = CanonicalWriter()
        writer.write(value)
        return writer.bytes
    }

    /// Nothing when something in it has no canonical form.
    static func bytes(writtenBy value: any CanonicalWritable) -> [UInt8]? {
        var writer = CanonicalWriter()
        value.write(to: &writer)
        return writer.hasFailed ? nil : writer.bytes
    }

    static func bytes(of tape: Tape) -> [UInt8] {
        var writer = CanonicalWriter()
        writer.bytes.reserveCapacity(tape.storage.count)
        writer.write(tape, 0)
        return writer.bytes
    }

    /// Canonical text of whole values.
    mutating func append(_ text: [UInt8]) { bytes += text }

    @usableFromInline
    mutating func append(_ byte: UInt8) { bytes.append(byte) }

    mutating func append(_ text: UnsafeBufferPointer<UInt8>) { bytes.append(contentsOf: text) }

    mutating func write(_ value: JSONValue) {
        switch value {
        case .null: bytes += "null".utf8
        case .bool(let value): write(value)
        case .integer(let value): write(value)
        case .string(let value): write(value)
        case .array(let elements): write(elements, "[", "]") { $0.write($1) }
        case .object(let fields):
            // Normalised first: the order is that of the bytes that are written.
            let fields = fields.map { (name: $0.normalizedToNFC, value: $1) }
                .sorted { $0.name.utf8.lexicographicallyPrecedes($1.name.utf8) }
            write(fields, "{", "}") { writer, field in
                writer.write(key: field.name)
                writer.write(field.value)
            }
        }
    }

    private mutating func write(_ tape: Tape, _ node: Int) {
        switch tape.nodes[node].kind {
        case .null: bytes += "null".utf8
        case .boolean: write(tape.nodes[node].integer != 0)
        case .integer: write(tape.nodes[node].integer)
        case .string: writeQuoted(tape.bytes(of: node))
        case .array: write(tape.elements(of: node), "[", "]") { $0.write(tape, $1) }
        case .object where tape.nodes[node].keysAscend: write(tape, fields: tape.keys(of: node))
        case .object: write(tape, fields: tape.sortedKeys(of: node))
        }
    }

    private mutating func write(_ tape: Tape, fields keys: some Sequence<Int>) {
        write(keys, "{", "}") { writer, key in
            writer.writeQuoted(tape.bytes(of: key))
            writer.bytes.append(UInt8(ascii: ":"))
            writer.write(tape, key + 1)
        }
    }

    mutating func write<Items: Sequence, Failure: Error>(
        _ items: Items, _ opening: Unicode.Scalar, _ closing: Unicode.Scalar,
        _ writeItem: (inout CanonicalWriter, Items.Element) throws(Failure) -> Void
    ) throws(Failure) {
        bytes.append(UInt8(ascii: opening))
        var isFirst = true
        for item in items {
            if !isFirst { bytes.append(UInt8(ascii: ",")) }
            isFirst = false
            try writeItem(&self, item)
        }
        bytes.append(UInt8(ascii: closing))
    }

    /// A key in NFC, and its colon.
    mutating func write(key normalized: String) {
        writeQuoted(normalized.utf8)
        bytes.append(UInt8(ascii: ":"))
    }

    mutating func write(_ value: String) {
        if !writeUnescaped(value) { writeQuoted(value.normalizedToNFC.utf8) }
    }

    /// Writes a string if it needs neither an escape nor a look at its normalisation.
    mutating func writeUnescaped(_ value: String) -> Bool {
        var value = value
        return value.withUTF8 { text in
            guard text.allSatisfy({ $0 < NormalizationFormC.firstUncertainByte && !Self.needsEscape($0) }) else {
                return false
            }
            bytes.append(UInt8(ascii: "\""))
            bytes.append(contentsOf: text)
            bytes.append(UInt8(ascii: "\""))
            return true
        }
    }

    mutating func write(_ value: Int64) {
        if value < 0 { bytes.append(UInt8(ascii: "-")) }
        var rest = value.magnitude
        withUnsafeTemporaryAllocation(of: UInt8.self, capacity: 20) { digits in
            var first = digits.count
            repeat {
                first -= 1
                digits.initializeElement(at: first, to: UInt8(ascii: "0") + UInt8(truncatingIfNeeded: rest % 10))
                rest /= 10
            } while rest > 0
            bytes.append(contentsOf: digits[first...])
        }
    }

    mutating func write(_ value: Bool) { bytes += value ? "true".utf8 : "false".utf8 }

    /// Text in NFC, unescaped.
    private mutating func writeQuoted(_ text: some Collection<UInt8>) {
        bytes.append(UInt8(ascii: "\""))
        if text.contains(where: Self.needsEscape) {
            for byte in text { writeEscaped(byte) }
        } else {
            bytes.append(contentsOf: text)
        }
        bytes.append(UInt8(ascii: "\""))
    }

    private static func needsEscape(_ byte: UInt8) -> Bool {
        byte < 0x20 || byte == UInt8(ascii: "\"") || byte == UInt8(ascii: "\\")
    }

    private mutating func writeEscaped(_ byte: UInt8) {
        switch byte {
        case UInt8(ascii: "\""): bytes += #"\""#.utf8
        case UInt8(ascii: "\\"): bytes += #"\\"#.utf8
        case 0x08: bytes += #"\b"#.utf8
        case 0x09: bytes += #"\t"#.utf8
        case 0x0A: bytes += #"\n"#.utf8
        case 0x0C: bytes += #"\f"#.utf8
        case 0x0D: bytes += #"\r"#.utf8
        case 0x00..<0x10: bytes += (#"\u000"# + String(byte, radix: 16)).utf8
        case 0x10..<0x20: bytes += (#"\u00"# + String(byte, radix: 16)).utf8
        default: bytes.append(byte)
        }
    }
}
