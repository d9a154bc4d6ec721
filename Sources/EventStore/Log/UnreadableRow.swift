import EventSourcing
import Postgres

/// Where an event stands in its log and its stream.
struct EventPlace {
    let position: Position
    /// Nothing where it can't be read.
    let recordedAt: Instant?
    let stream: StreamName
    let version: Int64
}

extension EventPlace {
    init(_ event: RecordedEvent) {
        self.init(
            position: event.position, recordedAt: event.envelope.recordedAt, stream: event.envelope.stream,
            version: event.envelope.version)
    }
}

/// A row of the log with a value that this program doesn't know: a newer release may have added a code.
struct UnreadableRow {
    let event: UnreadableEvent
    let place: EventPlace
    /// Of the table of events; nothing where that is not known.
    let column: String?
}

extension EventRowReader {
    /// What an event whose row could not be read is, by a second look from the row's start; nothing where it is no event of the
    /// log, or where its place can't be read either. Only rows that fail pay for it.
    func unreadable(_ start: some EventFields, at column: Int, because error: PostgresError) -> UnreadableRow? {
        var fields = start
        do throws(PostgresError) {
            guard case .decoding = error, try isOfLog(&fields) else { return nil }
            let position = Position(try fields.integer(Int64.self))
            let recordedAt = try? fields.instant()
            let stream = StreamName(stored: try fields.text())
            let version = try fields.integer(Int64.self)
            _ = try fields.identifier()
            let type = try? TypeName(try fields.text())
            let schemaVersion = Int(try fields.integer(Int32.self))
            let reason = UnreadableEvent.Reason.ofField(Self.columns, column, in: start)
            return UnreadableRow(
                event: UnreadableEvent(
                    log: log, position: position, type: type ?? .unreadable, schemaVersion: schemaVersion,
                    reason: reason),
                place: EventPlace(position: position, recordedAt: recordedAt, stream: stream, version: version),
                column: Self.columns.indices.contains(column) ? Self.columns[column] : nil)
        } catch {
            return nil
        }
    }

    /// The columns of every reading statement.
    private static let columns = [
        "organisation", "log", "position", "recorded_at", "stream", "version", "event_id", "type", "schema_version",
        "command_id", "ordinal", "occurred_on", "occurred_at", "recorded_by", "actor_verified", "performed_by", "role",
        "ground", "causation_id", "correlation_id", "secrecy", "retention_class", "program_version", "provenance",
        "payload",
    ]
}

extension TypeName {
    /// Stands where an event's own name is not one.
    static let unreadable: TypeName = "unreadable"
}

extension UnreadableEvent.Reason {
    /// Columns that hold codes of a list, which say nothing of anybody.
    private static let codes: Set<String> = ["type", "secrecy", "retention_class"]

    /// That a field of a row holds what this program doesn't know; the value is told where it is a code.
    static func ofField(_ columns: [String], _ column: Int, in start: some EventFields) -> Self {
        let name = columns.indices.contains(column) ? columns[column] : "field \(column)"
        var fields = start
        for _ in 0..<column { try? fields.next { (_) throws(PostgresError) in } }
        guard codes.contains(name), let code = try? fields.text(), (try? TypeName(code)) != nil else {
            return .malformed("its \(name) is not one that this program knows")
        }
        return .malformed("its \(name) '\(code)' is not one that this program knows; a newer release may")
    }
}

extension EventFields {
    mutating func text() throws(PostgresError) -> String {
        try next { (bytes) throws(PostgresError) in
            guard let text = bytes.flatMap({ String(validating: $0, as: UTF8.self) }) else {
                throw .decoding(column: "of an event", expected: "text", found: "something else")
            }
            return text
        }
    }
}
