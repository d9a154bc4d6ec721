/// Bytes are one `bytea`, not an array of small integers.
extension UInt8: PostgresEncodableElement, PostgresDecodableElement {
    package static var postgresArrayType: PostgresType { .bytea }

    package static func encodeArray(_ elements: [UInt8], into buffer: inout PostgresBuffer) {
        buffer.write(bytes: elements)
    }

    package static func acceptsArray(_ type: PostgresType) -> Bool { type == .bytea }

    package static func decodeArray(_ bytes: UnsafeRawBufferPointer) -> [UInt8]? { Array(bytes) }
}

extension Array: PostgresArrayElement where Element == UInt8 {
    package static var postgresArrayType: PostgresType { .byteaArray }
}

extension Array: PostgresEncodableElement where Element == UInt8 {}

extension Array: PostgresDecodableElement where Element == UInt8 {}

/// An array of optionals is an array that may hold NULL.
extension Optional: PostgresArrayElement where Wrapped: PostgresArrayElement {
    package static var postgresArrayType: PostgresType { Wrapped.postgresArrayType }
}

extension Optional: PostgresEncodableElement where Wrapped: PostgresEncodableElement & PostgresEncodable {}

extension Optional: PostgresDecodableElement where Wrapped: PostgresDecodableElement & PostgresDecodable {
    package static func acceptsArray(_ type: PostgresType) -> Bool { Wrapped.acceptsArray(type) }
}

extension Bool: PostgresEncodableElement, PostgresDecodableElement {
    package static var postgresArrayType: PostgresType { .boolArray }
}

extension Int16: PostgresEncodableElement, PostgresDecodableElement {
    package static var postgresArrayType: PostgresType { .int2Array }
}

extension Int32: PostgresEncodableElement, PostgresDecodableElement {
    package static var postgresArrayType: PostgresType { .int4Array }
}

extension Int64: PostgresEncodableElement, PostgresDecodableElement {
    package static var postgresArrayType: PostgresType { .int8Array }
}

extension Int: PostgresEncodableElement, PostgresDecodableElement {
    package static var postgresArrayType: PostgresType { .int8Array }
}

extension Double: PostgresEncodableElement, PostgresDecodableElement {
    package static var postgresArrayType: PostgresType { .float8Array }
}

extension String: PostgresEncodableElement, PostgresDecodableElement {
    package static var postgresArrayType: PostgresType { .textArray }

    package static func acceptsArray(_ type: PostgresType) -> Bool {
        type == .textArray || type == .varcharArray || type == .nameArray
    }
}

extension PostgresUUID: PostgresEncodableElement, PostgresDecodableElement {
    package static var postgresArrayType: PostgresType { .uuidArray }
}

extension PostgresTimestamp: PostgresEncodableElement, PostgresDecodableElement {
    package static var postgresArrayType: PostgresType { .timestamptzArray }
}

extension PostgresDate: PostgresEncodableElement, PostgresDecodableElement {
    package static var postgresArrayType: PostgresType { .dateArray }
}

extension PostgresJSON: PostgresEncodableElement, PostgresDecodableElement {
    package static var postgresArrayType: PostgresType { .jsonbArray }
}
