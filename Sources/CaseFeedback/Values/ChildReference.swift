public import CanonicalJSON
public import EventSourcing

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
        guard characters.allSatisfy(\.isOfCrockford) else { return nil }
        text =
            "B-\(String(decoding: characters[..<4], as: UTF8.self))-\(String(decoding: characters[4...], as: UTF8.self))"
    }

    /// Reads the one form; any other is refused, lower case too.
    ///
    /// - Throws: `malformed-child-reference`, `child-reference-check-character`, and `personal-identity-number` when
    ///   somebody typed one instead.
    public init(_ text: String) throws(InvalidValue) {
        try PersonalIdentityNumber.refuse(in: text)
        guard let check = writtenAndComputedCheck(of: Array(text.utf8)) else {
            throw InvalidValue(code: "malformed-child-reference", parameters: ["form": "B-7K4Q-X2M9"])
        }
        guard check.written == check.computed else { throw InvalidValue(code: "child-reference-check-character") }
        self.text = text
    }

    public static func < (left: Self, right: Self) -> Bool { left.text < right.text }
}

extension ChildReference: NameInText {
    public init(checked text: String) { self.text = text }

    /// Eleven characters are too few for a personal identity number, so nothing looks for one here.
    public static func length(in bytes: UnsafeRawBufferPointer) -> Int? {
        guard bytes.count >= 11,
            let check = writtenAndComputedCheck(of: UnsafeRawBufferPointer(rebasing: bytes[..<11])),
            check.written == check.computed
        else { return nil }
        return 11
    }
}

extension ChildReference: JSONStringConvertible, CustomStringConvertible {
    public init(reading reader: inout CanonicalReader) throws(UnexpectedText) {
        self = try InPlace<Self>(reading: &reader).made
    }

    public init(jsonString: String) throws(InvalidValue) { try self.init(jsonString) }
    public var jsonString: String { text }
    public var description: String { text }
}

/// https://www.crockford.com/base32.html: no I, L, O, U.
private let crockford = Array("0123456789ABCDEFGHJKMNPQRSTVWXYZ".utf8)

extension UInt8 {
    fileprivate var isOfCrockford: Bool {
        switch self {
        case UInt8(ascii: "I"), UInt8(ascii: "L"), UInt8(ascii: "O"), UInt8(ascii: "U"): false
        case UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "A")...UInt8(ascii: "Z"): true
        default: false
        }
    }
}

/// The check character of a text in the form of a reference, as it stands there and as it should be; nothing for another
/// form.
private func writtenAndComputedCheck<Text: RandomAccessCollection<UInt8>>(
    of text: Text
) -> (written: UInt8, computed: UInt8)? where Text.Index == Int {
    guard text.count == 11, text[0] == UInt8(ascii: "B"), text[1] == UInt8(ascii: "-"), text[6] == UInt8(ascii: "-")
    else { return nil }
    var check = CheckCharacter()
    for place in 2..<10 where place != 6 {
        guard text[place].isOfCrockford else { return nil }
        check.take(text[place])
    }
    return text[10].isOfCrockford ? (text[10], check.computed) : nil
}

private func checkCharacter(of characters: some Sequence<UInt8>) -> UInt8 {
    var check = CheckCharacter()
    for character in characters { check.take(character) }
    return check.computed
}

/// ISO/IEC 7064:2003, hybrid system MOD 37,36: the check character is a digit or any letter A–Z. There is one to compute for
/// nearly every event of a log, and a sum that is too large is so by less than the modulus: nothing is divided.
private struct CheckCharacter {
    private var product = 36

    mutating func take(_ character: UInt8) {
        let isDigit = character <= UInt8(ascii: "9")
        let value = Int(character) - (isDigit ? Int(UInt8(ascii: "0")) : Int(UInt8(ascii: "A")) - 10)
        let sum = product + value
        let doubled = (sum > 36 ? sum - 36 : sum) * 2
        product = doubled >= 37 ? doubled - 37 : doubled
    }

    var computed: UInt8 {
        let check = UInt8((37 - product) % 36)
        return check < 10 ? UInt8(ascii: "0") + check : UInt8(ascii: "A") + check - 10
    }
}
