import EventSourcing

/// Values by type. It is asked for every event of a log, so it looks at a few bytes of a name and compares it with one or two:
/// names are the program's own, so there is no need of a hash that nobody can foresee.
struct TypeTable<Value: Sendable>: Sendable {
    /// The number of slots is a power of two, at most a quarter of them full. What they are found by stands apart: a look-up
    /// copies only the value.
    private var types: [TypeName?]
    private var values: [Value?]

    init(_ values: [(TypeName, Value)]) {
        var capacity = 16
        while capacity < values.count * 4 { capacity *= 2 }
        types = Array(repeating: nil, count: capacity)
        self.values = Array(repeating: nil, count: capacity)
        for (type, value) in values {
            var slot = Self.hash(of: type) & (capacity - 1)
            while types[slot] != nil { slot = (slot + 1) & (capacity - 1) }
            types[slot] = type
            self.values[slot] = value
        }
    }

    subscript(type: TypeName) -> Value? {
        var slot = Self.hash(of: type) & (types.count - 1)
        while let known = types[slot] {
            if known == type { return values[slot] }
            slot = (slot + 1) & (types.count - 1)
        }
        return nil
    }

    /// Of the first, the last and two middle bytes, and the length.
    private static func hash(of type: TypeName) -> Int {
        type.text.utf8.withContiguousStorageIfAvailable { bytes in
            guard bytes.count > 2 else { return bytes.count }
            let last = bytes.count - 1
            let mixed =
                UInt64(bytes[0]) | UInt64(bytes[last / 3]) << 8 | UInt64(bytes[last / 2]) << 16
                | UInt64(bytes[last - 1]) << 24 | UInt64(bytes[last]) << 32 | UInt64(bytes.count) << 40
            return Int(truncatingIfNeeded: (mixed &* 0x9E37_79B9_7F4A_7C15) >> 40)
        } ?? 0
    }
}
