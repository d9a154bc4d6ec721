/// The one form in which this project stores and hashes JSON.
///
/// Keys sorted by their UTF-8 bytes, no whitespace, integers only, strings and keys in NFC, UTF-8 without escapes but
/// `\"`, `\\`, and for the characters below U+0020 `\b`, `\t`, `\n`, `\f`, `\r` or `\u00xx` in lower case. So a value has
/// one text, and a text that is not its value's is refused.
public enum CanonicalJSON {
    /// Total: what lies deeper than `JSONDocument.Limits` allows is written too, but reads only with wider limits.
    public static func bytes(of value: JSONValue) -> [UInt8] { CanonicalWriter.bytes(of: value) }

    /// - Throws: `not-canonical` for a text that differs from its value's re-encoding, and what `JSONDocument` refuses.
    public static func value(
        reading text: [UInt8], limits: JSONDocument.Limits = JSONDocument.Limits()
    ) throws(JSONFault) -> JSONValue {
        try document(reading: text, limits: limits).root
    }

    /// As `value(reading:)`, without making the value.
    public static func document(
        reading text: [UInt8], limits: JSONDocument.Limits = JSONDocument.Limits()
    ) throws(JSONFault) -> JSONDocument {
        let document = try JSONDocument(parsing: text, limits: limits)
        let canonical = document.canonicalBytes
        guard canonical != text else { return document }
        let common = zip(text, canonical).prefix { $0 == $1 }
        let offset = common.reduce(0) { count, _ in count + 1 }
        let location = document.tape.location(atByte: offset)
        throw JSONFault(
            .notCanonical, line: location.line, column: location.column, parameters: ["offset": String(offset)])
    }
}
