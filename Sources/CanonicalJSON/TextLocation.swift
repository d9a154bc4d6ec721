/// A place in a text as an editor shows it.
struct TextLocation {
    let line: Int
    let column: Int

    static let none = TextLocation(line: 0, column: 0)

    init(line: Int, column: Int) {
        self.line = line
        self.column = column
    }

    /// Walks the text from its start: only faults ask for it.
    init(of offset: Int, in text: [UInt8], firstLine: Int) {
        let before = text[..<min(offset, text.count)]
        let lineStart = before.lastIndex(of: 0x0A).map { $0 + 1 } ?? before.startIndex
        line = firstLine + before[..<lineStart].count { $0 == 0x0A }
        column = String(decoding: before[lineStart...], as: UTF8.self).count + 1
    }
}
