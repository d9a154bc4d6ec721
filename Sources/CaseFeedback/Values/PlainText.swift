import CanonicalJSON

/// The rules for text that stands in a payload as it is: names, labels and published wording.
enum PlainText {
    /// The text in NFC without white space around it; its length counts in Unicode scalars.
    ///
    /// - Throws: `empty-text`, `text-too-long`, `control-character`, `personal-identity-number`.
    static func checked(_ text: String, maximum: Int) throws(InvalidValue) -> String {
        let trimmed = text.trimmed.normalizedToNFC
        guard !trimmed.isEmpty else { throw InvalidValue(code: "empty-text") }
        guard trimmed.unicodeScalars.count <= maximum else {
            throw InvalidValue(code: "text-too-long", parameters: ["maximum": String(maximum)])
        }
        guard !trimmed.unicodeScalars.contains(where: \.isControl) else {
            throw InvalidValue(code: "control-character")
        }
        try PersonalIdentityNumber.refuse(in: trimmed)
        return trimmed
    }
}

extension String {
    /// Without white space at either end.
    var trimmed: String {
        let scalars = unicodeScalars
        guard let first = scalars.firstIndex(where: { !$0.properties.isWhitespace }),
            let last = scalars.lastIndex(where: { !$0.properties.isWhitespace })
        else { return "" }
        return String(scalars[first...last])
    }
}

extension Unicode.Scalar {
    /// A character that controls instead of being read; line breaks and tabs among them.
    var isControl: Bool {
        // ASCII that is read, and the letters of Latin-1 and its extensions: looking up their category costs more than all else
        // that is asked of a text.
        if (0x20...0x7E).contains(value) || (0xA0...0x24F).contains(value) { return false }
        return switch properties.generalCategory {
        case .control, .lineSeparator, .paragraphSeparator: true
        default: false
        }
    }
}
