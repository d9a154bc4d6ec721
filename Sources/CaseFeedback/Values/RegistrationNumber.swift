public import CanonicalJSON

/// The number under which a committee's registry keeps a matter (*diarienummer*): `N180-0123/18`, `SN 2018/123`.
///
/// Every authority has its own form, so only the characters are looked at: letters, digits, space and `/-.:_`, 1 to 64.
public struct RegistrationNumber: Hashable, Sendable, CustomStringConvertible {
    public let text: String

    /// - Throws: `malformed-registration-number`, and what a label refuses.
    public init(_ text: String) throws(InvalidValue) {
        let checked = try PlainText.checked(text, maximum: 64)
        guard checked.unicodeScalars.allSatisfy(\.isOfRegistrationNumber) else {
            throw InvalidValue(code: "malformed-registration-number", parameters: ["form": "N180-0123/18"])
        }
        self.text = checked
    }

    public var description: String { text }
}

extension RegistrationNumber: JSONStringConvertible {
    public init(jsonString: String) throws(InvalidValue) { try self.init(jsonString) }
    public var jsonString: String { text }
}

extension Unicode.Scalar {
    fileprivate var isOfRegistrationNumber: Bool {
        switch self {
        case "0"..."9", " ", "/", "-", ".", ":", "_": true
        default: properties.isAlphabetic
        }
    }
}
