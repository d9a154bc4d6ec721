public import CanonicalJSON

/// How a child is known here, in all cycles: `B-7K4Q-X2M9`.
///
/// `B-` and 4 + 4 characters of Crockford's base32 alphabet, seven of them random (35 bits), the last the ISO 7064
/// MOD 37,36 check character of the seven. The case system keeps the link to the person, and nothing here does.
public struct ChildReference: Hashable, Sendable, Comparable {
    public let text: String

    /// A new reference out of randomness that the shell hands in: its lowest 35 bits.
    ///
    /// - Returns: nothing when the check character falls outside the alphabet (I, L, O or U): draw again.
    public init?(random: UInt64) {
        let drawn = (0..<7).map { crockford[Int(random >> (5 * $0) & 31)] }
        let characters = drawn + [checkCharacter(of: drawn)]
        guard characters.allSatisfy(crockford.contains) else { return nil }
        text =
            "B-\(String(decoding: characters[..<4], as: UTF8.self))-\(String(decoding: characters[4...], as: UTF8.self))"
    }

    /// Reads the one form; any other is refused, lower case too.
    ///
    /// - Throws: `malformed-child-reference`, `child-reference-check-character`, and `personal-identity-number` when
    ///   somebody typed one instead.
    public init(_ text: String) throws(InvalidValue) {
        try PersonalIdentityNumber.refuse(in: text)
        let bytes = Array(text.utf8)
        let characters = bytes.indices.filter { $0 > 1 && $0 != 6 }.map { bytes[$0] }
        guard bytes.count == 11, text.hasPrefix("B-"), bytes[6] == UInt8(ascii: "-"),
            characters.allSatisfy(crockford.contains), let last = characters.last
        else { throw InvalidValue(code: "malformed-child-reference", parameters: ["form": "B-7K4Q-X2M9"]) }
        guard last == checkCharacter(of: Array(characters.dropLast())) else {
            throw InvalidValue(code: "child-reference-check-character")
        }
        self.text = text
    }

    public static func < (left: Self, right: Self) -> Bool { left.text < right.text }
}

extension ChildReference: JSONStringConvertible, CustomStringConvertible {
    public init(jsonString: String) throws(InvalidValue) { try self.init(jsonString) }
    public var jsonString: String { text }
    public var description: String { text }
}

/// https://www.crockford.com/base32.html: no I, L, O, U.
private let crockford = Array("0123456789ABCDEFGHJKMNPQRSTVWXYZ".utf8)

/// ISO/IEC 7064:2003, hybrid system MOD 37,36: the check character is a digit or any letter A–Z.
private func checkCharacter(of characters: [UInt8]) -> UInt8 {
    var product = 36
    for character in characters {
        let isDigit = character <= UInt8(ascii: "9")
        let value = Int(character) - (isDigit ? Int(UInt8(ascii: "0")) : Int(UInt8(ascii: "A")) - 10)
        let sum = (product + value) % 36
        product = (sum == 0 ? 36 : sum) * 2 % 37
    }
    let check = UInt8((37 - product) % 36)
    return check < 10 ? UInt8(ascii: "0") + check : UInt8(ascii: "A") + check - 10
}
