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

    private init(plain text: String) { self.text = text }

    /// A label that the program itself spells out.
    init(known text: StaticString) { self.text = text.description }

    public var description: String { text }
}

extension Label: JSONStringConvertible {
    /// What plainly passes every check is taken as it is: Latin letters and few digits in one line.
    public init(reading reader: inout CanonicalReader) throws(UnexpectedText) {
        let text = try reader.string()
        guard Self.isPlain(text.utf8) else {
            do throws(InvalidValue) { try self.init(text) } catch { throw UnexpectedText() }
            return
        }
        self.init(plain: text)
    }

    /// A lead byte of 0xC2 may be that of a control character or of white space; a personal identity number has ten digits.
    private static func isPlain(_ text: String.UTF8View) -> Bool {
        let space = UInt8(ascii: " ")
        guard let first = text.first, let last = text.last, first != space, last != space, text.count <= 200 else {
            return false
        }
        let digits = UInt8(ascii: "0")...UInt8(ascii: "9")
        return text.allSatisfy { $0 >= space && $0 != 0x7F && $0 != 0xC2 } && text.count(where: digits.contains) < 6
    }

    public init(jsonString: String) throws(InvalidValue) { try self.init(jsonString) }
    public var jsonString: String { text }
}
