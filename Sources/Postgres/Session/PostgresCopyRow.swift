/// One row of a COPY in binary, read field by field from the left; nothing is copied. It holds only inside the closure
/// that gets it.
package struct PostgresCopyRow {
    @usableFromInline let bytes: UnsafeRawBufferPointer
    @usableFromInline var offset: Int
    @usableFromInline var number = 0
    package let fieldCount: Int
    /// How many of them were read.
    package var readCount: Int { number }

    @usableFromInline
    init(_ bytes: UnsafeRawBufferPointer, offset: Int, fieldCount: Int) {
        self.bytes = bytes
        self.offset = offset
        self.fieldCount = fieldCount
    }

    /// The bytes of the next field; nil for NULL.
    @inlinable
    package mutating func nextBytes() throws(PostgresError) -> UnsafeRawBufferPointer? {
        guard let range = try nextRange() else { return nil }
        return UnsafeRawBufferPointer(rebasing: bytes[range])
    }

    /// Where the next field lies in the bytes that the row is part of, as ``PostgresCopyRows/bytes``; nil for NULL.
    @inlinable
    package mutating func nextRange() throws(PostgresError) -> Range<Int>? {
        guard number < fieldCount else { throw exhausted() }
        guard let length = bytes.bigEndian(Int32.self, at: offset) else { throw malformed() }
        number += 1
        offset += 4
        guard length >= 0 else {
            guard length == -1 else { throw malformed() }
            return nil
        }
        guard bytes.count - offset >= Int(length) else { throw malformed() }
        defer { offset += Int(length) }
        return offset..<offset + Int(length)
    }

    /// The next field. The wire names no types here: the query must give the type that belongs to `Value`.
    @inlinable
    package mutating func next<Value: PostgresDecodable>(
        as _: Value.Type = Value.self
    ) throws(PostgresError) -> Value {
        guard let field = try nextBytes() else {
            guard let null = Value.postgresNull else { throw mismatch(Value.self, "NULL") }
            return null
        }
        guard let value = Value.decode(field, type: Value.postgresType) else {
            throw mismatch(Value.self, "\(field.count) bytes that are no such value")
        }
        return value
    }

    /// Passes over fields that are of no interest.
    @inlinable
    package mutating func skip(_ count: Int = 1) throws(PostgresError) {
        for _ in 0..<count { _ = try nextBytes() }
    }

    @usableFromInline
    func malformed() -> PostgresError {
        .protocolViolation("a COPY row that does not fit into its message")
    }

    @usableFromInline
    func exhausted() -> PostgresError {
        .decoding(column: "\(number)", expected: "a field", found: "a row of \(fieldCount) fields")
    }

    @usableFromInline
    func mismatch(_ expected: Any.Type, _ found: String) -> PostgresError {
        .decoding(column: "\(number - 1)", expected: "\(expected)", found: found)
    }
}

/// Takes COPY's binary stream apart, strictly: signature, header, rows, trailer, and nothing behind it.
///
/// Format: <https://www.postgresql.org/docs/15/sql-copy.html#id-1.9.3.55.9.4>. Where the server puts the borders of its
/// messages is its affair, but it never cuts a row.
struct CopyReader {
    static let signature: [UInt8] = Array("PGCOPY\n".utf8) + [0xFF] + Array("\r\n\0".utf8)

    private(set) var rows = 0
    private var hasHeader = false
    private var hasTrailer = false

    mutating func read<Failure: Error>(
        _ bytes: UnsafeRawBufferPointer, failing: (PostgresError) -> Failure,
        _ body: (inout PostgresCopyRow) throws(Failure) -> Void
    ) throws(Failure) {
        var offset = 0
        if !hasHeader {
            guard let end = Self.headerEnd(bytes) else {
                throw failing(.protocolViolation("no header of a binary COPY"))
            }
            hasHeader = true
            offset = end
        }
        while offset < bytes.count {
            guard !hasTrailer, let count = bytes.bigEndian(Int16.self, at: offset) else {
                throw failing(.protocolViolation("a COPY stream that is cut or goes on behind its end"))
            }
            offset += 2
            guard count != -1 else {
                hasTrailer = true
                continue
            }
            guard count >= 0 else { throw failing(.protocolViolation("a COPY row of \(count) fields")) }
            var row = PostgresCopyRow(bytes, offset: offset, fieldCount: Int(count))
            try body(&row)
            // What `body` left unread must be well-formed too, for the next row begins behind it.
            do throws(PostgresError) { try row.skip(row.fieldCount - row.number) } catch { throw failing(error) }
            offset = row.offset
            rows += 1
        }
    }

    /// A stream without a trailer was cut.
    func end() throws(PostgresError) {
        guard hasHeader, hasTrailer else { throw .protocolViolation("a COPY stream without its end") }
    }

    private static func headerEnd(_ bytes: UnsafeRawBufferPointer) -> Int? {
        guard bytes.starts(with: signature), let flags = bytes.bigEndian(UInt32.self, at: 11),
            let extensionLength = bytes.bigEndian(Int32.self, at: 15), extensionLength >= 0,
            // Bits 16–31 are critical: a reader that does not know them must stop. None is in use since PostgreSQL 12.
            flags >> 16 == 0, bytes.count >= 19 + Int(extensionLength)
        else { return nil }
        return 19 + Int(extensionLength)
    }
}
