/// Writes canonical text: from a value, from a tape, or as what a ``CanonicalObject`` says field by field.
///
/// The text grows in memory of its own, without an array's checks at every byte: most of what is written are keys and
/// punctuation, a few bytes at a time.
public struct CanonicalWriter: ~Copyable {
    private var text: UnsafeMutablePointer<UInt8>
    private var capacity: Int
    private var count = 0
    /// Whether a field of the present object has been written, so that a comma stands before the next.
    @usableFromInline var isBehindField = false
    /// Of the field before, to find out that they ascend.
    @usableFromInline var name: StaticString = ""
    /// Something had no canonical form; who wants to know what asks `CanonicalEncoder`.
    var hasFailed = false

    init(capacity: Int = 1_024) {
        text = .allocate(capacity: capacity)
        self.capacity = capacity
    }

    deinit { text.deallocate() }

    /// What is written so far.
    var bytes: [UInt8] { Array(UnsafeBufferPointer(start: text, count: count)) }

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
        var writer = CanonicalWriter(capacity: tape.storage.count + 1)
        writer.write(tape, 0)
        return writer.bytes
    }

    /// Canonical text of whole values.
    mutating func append(_ text: [UInt8]) { text.withUnsafeBufferPointer { append($0) } }

    @usableFromInline
    mutating func append(_ byte: UInt8) {
        if count == capacity { grow(by: 1) }
        text[count] = byte
        count += 1
    }

    mutating func append(_ more: UnsafeBufferPointer<UInt8>) {
        guard let start = more.baseAddress else { return }
        if capacity - count < more.count { grow(by: more.count) }
        (text + count).initialize(from: start, count: more.count)
        count += more.count
    }

    private mutating func append(_ word: StaticString) { word.withUTF8Buffer { append($0) } }

    private mutating func append(_ more: some Sequence<UInt8>) {
        for byte in more { append(byte) }
    }

    /// A key of an object's field, with what stands around it: `,"child":`.
    mutating func append(key name: StaticString, behindField: Bool) {
        let length = name.utf8CodeUnitCount
        if capacity - count < length + 4 { grow(by: length + 4) }
        var end = text + count
        if behindField {
            end.pointee = UInt8(ascii: ",")
            end += 1
        }
        end.pointee = UInt8(ascii: "\"")
        (end + 1).initialize(from: name.utf8Start, count: length)
        end[length + 1] = UInt8(ascii: "\"")
        end[length + 2] = UInt8(ascii: ":")
        count += length + (behindField ? 4 : 3)
    }

    private mutating func grow(by more: Int) {
        let larger = max(capacity * 2, count + more)
        let moved = UnsafeMutablePointer<UInt8>.allocate(capacity: larger)
        moved.initialize(from: text, count: count)
        text.deallocate()
        text = moved
        capacity = larger
    }

    mutating func write(_ value: JSONValue) {
        switch value {
        case .null: append("null")
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
        case .null: append("null")
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
            writer.append(UInt8(ascii: ":"))
            writer.write(tape, key + 1)
        }
    }

    mutating func write<Items: Sequence, Failure: Error>(
        _ items: Items, _ opening: Unicode.Scalar, _ closing: Unicode.Scalar,
        _ writeItem: (inout CanonicalWriter, Items.Element) throws(Failure) -> Void
    ) throws(Failure) {
        append(UInt8(ascii: opening))
        var isFirst = true
        for item in items {
            if !isFirst { append(UInt8(ascii: ",")) }
            isFirst = false
            try writeItem(&self, item)
        }
        append(UInt8(ascii: closing))
    }

    /// A key in NFC, and its colon.
    mutating func write(key normalized: String) {
        writeQuoted(normalized.utf8)
        append(UInt8(ascii: ":"))
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
            append(quoted: text)
            return true
        }
    }

    mutating func write(_ value: Int64) {
        if value < 0 { append(UInt8(ascii: "-")) }
        // Nearly all are small, and to divide is what takes time.
        if let small = UInt32(exactly: value.magnitude) {
            write(digitsOf: small)
        } else {
            write(digitsOf: value.magnitude)
        }
    }

    private mutating func write<Number: FixedWidthInteger & UnsignedInteger>(digitsOf number: Number) {
        var length = 1
        var bound: Number = 10
        while number >= bound {
            length += 1
            let (next, isBeyond) = bound.multipliedReportingOverflow(by: 10)
            if isBeyond { break }
            bound = next
        }
        if capacity - count < length { grow(by: length) }
        var rest = number
        var place = count + length
        repeat {
            place -= 1
            text[place] = UInt8(ascii: "0") + UInt8(truncatingIfNeeded: rest % 10)
            rest /= 10
        } while place > count
        count += length
    }

    mutating func write(_ value: Bool) { append(value ? "true" as StaticString : "false") }

    /// Text in NFC, unescaped.
    private mutating func writeQuoted(_ text: some Collection<UInt8>) {
        append(UInt8(ascii: "\""))
        if text.contains(where: Self.needsEscape) {
            for byte in text { writeEscaped(byte) }
        } else {
            append(text)
        }
        append(UInt8(ascii: "\""))
    }

    /// Text between quotes, as it is.
    mutating func append(quoted content: UnsafeBufferPointer<UInt8>) {
        if capacity - count < content.count + 2 { grow(by: content.count + 2) }
        text[count] = UInt8(ascii: "\"")
        if let start = content.baseAddress { (text + count + 1).initialize(from: start, count: content.count) }
        text[count + content.count + 1] = UInt8(ascii: "\"")
        count += content.count + 2
    }

    private static func needsEscape(_ byte: UInt8) -> Bool {
        byte < 0x20 || byte == UInt8(ascii: "\"") || byte == UInt8(ascii: "\\")
    }

    private mutating func writeEscaped(_ byte: UInt8) {
        switch byte {
        case UInt8(ascii: "\""): append(#"\""#)
        case UInt8(ascii: "\\"): append(#"\\"#)
        case 0x08: append(#"\b"#)
        case 0x09: append(#"\t"#)
        case 0x0A: append(#"\n"#)
        case 0x0C: append(#"\f"#)
        case 0x0D: append(#"\r"#)
        case 0x00..<0x10: append((#"\u000"# + String(byte, radix: 16)).utf8)
        case 0x10..<0x20: append((#"\u00"# + String(byte, radix: 16)).utf8)
        default: append(byte)
        }
    }
}
