/// Bytes on their way to the server, in network byte order.
package struct PostgresBuffer: Sendable {
    package private(set) var bytes: [UInt8] = []

    package init() {}

    package var count: Int { bytes.count }

    package mutating func write(_ value: some FixedWidthInteger) {
        withUnsafeBytes(of: value.bigEndian) { bytes.append(contentsOf: $0) }
    }

    package mutating func write(bytes more: some Collection<UInt8>) {
        bytes.append(contentsOf: more)
    }

    package mutating func write(bytes more: UnsafeRawBufferPointer) {
        bytes.append(contentsOf: more)
    }

    package mutating func write(utf8 text: String) {
        bytes.append(contentsOf: text.utf8)
    }

    /// A value in the form that arrays and COPY share: its length in four bytes, −1 for NULL, then its bytes.
    package mutating func writeField(_ value: some PostgresEncodable) {
        guard !value.isPostgresNull else { return write(Int32(-1)) }
        let start = count
        write(Int32(0))
        value.encode(into: &self)
        overwrite(Int32(truncatingIfNeeded: count - start - 4), at: start)
    }

    mutating func overwrite(_ value: some FixedWidthInteger, at offset: Int) {
        withUnsafeBytes(of: value.bigEndian) { source in
            for (index, byte) in source.enumerated() { bytes[offset + index] = byte }
        }
    }

    mutating func removeAll() {
        bytes.removeAll(keepingCapacity: true)
    }

    mutating func reserveCapacity(_ capacity: Int) {
        bytes.reserveCapacity(capacity)
    }
}
