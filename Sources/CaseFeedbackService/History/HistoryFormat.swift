import EventSourcing

/// Words of the exported form that are not fields of an event.
enum HistoryType {
    /// A protected text of the event before it; its stored value stands in `data_base64`.
    static let protectedText = "casefeedback.protected-text"
    /// The command that ends with the event before it.
    static let command = "casefeedback.command"
}

enum HistoryFormat {
    static let lineFeed = UInt8(ascii: "\n")
    static let digits = Array("0123456789abcdef".utf8)

    /// Where a log's events come from: `/organisations/1480/cases`.
    static func source(of log: LogID) -> String { "/organisations/\(log.organisation.text)/\(log.kind.rawValue)" }

    static func hexadecimal(_ bytes: [UInt8]) -> String {
        String(decoding: bytes.flatMap { [digits[Int($0 >> 4)], digits[Int($0 & 15)]] }, as: UTF8.self)
    }

    /// Nothing unless there are lower-case digits only, two a byte.
    static func bytes(hexadecimal text: String) -> [UInt8]? {
        let values = text.utf8.compactMap { digit in digits.firstIndex(of: digit).map(UInt8.init) }
        guard values.count == text.utf8.count, values.count.isMultiple(of: 2) else { return nil }
        return stride(from: 0, to: values.count, by: 2).map { values[$0] << 4 | values[$0 + 1] }
    }
}
