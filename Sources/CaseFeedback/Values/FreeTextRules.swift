package import CanonicalJSON
package import EventSourcing

extension FreeTextCheck {
    /// What every free text of a command must pass: it says something, has at most 20,000 characters (Unicode scalars) and
    /// no control character but line breaks and tabs, and holds no personal identity number.
    ///
    /// It throws `InvalidValue` of code `empty-text`, `text-too-long`, `control-character` or `personal-identity-number`,
    /// always secret.
    package static let noPersonalIdentityNumber = FreeTextCheck { text in try requireAcceptable(text) }

    /// The same of a text that comes in no command.
    package static func requireAcceptable(_ text: String) throws(InvalidValue) {
        func refuse(_ code: String, _ parameters: [String: String] = [:]) throws(InvalidValue) {
            throw InvalidValue(code: code, parameters: parameters, isSecret: true)
        }
        if text.trimmed.isEmpty { try refuse("empty-text") }
        if isTooLong(text) { try refuse("text-too-long", ["maximum": String(maximumLength)]) }
        if hasControls(text) { try refuse("control-character") }
        try PersonalIdentityNumber.refuse(in: text)
    }

    /// Whether a stored text could have passed, as far as its form goes.
    package static func isWellFormed(_ text: String) -> Bool {
        !text.trimmed.isEmpty && !isTooLong(text) && !hasControls(text)
    }

    private static func isTooLong(_ text: String) -> Bool { text.unicodeScalars.count > maximumLength }

    private static func hasControls(_ text: String) -> Bool {
        text.unicodeScalars.contains { $0.isControl && !layout.contains($0) }
    }

    private static let maximumLength = 20_000
    private static let layout: Set<Unicode.Scalar> = ["\n", "\r", "\t", "\u{85}", "\u{2028}", "\u{2029}"]
}
