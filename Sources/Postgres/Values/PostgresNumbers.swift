extension Bool: PostgresEncodable, PostgresDecodable {
    package static var postgresType: PostgresType { .bool }

    package func encode(into buffer: inout PostgresBuffer) {
        buffer.write(self ? 1 as UInt8 : 0)
    }

    package static func decode(_ bytes: UnsafeRawBufferPointer, type: PostgresType) -> Bool? {
        switch bytes.whole(UInt8.self) {
        case 0: false
        case 1: true
        default: nil
        }
    }
}

/// `int2`, `int4` and `int8`: each is read from its own type and from the narrower ones.
package protocol PostgresInteger: PostgresEncodable, PostgresDecodable, FixedWidthInteger {}

extension PostgresInteger {
    package func encode(into buffer: inout PostgresBuffer) {
        buffer.write(self)
    }

    package static func accepts(_ type: PostgresType) -> Bool {
        switch type {
        case .int2: true
        case .int4: bitWidth >= 32
        case .int8: bitWidth >= 64
        default: false
        }
    }

    package static func decode(_ bytes: UnsafeRawBufferPointer, type: PostgresType) -> Self? {
        switch type {
        case .int2: bytes.whole(Int16.self).map { Self(truncatingIfNeeded: $0) }
        case .int4: bytes.whole(Int32.self).map { Self(truncatingIfNeeded: $0) }
        case .int8: bytes.whole(Int64.self).map { Self(truncatingIfNeeded: $0) }
        default: nil
        }
    }
}

extension Int16: PostgresInteger {
    package static var postgresType: PostgresType { .int2 }
}

extension Int32: PostgresInteger {
    package static var postgresType: PostgresType { .int4 }
}

extension Int64: PostgresInteger {
    package static var postgresType: PostgresType { .int8 }
}

extension Int: PostgresInteger {
    package static var postgresType: PostgresType { .int8 }
}

extension Double: PostgresEncodable, PostgresDecodable {
    package static var postgresType: PostgresType { .float8 }

    package func encode(into buffer: inout PostgresBuffer) {
        buffer.write(bitPattern)
    }

    package static func accepts(_ type: PostgresType) -> Bool {
        type == .float8 || type == .float4
    }

    package static func decode(_ bytes: UnsafeRawBufferPointer, type: PostgresType) -> Double? {
        switch type {
        case .float4: bytes.whole(UInt32.self).map { Double(Float(bitPattern: $0)) }
        default: bytes.whole(UInt64.self).map { Double(bitPattern: $0) }
        }
    }
}
