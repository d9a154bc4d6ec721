import EventSourcing
import EventStore

/// Checks the rows of a whole log as they come: that it could have been recorded as it stands.
///
/// Dense positions and versions, rising time, every event such as this program could have recorded
/// (``HistoryEventCheck``), with its texts, every command whole, no identifier twice. Tags are not in the file: they are made from the
/// events.
struct HistoryCheck {
    private var events: HistoryEventCheck
    private var position = Position.beginning
    private var recordedAt: Instant?
    private var versions: [StreamName: Int64] = [:]
    private var texts: AwaitedTexts?
    /// The command whose events come, until its own row has come.
    private var open: OpenCommand?
    private var eventIDs = IdentifiersSeen()
    private var commandIDs = IdentifiersSeen()

    private struct OpenCommand {
        let id: UUIDValue
        let first: Position
        let recordedBy: String
        var events: Int
    }

    init(_ events: HistoryEventCheck) { self.events = events }

    /// The row as it is to be stored. `line` is where it stands.
    mutating func accept(_ row: LogRow, line: Int) throws(Problem) -> LogRow {
        do throws(HistoryFault) {
            switch row {
            case .event(let event, _): return .event(event, tags: try accept(event))
            case .text(let text): try accept(text)
            case .command(let command): try accept(command)
            }
            return row
        } catch {
            throw Problem(.badInput, error.code, error.parameters, line: line, field: error.field, value: error.value)
        }
    }

    /// Behind the last row.
    func end(_ header: HistoryHeader, line: Int) throws(Problem) {
        guard open == nil else { throw Problem(.badInput, "history-command-missing", line: line) }
        guard position == header.range.last else {
            throw Problem(
                .badInput, "history-position", ["expected": "\(header.range.last)", "found": "\(position)"], line: line,
                field: "/range/last")
        }
    }
}

extension HistoryCheck {
    private mutating func accept(_ event: RecordedEvent) throws(HistoryFault) -> [Tag] {
        try texts?.end()
        try checkPlace(of: event)
        try checkCommand(of: event)
        let payload = try events.payload(of: event)
        try eventIDs.note(event)
        let tags = payload.storedTags
        texts = try AwaitedTexts(of: event, tags: tags)
        return tags
    }

    private mutating func checkPlace(of event: RecordedEvent) throws(HistoryFault) {
        let envelope = event.envelope
        guard envelope.position == position.next else {
            throw HistoryFault(
                code: "history-position",
                parameters: ["expected": "\(position.next)", "found": "\(envelope.position)"],
                field: "/position")
        }
        position = envelope.position
        if let recordedAt, envelope.recordedAt <= recordedAt {
            throw HistoryFault(
                code: "history-time-not-rising", field: "/time", value: envelope.recordedAt.description)
        }
        recordedAt = envelope.recordedAt
        let version = versions[envelope.stream, default: 0] + 1
        guard envelope.version == version else {
            throw HistoryFault(
                code: "history-version",
                parameters: ["stream": envelope.stream.text, "expected": "\(version)", "found": "\(envelope.version)"],
                field: "/version")
        }
        versions[envelope.stream] = version
    }

    private mutating func checkCommand(of event: RecordedEvent) throws(HistoryFault) {
        let envelope = event.envelope
        if let open {
            guard open.id == envelope.commandID, open.recordedBy == envelope.recordedBy else {
                throw HistoryFault(code: "history-command-missing", field: "/commandid")
            }
        } else {
            open = OpenCommand(
                id: envelope.commandID, first: envelope.position, recordedBy: envelope.recordedBy, events: 0)
        }
        let ordinal = open?.events ?? 0
        guard envelope.ordinal == ordinal else {
            throw HistoryFault(
                code: "history-ordinal", parameters: ["expected": "\(ordinal)"], field: "/ordinal",
                value: "\(envelope.ordinal)")
        }
        open?.events += 1
    }

    private mutating func accept(_ text: StoredText) throws(HistoryFault) {
        guard open != nil, text.position == position else {
            throw HistoryFault(code: "history-text-misplaced", field: "/position")
        }
        try texts?.accept(text)
    }

    private mutating func accept(_ command: StoredCommand) throws(HistoryFault) {
        try texts?.end()
        guard command.last == position else { throw .misplaced("/lastposition", "\(command.last)") }
        try HistoryWord.check(command.recordedBy, field: "recordedby")
        guard commandIDs.insert(command.id) else {
            throw HistoryFault(code: "history-id-twice", field: "/commandid", value: "\(command.id)")
        }
        guard let made = open else {
            guard command.first == command.last.next else {
                throw .misplaced("/firstposition", "\(command.first)")
            }
            return try HistoryWord.checkIdentity(command.recordedBy, field: "recordedby")
        }
        guard command.id == made.id else { throw .misplaced("/commandid", "\(command.id)") }
        guard command.first == made.first else { throw .misplaced("/firstposition", "\(command.first)") }
        guard command.recordedBy == made.recordedBy else { throw .misplaced("/recordedby", command.recordedBy) }
        open = nil
    }
}

extension HistoryFault {
    /// A command that does not fit the events before it.
    fileprivate static func misplaced(_ field: String, _ value: String) -> HistoryFault {
        HistoryFault(code: "history-command", field: field, value: value)
    }
}
