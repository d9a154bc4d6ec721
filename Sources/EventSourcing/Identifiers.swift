public import CanonicalJSON

/// A tenant: a municipality by its four-digit code (`1480`), else a name such as `goteborgsregionen`.
///
/// Form: `[a-z0-9-]{2,32}`, never updated.
public struct OrganisationID: Hashable, Sendable, Comparable {
    public let text: String

    public init(_ text: String) throws(InvalidValue) {
        guard (2...32).contains(text.utf8.count), text.utf8.allSatisfy(\.isIdentifierByte) else {
            throw InvalidValue(code: "malformed-organisation", parameters: ["form": "[a-z0-9-]{2,32}"])
        }
        self.text = text
    }

    public static func < (left: Self, right: Self) -> Bool { left.text < right.text }
}

/// A stable identifier of something that has a label of its own elsewhere: a unit, a cycle, a guide.
///
/// Form: `[a-z0-9-]{1,64}`; it survives renaming and moving.
public struct Identifier: Hashable, Sendable, Comparable {
    public let text: String

    public init(_ text: String) throws(InvalidValue) {
        guard (1...64).contains(text.utf8.count), text.utf8.allSatisfy(\.isIdentifierByte) else {
            throw InvalidValue(code: "malformed-identifier", parameters: ["form": "[a-z0-9-]{1,64}"])
        }
        self.text = text
    }

    public static func < (left: Self, right: Self) -> Bool { left.text < right.text }
}

/// The stable name of an event's or command's type, such as `interview-held`: apart from any Swift name.
public struct TypeName: Hashable, Sendable, Comparable, CustomStringConvertible {
    public let text: String

    public init(_ text: String) throws(InvalidValue) {
        guard (3...64).contains(text.utf8.count), text.utf8.allSatisfy(\.isIdentifierByte) else {
            throw InvalidValue(code: "malformed-type-name", parameters: ["form": "[a-z0-9-]{3,64}"])
        }
        self.text = text
    }

    public var description: String { text }
    public static func < (left: Self, right: Self) -> Bool { left.text < right.text }
}

/// A type name that the program itself spells out: `TypeName("interview-held")` with a literal is this one (SE-0213).
extension TypeName: ExpressibleByStringLiteral {
    public init(stringLiteral text: StaticString) { self.text = text.description }
}

extension UInt8 {
    /// Whether this is a byte of `[a-z0-9-]`.
    var isIdentifierByte: Bool {
        switch self {
        case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "-"): true
        default: false
        }
    }
}

extension OrganisationID: JSONStringConvertible, CustomStringConvertible {
    public init(jsonString: String) throws(InvalidValue) { try self.init(jsonString) }
    public var jsonString: String { text }
    public var description: String { text }
}

extension Identifier: NameInText {
    @inlinable
    public init(checked text: String) { self.text = text }

    @inlinable
    public static func length(in bytes: UnsafeRawBufferPointer) -> Int? {
        let length = bytes.identifierBytes()
        return (1...64).contains(length) ? length : nil
    }
}

extension UnsafeRawBufferPointer {
    /// How many bytes of `[a-z0-9-]` they begin with: looked at by eight, as long as there are so many.
    @usableFromInline
    func identifierBytes() -> Int {
        var count = 0
        while count + 8 <= self.count {
            let word = UInt64(littleEndian: loadUnaligned(fromByteOffset: count, as: UInt64.self))
            let others = ~word.identifierBytes & UInt64.highBits
            guard others == 0 else { return count + others.trailingZeroBitCount / 8 }
            count += 8
        }
        while count < self.count, self[count].isIdentifierByte { count += 1 }
        return count
    }
}

extension UInt64 {
    private static let ones: UInt64 = 0x0101_0101_0101_0101
    fileprivate static let highBits = ones << 7

    /// The high bit of each byte that is one of `[a-z0-9-]`.
    fileprivate var identifierBytes: UInt64 {
        let low = self & ~Self.highBits
        let dash = ~((low ^ Self.ones * UInt64(UInt8(ascii: "-"))) + ~Self.highBits)
        let isASCII = ~self
        return (low.bytes("a", "z") | low.bytes("0", "9") | dash) & isASCII
    }

    /// The high bit of each byte between two; none of the bytes has its own set, so no sum goes over into the next.
    private func bytes(_ first: Unicode.Scalar, _ last: Unicode.Scalar) -> UInt64 {
        (self + Self.ones * UInt64(128 - UInt8(ascii: first))) & ~(self + Self.ones * UInt64(127 - UInt8(ascii: last)))
    }
}

extension Identifier: JSONStringConvertible, CustomStringConvertible {
    public init(reading reader: inout CanonicalReader) throws(UnexpectedText) {
        self = try InPlace<Self>(reading: &reader).made
    }

    public init(jsonString: String) throws(InvalidValue) { try self.init(jsonString) }
    public var jsonString: String { text }
    public var description: String { text }
}

extension TypeName: JSONStringConvertible {
    public init(jsonString: String) throws(InvalidValue) { try self.init(jsonString) }
    public var jsonString: String { text }
}
