/// What an array of this element is to the server: an array of its type, or, for bytes, one `bytea`.
package protocol PostgresArrayElement: Sendable {
    static var postgresArrayType: PostgresType { get }
}

/// Elements that can be bound in an array; only one-dimensional arrays exist here.
package protocol PostgresEncodableElement: PostgresArrayElement {
    static func encodeArray(_ elements: [Self], into buffer: inout PostgresBuffer)
}

/// Elements that can be read from an array.
package protocol PostgresDecodableElement: PostgresArrayElement {
    static func acceptsArray(_ type: PostgresType) -> Bool
    static func decodeArray(_ bytes: UnsafeRawBufferPointer) -> [Self]?
}

extension Array: PostgresTyped where Element: PostgresArrayElement {
    package static var postgresType: PostgresType { Element.postgresArrayType }
}

extension Array: PostgresEncodable where Element: PostgresEncodableElement {
    package func encode(into buffer: inout PostgresBuffer) {
        Element.encodeArray(self, into: &buffer)
    }
}

extension Array: PostgresDecodable where Element: PostgresDecodableElement {
    package static func accepts(_ type: PostgresType) -> Bool { Element.acceptsArray(type) }

    package static func decode(_ bytes: UnsafeRawBufferPointer, type: PostgresType) -> [Element]? {
        Element.decodeArray(bytes)
    }
}

/// The array's wire form: dimensions (0 or 1), whether NULLs are inside, the element's type, then for the one dimension
/// its length and lower bound, then the elements as length and bytes.
/// Source: `array_send` in PostgreSQL's `src/backend/utils/adt/arrayfuncs.c`.
extension PostgresEncodableElement where Self: PostgresEncodable {
    package static func encodeArray(_ elements: [Self], into buffer: inout PostgresBuffer) {
        buffer.writeArrayHeader(
            count: Int32(truncatingIfNeeded: elements.count), hasNulls: elements.contains { $0.isPostgresNull },
            of: postgresType)
        for element in elements { buffer.writeField(element) }
    }
}

extension PostgresBuffer {
    mutating func writeArrayHeader(count: Int32, hasNulls: Bool, of type: PostgresType) {
        write(count == 0 ? 0 : 1 as Int32)
        write(hasNulls ? 1 : 0 as Int32)
        write(type.rawValue)
        guard count > 0 else { return }
        write(count)
        write(1 as Int32)
    }
}

extension PostgresDecodableElement where Self: PostgresDecodable {
    package static func acceptsArray(_ type: PostgresType) -> Bool { type == postgresArrayType }

    package static func decodeArray(_ bytes: UnsafeRawBufferPointer) -> [Self]? {
        guard let dimensions = bytes.bigEndian(Int32.self), let flags = bytes.bigEndian(Int32.self, at: 4),
            let element = bytes.bigEndian(UInt32.self, at: 8).map(PostgresType.init(rawValue:)),
            flags == 0 || flags == 1, accepts(element)
        else { return nil }
        if dimensions == 0 { return bytes.count == 12 ? [] : nil }
        guard dimensions == 1, let count = bytes.bigEndian(Int32.self, at: 12).map(Int.init), count > 0,
            count <= (bytes.count - 20) / 4
        else { return nil }
        return decodeElements(count, type: element, in: bytes)
    }

    private static func decodeElements(
        _ count: Int, type: PostgresType, in bytes: UnsafeRawBufferPointer
    ) -> [Self]? {
        var elements: [Self] = []
        elements.reserveCapacity(count)
        var offset = 20
        for _ in 0..<count {
            guard let length = bytes.bigEndian(Int32.self, at: offset).map(Int.init) else { return nil }
            offset += 4
            if length == -1 {
                guard let null = postgresNull else { return nil }
                elements.append(null)
                continue
            }
            guard length >= 0, bytes.count - offset >= length,
                let element = decode(UnsafeRawBufferPointer(rebasing: bytes[offset..<offset + length]), type: type)
            else { return nil }
            elements.append(element)
            offset += length
        }
        return offset == bytes.count ? elements : nil
    }
}
