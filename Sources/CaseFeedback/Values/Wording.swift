public import CanonicalJSON

/// The published wording of a question, or the place of something published: one line of 1 to 500 characters, without a
/// personal identity number.
///
/// Only what was published as it stands is a wording; what somebody says or writes is a protected text.
public struct Wording: Hashable, Sendable, CustomStringConvertible {
    public let text: String

    /// White space around it is left out, and NFC made.
    ///
    /// - Throws: `empty-text`, `text-too-long`, `control-character`, `personal-identity-number`.
    public init(_ text: String) throws(InvalidValue) {
        self.text = try PlainText.checked(text, maximum: 500)
    }

    public var description: String { text }
}

extension Wording: JSONStringConvertible {
    public init(jsonString: String) throws(InvalidValue) { try self.init(jsonString) }
    public var jsonString: String { text }
}
