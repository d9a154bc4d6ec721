import Foundation

/// Writes elements of an SVG, one a line, with everything escaped.
struct SVGWriter {
    private(set) var lines: [String] = []
    private var open: [String] = []

    mutating func begin(_ name: String, _ attributes: KeyValuePairs<String, String>) {
        lines.append("\(indent)<\(name)\(Self.text(of: attributes))>")
        open.append(name)
    }

    mutating func end() {
        guard let name = open.popLast() else { return }
        lines.append("\(indent)</\(name)>")
    }

    /// An element without content, or with text alone.
    mutating func add(_ name: String, _ attributes: KeyValuePairs<String, String>, text: String? = nil) {
        let head = "\(indent)<\(name)\(Self.text(of: attributes))"
        lines.append(text.map { "\(head)>\(Self.escaped($0))</\(name)>" } ?? "\(head)/>")
    }

    private var indent: String { String(repeating: "  ", count: open.count) }

    private static func text(of attributes: KeyValuePairs<String, String>) -> String {
        attributes.map { " \($0.key)=\"\(escaped($0.value))\"" }.joined()
    }

    /// For text and for attributes; what XML 1.0 can't hold at all is left out.
    static func escaped(_ text: String) -> String {
        var escaped = ""
        for scalar in text.unicodeScalars {
            switch scalar {
            case "&": escaped += "&amp;"
            case "<": escaped += "&lt;"
            case ">": escaped += "&gt;"
            case "\"": escaped += "&quot;"
            case "\t", "\n", "\r": escaped += " "
            case "\u{0}"..."\u{1F}", "\u{FFFE}", "\u{FFFF}": continue
            default: escaped.unicodeScalars.append(scalar)
            }
        }
        return escaped
    }
}

/// Lengths and angles of a drawing, in its own units.
enum SVGNumber {
    /// With one decimal at most, so that two machines write the same.
    static func text(_ value: Double) -> String {
        let tenths = Int((value * 10).rounded())
        let sign = tenths < 0 ? "-" : ""
        let (whole, rest) = (abs(tenths) / 10, abs(tenths) % 10)
        return rest == 0 ? "\(sign)\(whole)" : "\(sign)\(whole).\(rest)"
    }
}

/// How much room a text takes in a sans-serif font, on the safe side: nobody can ask the reader's font.
enum SVGTextWidth {
    static func of(_ text: String, size: Double, isBold: Bool = false) -> Double {
        text.reduce(0) { $0 + factor($1) } * size * (isBold ? 1.08 : 1)
    }

    private static func factor(_ character: Character) -> Double {
        switch character {
        case "i", "j", "l", "t", "f", "r", "I", " ", ".", ",", ":", ";", "'", "|", "(", ")", "/", "-": 0.38
        case "m", "w", "M", "W", "—": 0.92
        case _ where character.isUppercase: 0.7
        default: 0.61
        }
    }

    /// In lines of at most a width; what doesn't fit into the last one ends in `…`.
    static func wrapped(_ text: String, size: Double, width: Double, linesMax: Int) -> [String] {
        var lines: [String] = []
        var current = ""
        for part in parts(of: text) {
            if current.isEmpty || of((current + part).withoutTrailingSpaces, size: size) <= width {
                current += part
            } else {
                lines.append(current)
                current = part
            }
        }
        lines.append(current)
        if lines.count > linesMax {
            lines = Array(lines.prefix(linesMax - 1)) + [lines.dropFirst(linesMax - 1).joined()]
        }
        return lines.map(\.withoutTrailingSpaces).map { shortened($0, size: size, width: width) }
    }

    /// Pieces that a line may end after: a space or a hyphen is the last character of each but the last.
    private static func parts(of text: String) -> [String] {
        text.reduce(into: [""]) { parts, character in
            parts[parts.count - 1].append(character)
            if character == " " || character == "-" { parts.append("") }
        }
        .filter { !$0.isEmpty }
    }

    private static func shortened(_ text: String, size: Double, width: Double) -> String {
        guard of(text, size: size) > width else { return text }
        var shorter = text
        while !shorter.isEmpty, of(shorter + "…", size: size) > width { shorter.removeLast() }
        return shorter + "…"
    }
}
