/// A table in plain text, for people at a terminal: no colour, no line that is wider than the terminal.
struct TextTable {
    struct Column {
        let title: String
        var isNumber = false
        /// Below this a column is not narrowed; numbers and columns without it never are.
        var narrowest: Int?
    }

    let columns: [Column]
    var rows: [[String]] = []
    /// Whether an empty line stands between rows: for rows of long texts.
    var isSpaced = false

    private static let gap = 2

    /// The lines, titles first; of at most `width` columns where the narrowest widths allow it.
    func lines(width: Int) -> [String] {
        let widths = widths(within: width)
        var lines = line(columns.map(\.title), widths)
        lines.append(widths.map { String(repeating: "─", count: $0) }.joined(separator: Self.space))
        for (index, row) in rows.enumerated() {
            if isSpaced, index > 0 { lines.append("") }
            lines += line(row, widths)
        }
        return lines
    }

    private static let space = String(repeating: " ", count: gap)

    /// One row, over as many lines as its longest cell takes.
    private func line(_ cells: [String], _ widths: [Int]) -> [String] {
        let wrapped = zip(cells, widths).map { $0.wrapped(to: $1) }
        return (0..<(wrapped.map(\.count).max() ?? 0)).map { index in
            let parts = zip(zip(wrapped, widths), columns).map { cell, column in
                (index < cell.0.count ? cell.0[index] : "").padded(to: cell.1, trailing: column.isNumber)
            }
            return parts.joined(separator: Self.space).withoutTrailingSpaces
        }
    }

    /// The widths that the cells ask for; while they are too wide together, the widest that may be narrowed gives way.
    private func widths(within limit: Int) -> [Int] {
        var widths = columns.indices.map { index in
            ([columns[index].title] + rows.map { $0[index] })
                .flatMap { $0.split(separator: "\n").map { TextWidth.of(String($0)) } }.max() ?? 0
        }
        var surplus = widths.reduce(Self.gap * (widths.count - 1), +) - limit
        // First down to the longest word, then, where that is not enough, further.
        for keepsWords in [true, false] {
            let floors = columns.indices.map { index in
                columns[index].narrowest.map { max($0, keepsWords ? longestWord(index) : 0) } ?? widths[index]
            }
            while surplus > 0 {
                let candidates = widths.indices.filter { widths[$0] > floors[$0] }
                guard let widest = candidates.max(by: { widths[$0] < widths[$1] }) else { break }
                widths[widest] -= 1
                surplus -= 1
            }
        }
        return widths
    }

    private func longestWord(_ column: Int) -> Int {
        ([columns[column].title] + rows.map { $0[column] })
            .flatMap { $0.split(whereSeparator: \.isWhitespace).map { TextWidth.of(String($0)) } }.max() ?? 0
    }
}

extension String {
    var withoutTrailingSpaces: String {
        var text = self[...]
        while text.last == " " { text.removeLast() }
        return String(text)
    }
}
