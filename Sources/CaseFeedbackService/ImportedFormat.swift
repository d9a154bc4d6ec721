import CanonicalJSON

/// The formats of files that are imported, each by a command of its own, as the first line of a file names them.
enum ImportedFormat: String {
    case commands = "casefeedback-commands"
    case history = "casefeedback-events"

    var version: Int { 1 }

    /// What a file is refused with whose first line says nothing of the kind.
    private var withoutHeader: String {
        switch self {
        case .commands: "file-without-header"
        case .history: "history-without-header"
        }
    }

    /// What the other import refuses a file of this format with: it says which one takes it.
    private var elsewhere: String {
        switch self {
        case .commands: "file-is-commands"
        case .history: "file-is-history"
        }
    }

    /// Refuses a first line that doesn't name this format and version, before anything else of it is read: whoever took
    /// another file should learn that, and not which field it lacks.
    func check(firstLine line: some BidirectionalCollection<UInt8>, number: Int = 1) throws(Problem) {
        guard !line.isEmpty else { throw Problem(.badInput, "file-empty", line: number) }
        // Line ends of Windows are white space in a file of commands.
        if let damage = FileDamage(of: line), damage != .carriageReturn || self == .history {
            throw Problem(.badInput, damage.rawValue, line: number)
        }
        let missing = Problem(.badInput, withoutHeader, line: number)
        guard line.first(where: { !$0.isBlank }) == UInt8(ascii: "{") else { throw missing }
        let root: JSONValue
        do throws(JSONFault) { root = try JSONDocument(parsing: Array(line), firstLine: number).root } catch {
            throw Problem(error)
        }
        guard let format = root["format"]?.string else { throw missing }
        if let other = Self(rawValue: format), other != self {
            throw Problem(.badInput, other.elsewhere, line: number, field: "/format", value: format)
        }
        guard format == rawValue else { throw unknown(number, field: "/format", value: format) }
        // Where it is no number, whoever reads the line says so.
        guard let found = root["version"]?.integer, found != Int64(version) else { return }
        throw unknown(number, field: "/version", value: "\(found)")
    }

    private func unknown(_ line: Int, field: String, value: String) -> Problem {
        Problem(
            .badInput, "unknown-file-format", ["format": rawValue, "version": "\(version)"], line: line, field: field,
            value: value)
    }
}

/// What befalls files on their way: a line shows it, whatever it was to say.
enum FileDamage: String {
    case byteOrderMark = "byte-order-mark"
    case nulCharacter = "nul-character"
    case carriageReturn = "carriage-return"

    /// Of a line without its end.
    init?(of line: some BidirectionalCollection<UInt8>) {
        if line.starts(with: [0xEF, 0xBB, 0xBF]) {
            self = .byteOrderMark
        } else if line.contains(0) {
            self = .nulCharacter
        } else if line.last == 0x0D {
            self = .carriageReturn
        } else {
            return nil
        }
    }
}

extension UInt8 {
    /// White space within a line of JSON.
    var isBlank: Bool { self == 0x20 || self == 0x09 || self == 0x0D }
}
