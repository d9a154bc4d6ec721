import CanonicalJSON
import CaseFeedback
import EventSourcing
import EventStore

/// Checks the rows of a whole log as they come: that it could have been recorded as it stands.
///
/// Dense positions and versions, rising time, nothing that happened after it was recorded, canonical payloads that this
/// program can read, every command whole. Tags are not in the file: they are made from the events.
struct HistoryCheck {
    private let zone: LogZone
    private var position = Position.beginning
    private var recordedAt: Instant?
    private var versions: [StreamName: Int64] = [:]
    private var event: RecordedEvent?
    private var lastField: String?
    /// The command whose events come, until its own row has come.
    private var open: OpenCommand?

    private struct OpenCommand {
        let id: UUIDValue
        let first: Position
        let recordedBy: String
        var events: Int
    }

    init(zone: LogZone) { self.zone = zone }

    /// The row as it is to be stored. `line` is where it stands.
    mutating func accept(_ row: LogRow, line: Int) throws(Problem) -> LogRow {
        do throws(Fault) {
            switch row {
            case .event(let event, _): return .event(event, tags: try accept(event))
            case .text(let text): try accept(text)
            case .command(let command): try accept(command)
            }
            return row
        } catch {
            throw Problem(.badInput, error.code, error.parameters, line: line, field: error.field)
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
    private struct Fault: Error {
        let code: String
        var parameters: [String: String] = [:]
        var field: String?
    }

    private mutating func accept(_ event: RecordedEvent) throws(Fault) -> [Tag] {
        try checkPlace(of: event)
        try checkCommand(of: event)
        guard event.envelope.occurred.day <= zone.day(of: event.envelope.recordedAt) else {
            throw Fault(code: "occurred-in-future", field: "/occurredon")
        }
        let tags = try read(event)
        self.event = event
        lastField = nil
        return tags
    }

    private mutating func checkPlace(of event: RecordedEvent) throws(Fault) {
        let envelope = event.envelope
        guard envelope.position == position.next else {
            throw Fault(
                code: "history-position",
                parameters: ["expected": "\(position.next)", "found": "\(envelope.position)"],
                field: "/position")
        }
        position = envelope.position
        if let recordedAt, envelope.recordedAt <= recordedAt {
            throw Fault(code: "history-time-not-rising", field: "/time")
        }
        recordedAt = envelope.recordedAt
        let version = versions[envelope.stream, default: 0] + 1
        guard envelope.version == version else {
            throw Fault(
                code: "history-version",
                parameters: ["stream": envelope.stream.text, "expected": "\(version)", "found": "\(envelope.version)"],
                field: "/version")
        }
        versions[envelope.stream] = version
    }

    private mutating func checkCommand(of event: RecordedEvent) throws(Fault) {
        let envelope = event.envelope
        if let open {
            guard open.id == envelope.commandID, open.recordedBy == envelope.recordedBy else {
                throw Fault(code: "history-command-missing", field: "/commandid")
            }
        } else {
            open = OpenCommand(
                id: envelope.commandID, first: envelope.position, recordedBy: envelope.recordedBy, events: 0)
        }
        guard envelope.ordinal == open?.events else { throw Fault(code: "history-ordinal", field: "/ordinal") }
        open?.events += 1
    }

    /// The event's tags; reads every byte of its payload.
    private func read(_ event: RecordedEvent) throws(Fault) -> [Tag] {
        do throws(JSONFault) { _ = try CanonicalJSON.document(reading: event.payload) } catch {
            throw Fault(code: "history-payload", parameters: ["detail": error.description], field: "/data")
        }
        let payload: any EventPayload
        do throws(UnreadableEvent) { payload = try Catalogue.decode(event) } catch { throw Self.fault(of: error) }
        guard payload.stream == event.envelope.stream else {
            throw Fault(
                code: "history-stream",
                parameters: ["expected": payload.stream.text, "found": event.envelope.stream.text], field: "/stream")
        }
        return payload.storedTags
    }

    private static func fault(of event: UnreadableEvent) -> Fault {
        switch event.reason {
        case .unknownType:
            Fault(code: "history-unknown-type", parameters: ["type": event.type.text], field: "/type")
        case .unknownVersion:
            Fault(
                code: "history-unknown-version",
                parameters: ["type": event.type.text, "version": "\(event.schemaVersion)"], field: "/schemaversion")
        case .malformed(let detail):
            Fault(code: "history-payload", parameters: ["detail": detail], field: "/data")
        }
    }

    private mutating func accept(_ text: StoredText) throws(Fault) {
        guard let event, open != nil, text.position == position else {
            throw Fault(code: "history-text-misplaced", field: "/position")
        }
        if let lastField, !lastField.utf8.lexicographicallyPrecedes(text.field.utf8) {
            throw Fault(code: "history-text-misplaced", field: "/field")
        }
        lastField = text.field
        let reference = (try? JSONDocument(parsing: event.payload))?.value(at: text.field)
        guard reference == .object(["protected": .string(text.secrecy.rawValue)]) else {
            throw Fault(code: "history-text-unknown", field: "/field")
        }
    }

    private mutating func accept(_ command: StoredCommand) throws(Fault) {
        guard command.last == position else { throw Fault(code: "history-command", field: "/lastposition") }
        guard let made = open else {
            guard command.first == command.last.next else {
                throw Fault(code: "history-command", field: "/firstposition")
            }
            return
        }
        guard command.id == made.id else { throw Fault(code: "history-command", field: "/commandid") }
        guard command.first == made.first else { throw Fault(code: "history-command", field: "/firstposition") }
        guard command.recordedBy == made.recordedBy else { throw Fault(code: "history-command", field: "/recordedby") }
        open = nil
    }
}
