/// How wide text is in a terminal, in columns of a monospaced font.
///
/// A character of several code points, as `å` written as `a` and a ring, takes one column; wide ones of East Asia and emoji
/// two (Unicode Standard Annex 11, classes W and F, by their blocks).
enum TextWidth {
    static func of(_ text: String) -> Int { text.reduce(0) { $0 + of($1) } }

    static func of(_ character: Character) -> Int {
        guard let first = character.unicodeScalars.first else { return 0 }
        switch first.properties.generalCategory {
        case .nonspacingMark, .enclosingMark, .format, .control: return 0
        default: return wide.contains { $0.contains(first.value) } ? 2 : 1
        }
    }

    private static let wide: [ClosedRange<UInt32>] = [
        0x1100...0x115F, 0x2E80...0x303E, 0x3041...0xA4CF, 0xA960...0xA97F, 0xAC00...0xD7A3, 0xF900...0xFAFF,
        0xFE30...0xFE6F, 0xFF00...0xFF60, 0xFFE0...0xFFE6, 0x1F300...0x1F64F, 0x1F680...0x1F6FF, 0x1F900...0x1FAFF,
        0x20000...0x3FFFD,
    ]
}

extension String {
    /// Filled up with spaces to a width; a longer text is left as it is.
    func padded(to width: Int, trailing: Bool = false) -> String {
        let fill = String(repeating: " ", count: max(0, width - TextWidth.of(self)))
        return trailing ? fill + self : self + fill
    }

    /// In lines of at most a width, broken at spaces; a word that is wider is broken within. Line breaks stay.
    func wrapped(to width: Int) -> [String] {
        split(separator: "\n", omittingEmptySubsequences: false).flatMap { line in
            var lines: [String] = []
            var current = ""
            for word in line.split(separator: " ").flatMap({ $0.pieces(of: width) }) {
                if current.isEmpty {
                    current = word
                } else if TextWidth.of(current) + 1 + TextWidth.of(word) <= width {
                    current += " " + word
                } else {
                    lines.append(current)
                    current = word
                }
            }
            return lines + [current]
        }
    }
}

extension Substring {
    /// Itself, or pieces of at most a width.
    fileprivate func pieces(of width: Int) -> [String] {
        var pieces: [String] = []
        var piece = ""
        var taken = 0
        for character in self {
            let wide = TextWidth.of(character)
            if taken + wide > Swift.max(1, width), !piece.isEmpty {
                pieces.append(piece)
                (piece, taken) = ("", 0)
            }
            piece.append(character)
            taken += wide
        }
        return pieces + [piece]
    }
}
