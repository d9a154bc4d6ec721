public import CanonicalJSON

/// What something is called: one line of 1 to 200 characters, without a personal identity number.
public struct Label: Hashable, Sendable, CustomStringConvertible {
    public let text: String

    /// White space around it is left out, and NFC made.
    ///
    /// - Throws: `empty-text`, `text-too-long`, `control-character`, `personal-identity-number`.
    public init(_ text: String) throws(InvalidValue) {
        self.text = try PlainText.checked(text, maximum: 200)
    }

    /// A label that the program itself spells out.
    init(known text: StaticString) { self.text = text.description }

    public var description: String { text }
}

extension Label: JSONStringConvertible {
    public init(jsonString: String) throws(InvalidValue) { try self.init(jsonString) }
    public var jsonString: String { text }
}
