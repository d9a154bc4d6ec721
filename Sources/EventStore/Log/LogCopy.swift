import EventSourcing
import Postgres
import SchemaFiles

extension PostgresSession {
    /// Copies rows into the tables of a log, as they come from `source`, until it has none left.
    ///
    /// Events go to the server while the source makes the next ones; what belongs to them waits until so many events are
    /// through, since a connection copies into one table at a time.
    func copyIn<Failure: StoreFailure>(
        _ log: LogID, _ source: () throws(Failure) -> LogRow?
    ) throws(Failure) -> LogRowCounts {
        var counts = LogRowCounts()
        var isAtEnd = false
        while !isAtEnd {
            var rows = RowsBesideEvents(log)
            try copyIn(SchemaFiles.loadEvents.sql) { (writer) throws(Failure) in
                var events = 0
                while events < RowsBesideEvents.eventsMax, rows.hasRoom {
                    guard let row = try source() else {
                        isAtEnd = true
                        break
                    }
                    guard case .event(let event, let tags) = row else {
                        rows.add(row)
                        continue
                    }
                    do throws(PostgresError) { try writer.row { $0.write(event) } } catch { throw .postgres(error) }
                    rows.add(tags, of: event.position)
                    events += 1
                    counts.last = event.position
                    counts.recordedAt = event.envelope.recordedAt
                }
                counts.events += Int64(events)
            }
            do throws(PostgresError) { try rows.copy(on: self, &counts) } catch { throw .postgres(error) }
        }
        return counts
    }
}

/// What belongs to events that are being copied.
private struct RowsBesideEvents {
    /// Bounds what waits in memory.
    static let eventsMax = 10_000
    private static let rowsMax = 100_000
    private static let bytesMax = 8 << 20

    private let log: LogID
    private var tags: [(tag: Tag, position: Position)] = []
    private var texts: [StoredText] = []
    private var commands: [StoredCommand] = []
    /// Of texts and commands; a tag is short.
    private var bytes = 0

    init(_ log: LogID) { self.log = log }

    /// Whether further rows may wait.
    var hasRoom: Bool { tags.count + texts.count + commands.count < Self.rowsMax && bytes < Self.bytesMax }

    mutating func add(_ more: [Tag], of position: Position) {
        for tag in more { tags.append((tag, position)) }
    }

    mutating func add(_ row: LogRow) {
        switch row {
        case .event: return
        case .text(let text):
            texts.append(text)
            bytes += text.heldBytes
        case .command(let command):
            commands.append(command)
            bytes += command.heldBytes
        }
    }

    func copy(on session: PostgresSession, _ counts: inout LogRowCounts) throws(PostgresError) {
        let (organisation, kind) = (log.organisation.text, log.kind.rawValue)
        counts.tags += try Self.copy(tags, by: SchemaFiles.loadTags, on: session) { fields, row in
            fields.write(organisation)
            fields.write(kind)
            fields.write(row.tag.text)
            fields.write(row.position.value)
        }
        counts.texts += try Self.copy(texts, by: SchemaFiles.loadProtectedTexts, on: session) { fields, text in
            fields.write(organisation)
            fields.write(kind)
            fields.write(text.position.value)
            fields.write(text.field)
            fields.write(text.secrecy.rawValue)
            fields.write(text.subject)
            fields.write(text.keyID)
            fields.write(text.value)
        }
        counts.commands += try Self.copy(commands, by: SchemaFiles.loadCommands, on: session) { fields, command in
            fields.write(organisation)
            fields.write(command.id.uuid)
            fields.write(kind)
            fields.write(command.fingerprint)
            fields.write(command.recordedBy)
            fields.write(command.first.value)
            fields.write(command.last.value)
        }
    }

    private static func copy<Row>(
        _ rows: [Row], by file: SchemaFile, on session: PostgresSession, _ write: (PostgresCopyFields, Row) -> Void
    ) throws(PostgresError) -> Int64 {
        guard !rows.isEmpty else { return 0 }
        try session.copyIn(file.sql) { (writer) throws(PostgresError) in
            for row in rows { try writer.row { write($0, row) } }
        }
        return Int64(rows.count)
    }
}

extension PostgresCopyFields {
    /// The columns of `load_events`.
    fileprivate func write(_ event: RecordedEvent) {
        let envelope = event.envelope
        write(envelope.log.organisation.text)
        write(envelope.log.kind.rawValue)
        write(envelope.position.value)
        write(envelope.recordedAt.timestamp)
        write(envelope.stream.text)
        write(envelope.version)
        write(envelope.eventID.uuid)
        write(envelope.type.text)
        write(Int32(clamping: envelope.schemaVersion))
        write(envelope.commandID.uuid)
        write(Int32(clamping: envelope.ordinal))
        write(envelope.occurred.day.date)
        write(envelope.occurred.instant?.timestamp)
        write(envelope.recordedBy)
        write(envelope.actorVerified)
        write(envelope.performedBy)
        write(envelope.role)
        write(envelope.ground)
        write(envelope.causationID?.uuid)
        write(envelope.correlationID?.uuid)
        write(envelope.secrecy.rawValue)
        write(envelope.retention.rawValue)
        write(envelope.programVersion)
        write(envelope.provenance)
        write(event.payload)
    }
}
