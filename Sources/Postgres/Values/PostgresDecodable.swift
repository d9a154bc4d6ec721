/// A value that can be read from the binary format of one or more types.
package protocol PostgresDecodable: PostgresTyped {
    /// Whether a column of this type holds such values without loss.
    static func accepts(_ type: PostgresType) -> Bool

    /// Nil when the bytes are no such value. The bytes are valid during the call only.
    static func decode(_ bytes: UnsafeRawBufferPointer, type: PostgresType) -> Self?

    /// What NULL becomes; nil refuses it.
    static var postgresNull: Self? { get }
}

extension PostgresDecodable {
    package static func accepts(_ type: PostgresType) -> Bool { type == postgresType }

    package static var postgresNull: Self? { nil }
}

extension Optional: PostgresDecodable where Wrapped: PostgresDecodable {
    package static func accepts(_ type: PostgresType) -> Bool { Wrapped.accepts(type) }

    package static func decode(_ bytes: UnsafeRawBufferPointer, type: PostgresType) -> Wrapped?? {
        // A failure is the outer nil; `.some(nil)` would read as NULL.
        Wrapped.decode(bytes, type: type).map { .some($0) }
    }

    package static var postgresNull: Wrapped?? { .some(nil) }
}

extension UnsafeRawBufferPointer {
    /// The integer in network byte order at `offset`; nil when it does not lie inside.
    func bigEndian<Value: FixedWidthInteger & BitwiseCopyable>(_: Value.Type, at offset: Int = 0) -> Value? {
        guard offset >= 0, count - offset >= MemoryLayout<Value>.size else { return nil }
        return Value(bigEndian: loadUnaligned(fromByteOffset: offset, as: Value.self))
    }

    /// The integer in network byte order that fills these bytes exactly.
    func whole<Value: FixedWidthInteger & BitwiseCopyable>(_: Value.Type) -> Value? {
        count == MemoryLayout<Value>.size ? bigEndian(Value.self) : nil
    }
}
