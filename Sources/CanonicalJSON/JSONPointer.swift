/// RFC 6901: `/` before each token, in which `~` is `~0` and `/` is `~1`; the empty pointer is the root.
public enum JSONPointer {
    public static func appending(_ token: String, to pointer: String) -> String {
        guard token.utf8.contains(where: { $0 == UInt8(ascii: "~") || $0 == UInt8(ascii: "/") }) else {
            return "\(pointer)/\(token)"
        }
        var escaped = ""
        for scalar in token.unicodeScalars {
            switch scalar {
            case "~": escaped += "~0"
            case "/": escaped += "~1"
            default: escaped.unicodeScalars.append(scalar)
            }
        }
        return "\(pointer)/\(escaped)"
    }

    /// The tokens without their escapes; `nil` when the text is no pointer.
    public static func tokens(of pointer: String) -> [String]? {
        guard !pointer.isEmpty else { return [] }
        // By scalars: a slash that a combining mark follows is no character of its own.
        let parts = pointer.unicodeScalars.split(separator: "/", omittingEmptySubsequences: false)
        guard let first = parts.first, first.isEmpty else { return nil }
        var tokens: [String] = []
        for part in parts.dropFirst() {
            guard let token = unescaped(part) else { return nil }
            tokens.append(token)
        }
        return tokens
    }

    private static func unescaped(_ part: Substring.UnicodeScalarView) -> String? {
        var token = String.UnicodeScalarView()
        var scalars = part.makeIterator()
        while let scalar = scalars.next() {
            guard scalar == "~" else {
                token.append(scalar)
                continue
            }
            switch scalars.next() {
            case "0": token.append("~")
            case "1": token.append("/")
            default: return nil
            }
        }
        return String(token)
    }

    /// An array's index: digits without a leading zero.
    static func index(_ token: String) -> Int? {
        guard let index = Int(token), index >= 0, String(index) == token else { return nil }
        return index
    }
}

/// A step of a coding path: a field's name or an element's index.
struct PathKey: CodingKey {
    let stringValue: String
    let intValue: Int?

    init(stringValue: String) {
        self.stringValue = stringValue
        intValue = nil
    }

    init(intValue: Int) { self.init(index: intValue) }

    init(index: Int) {
        stringValue = String(index)
        intValue = index
    }
}

extension Array where Element: CodingKey {
    var jsonPointer: String { reduce("") { JSONPointer.appending($1.stringValue, to: $0) } }
}

extension Array where Element == any CodingKey {
    /// The RFC 6901 pointer of the field that a decoder or an encoder stands at.
    public var jsonPointer: String { reduce("") { JSONPointer.appending($1.stringValue, to: $0) } }
}
