import Foundation

/// Values made from bytes, kept so that the same bytes give the same value without making it again: names, codes and
/// streams repeat from row to row of a log.
///
/// A table with one value a slot: another value with the same hash takes the place of the one before. What is long is made
/// each time. So it is bounded, whatever it is asked.
struct Interned<Value> {
    /// What stands in each slot, apart from what it is found by: looking it up copies only the value.
    private var keys: [[UInt8]]
    private var values: [Value?]
    /// The slot of what was asked for last, which is likely to be asked for next.
    private var latest = 0

    /// What is kept: more than any name has.
    private static var bytesMax: Int { 2 << 10 }

    /// The number of slots must be a power of two.
    init(slots: Int = 128) {
        keys = Array(repeating: [], count: slots)
        values = Array(repeating: nil, count: slots)
    }

    /// The value that the bytes stand for; nothing when `make` makes none of them.
    mutating func value(of bytes: UnsafeRawBufferPointer, _ make: (UnsafeRawBufferPointer) -> Value?) -> Value? {
        if Self.areEqual(keys[latest], bytes), let value = values[latest] { return value }
        guard bytes.count <= Self.bytesMax else { return make(bytes) }
        let index = Self.hash(bytes) & (keys.count - 1)
        latest = index
        if Self.areEqual(keys[index], bytes), let value = values[index] { return value }
        guard let value = make(bytes) else { return nil }
        keys[index] = Array(bytes)
        values[index] = value
        return value
    }

    private static func areEqual(_ known: [UInt8], _ bytes: UnsafeRawBufferPointer) -> Bool {
        known.count == bytes.count
            && known.withUnsafeBytes { known in
                guard let first = known.baseAddress, let second = bytes.baseAddress else { return true }
                return memcmp(first, second, bytes.count) == 0
            }
    }

    /// As FNV-1a, but eight bytes at a time, and mixed once more: the low bits decide.
    private static func hash(_ bytes: UnsafeRawBufferPointer) -> Int {
        var hash: UInt64 = 14_695_981_039_346_656_037
        var offset = 0
        while offset + 8 <= bytes.count {
            hash = (hash ^ bytes.loadUnaligned(fromByteOffset: offset, as: UInt64.self)) &* 0x9E37_79B9_7F4A_7C15
            hash ^= hash >> 29
            offset += 8
        }
        while offset < bytes.count {
            hash = (hash ^ UInt64(bytes[offset])) &* 1_099_511_628_211
            offset += 1
        }
        return Int(truncatingIfNeeded: hash ^ hash >> 32)
    }
}
