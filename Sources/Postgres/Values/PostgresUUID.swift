/// Sixteen bytes, bound as `uuid`.
package struct PostgresUUID: Hashable, Sendable {
    /// The first eight bytes, the first one highest.
    package let high: UInt64
    /// The last eight bytes.
    package let low: UInt64

    package init(high: UInt64, low: UInt64) {
        self.high = high
        self.low = low
    }

    /// Nil unless there are sixteen bytes.
    package init?(bytes: some Collection<UInt8>) {
        guard bytes.count == 16 else { return nil }
        high = bytes.prefix(8).reduce(0) { $0 << 8 | UInt64($1) }
        low = bytes.dropFirst(8).reduce(0) { $0 << 8 | UInt64($1) }
    }

    package var bytes: [UInt8] {
        [high, low].flatMap { half in (0..<8).map { UInt8(truncatingIfNeeded: half >> (56 - 8 * $0)) } }
    }
}

extension PostgresUUID: Comparable {
    /// The server's order: that of the bytes.
    package static func < (left: PostgresUUID, right: PostgresUUID) -> Bool {
        (left.high, left.low) < (right.high, right.low)
    }
}

extension PostgresUUID: CustomStringConvertible {
    package var description: String {
        let digits = Array("0123456789abcdef")
        var text = ""
        for (index, byte) in bytes.enumerated() {
            if index == 4 || index == 6 || index == 8 || index == 10 { text.append("-") }
            text.append(digits[Int(byte >> 4)])
            text.append(digits[Int(byte & 15)])
        }
        return text
    }
}

extension PostgresUUID: PostgresEncodable, PostgresDecodable {
    package static var postgresType: PostgresType { .uuid }

    package func encode(into buffer: inout PostgresBuffer) {
        buffer.write(high)
        buffer.write(low)
    }

    package static func decode(_ bytes: UnsafeRawBufferPointer, type: PostgresType) -> PostgresUUID? {
        guard bytes.count == 16, let high = bytes.bigEndian(UInt64.self), let low = bytes.bigEndian(UInt64.self, at: 8)
        else { return nil }
        return PostgresUUID(high: high, low: low)
    }
}
