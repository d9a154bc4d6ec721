public import CanonicalJSON

/// A UUID as its 16 bytes (RFC 9562): `018f3c2e-7a10-7cc3-98c4-dc0c0c07398f`.
public struct UUIDValue: Hashable, Sendable, Comparable, CustomStringConvertible {
    public let high: UInt64
    public let low: UInt64

    public init(high: UInt64, low: UInt64) {
        self.high = high
        self.low = low
    }

    /// A version 7 UUID (RFC 9562 §5.7): milliseconds since 1970, then random bits. The caller hands in the randomness.
    public init(version7At instant: Instant, random: (high: UInt64, low: UInt64)) {
        let milliseconds = UInt64(clamping: instant.microsecondsSince1970 / 1000) & 0xFFFF_FFFF_FFFF
        high = milliseconds << 16 | 0x7000 | random.high & 0x0FFF
        low = 0x8000_0000_0000_0000 | random.low & 0x3FFF_FFFF_FFFF_FFFF
    }

    public init?(bytes: some Collection<UInt8>) {
        guard bytes.count == 16 else { return nil }
        high = bytes.prefix(8).reduce(0) { $0 << 8 | UInt64($1) }
        low = bytes.suffix(8).reduce(0) { $0 << 8 | UInt64($1) }
    }

    /// The 16 bytes, most significant first.
    public var bytes: [UInt8] {
        [high, low].flatMap { half in stride(from: 56, through: 0, by: -8).map { UInt8(truncatingIfNeeded: half >> $0) }
        }
    }

    public var description: String {
        let digits = bytes.flatMap { [hexadecimal[Int($0 >> 4)], hexadecimal[Int($0 & 15)]] }
        let groups = [digits[0..<8], digits[8..<12], digits[12..<16], digits[16..<20], digits[20..<32]]
        return groups.map { String(decoding: $0, as: UTF8.self) }.joined(separator: "-")
    }

    public static func < (left: Self, right: Self) -> Bool { (left.high, left.low) < (right.high, right.low) }
}

extension UUIDValue: JSONStringConvertible {
    /// Reads the 36-character form, in either case of its letters.
    public init(jsonString text: String) throws(InvalidValue) {
        let characters = Array(text.utf8)
        let malformed = InvalidValue(
            code: "malformed-uuid", parameters: ["form": "018f3c2e-7a10-7cc3-98c4-dc0c0c07398f"])
        guard characters.count == 36 else { throw malformed }
        var bytes: [UInt8] = []
        var half: UInt8?
        for (index, character) in characters.enumerated() {
            if [8, 13, 18, 23].contains(index) {
                guard character == UInt8(ascii: "-") else { throw malformed }
                continue
            }
            guard let digit = hexadecimalValue(character) else { throw malformed }
            if let first = half {
                bytes.append(first << 4 | digit)
                half = nil
            } else {
                half = digit
            }
        }
        guard let value = UUIDValue(bytes: bytes) else { throw malformed }
        self = value
    }

    public var jsonString: String { description }
}

private let hexadecimal = Array("0123456789abcdef".utf8)

private func hexadecimalValue(_ character: UInt8) -> UInt8? {
    switch character {
    case UInt8(ascii: "0")...UInt8(ascii: "9"): character - UInt8(ascii: "0")
    case UInt8(ascii: "a")...UInt8(ascii: "f"): character - UInt8(ascii: "a") + 10
    case UInt8(ascii: "A")...UInt8(ascii: "F"): character - UInt8(ascii: "A") + 10
    default: nil
    }
}
