/// Rows of short cells, set in columns as wide as they need: for lists that are never wider than a terminal.
struct Columns {
    let titles: [String]
    var rows: [[String]] = []

    init(_ titles: [String]) { self.titles = titles }

    /// Ended by a line break; nothing but titles when there are no rows.
    var text: String {
        let widths = titles.indices.map { index in ([titles] + rows).map { $0[index].count }.max() ?? 0 }
        let rule = widths.map { String(repeating: "─", count: $0) }
        return ([titles, rule] + rows).map { line($0, widths) + "\n" }.joined()
    }

    private func line(_ cells: [String], _ widths: [Int]) -> String {
        var line = zip(cells, widths).map { $0 + String(repeating: " ", count: max(0, $1 - $0.count)) }
            .joined(separator: "  ")
        while line.last == " " { line.removeLast() }
        return line
    }
}
