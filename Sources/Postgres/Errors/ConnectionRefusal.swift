/// The message of a connection that did not come about, with the SQLSTATE brought into a fixed place.
///
/// libpq 15 keeps no result for a refused connection, only text. With verbose messages the server's part of the text is
/// `FATAL:  28P01: password authentication failed …`, followed by a `LOCATION:` line that helps nobody outside the server.
enum ConnectionRefusal {
    static func message(fromVerbose text: String) -> String {
        var state: Substring?
        var lines: [String] = []
        for line in text.split(separator: "\n") where !isLocation(line) {
            guard let code = codeRange(in: line) else {
                lines.append(trimmed(line))
                continue
            }
            state = line[code]
            // Cut out the code together with ": " behind it.
            lines.append(trimmed(line[..<code.lowerBound] + line[code.upperBound...].dropFirst(2)))
        }
        let message = lines.joined(separator: " ")
        return state.map { "\(message) (SQLSTATE \($0))" } ?? message
    }

    /// The inverse: finds the code that ``message(fromVerbose:)`` put at the end.
    static func sqlState(in message: String) -> SQLState? {
        let code = message.dropLast().suffix(5)
        guard message.hasSuffix(")"), message.dropLast(6).hasSuffix("(SQLSTATE "), isCode(code) else { return nil }
        return SQLState(rawValue: String(code))
    }

    /// Severity and message are separated by a colon and *two* spaces; the severity's word depends on the locale.
    private static func codeRange(in line: Substring) -> Range<Substring.Index>? {
        var start = line.startIndex
        while start < line.endIndex {
            let rest = line[start...]
            if rest.hasPrefix(":  ") {
                let code = rest.dropFirst(3).prefix(5)
                if isCode(code), line[code.endIndex...].hasPrefix(": ") { return code.startIndex..<code.endIndex }
            }
            start = line.index(after: start)
        }
        return nil
    }

    private static func isCode(_ text: Substring) -> Bool {
        text.utf8.count == 5
            && text.utf8.allSatisfy {
                (UInt8(ascii: "0")...UInt8(ascii: "9") ~= $0) || (UInt8(ascii: "A")...UInt8(ascii: "Z") ~= $0)
            }
    }

    private static func isLocation(_ line: Substring) -> Bool {
        line.hasPrefix("LOCATION:  ")
    }

    private static func trimmed(_ line: some StringProtocol) -> String {
        var text = Substring(line)
        while let first = text.first, first.isWhitespace { text.removeFirst() }
        while let last = text.last, last.isWhitespace { text.removeLast() }
        return String(text)
    }
}
