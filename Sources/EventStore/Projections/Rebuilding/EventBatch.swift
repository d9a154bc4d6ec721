package import EventSourcing
import Postgres
import SchemaFiles

/// What a projection reads of events. A scan for several reads what any of them does.
package struct EventColumns: OptionSet, Sendable, Hashable {
    package let rawValue: Int

    package init(rawValue: Int) { self.rawValue = rawValue }

    /// What folds read: place, type, day and payload.
    package static let folded = EventColumns(rawValue: 1)
    /// What the trail keeps: place, type, times and actors.
    package static let listed = EventColumns(rawValue: 2)
    /// The whole envelope.
    package static let whole = EventColumns(rawValue: 4)
}

/// An event as the trail keeps it.
package struct ListedEvent: Sendable, Hashable {
    package let position: Position
    package let type: TypeName
    package let occurredOn: Day
    package let recordedAt: Instant
    package let recordedBy: String
    package let performedBy: String?
}

/// Some events that follow on each other, in each of the forms that the scan was asked for.
package struct EventBatch: Sendable {
    package fileprivate(set) var folded: [FoldedEvent] = []
    package fileprivate(set) var listed: [ListedEvent] = []
    package fileprivate(set) var whole: [RecordedEvent] = []
    package fileprivate(set) var last = Position.beginning
    fileprivate(set) var count = 0

    init() {}

    /// Takes back what was added of the event at a position, which is unreadable.
    fileprivate mutating func removeLast(_ position: Position) {
        if folded.last?.position == position { folded.removeLast() }
        last = Position(position.value - 1)
    }

    init(whole events: [RecordedEvent], columns: EventColumns) {
        whole = events
        last = events.last?.position ?? .beginning
        count = events.count
        if columns.contains(.folded) { folded = events.map(\.folded) }
        if columns.contains(.listed) {
            listed = events.map {
                ListedEvent(
                    position: $0.position, type: $0.type, occurredOn: $0.envelope.occurred.day,
                    recordedAt: $0.envelope.recordedAt, recordedBy: $0.envelope.recordedBy,
                    performedBy: $0.envelope.performedBy)
            }
        }
    }
}

/// Takes rows of the statements `copy_events_to_…` apart.
struct EventBatchDecoder {
    private let log: LogID
    private let columns: EventColumns
    /// A log has some hundred types and actors, and its streams come again and again: each text is made once.
    private var kins = Interned<FoldedEvent.Kin>(slots: 4_096)
    private var types = Interned<TypeName>(slots: 256)
    private var actors = Interned<String>()
    private(set) var batch = EventBatch()

    init(_ log: LogID, columns: EventColumns) {
        self.log = log
        self.columns = columns
    }

    /// The statement that gives the columns; whole events are read in another way.
    static func statement(for columns: EventColumns) -> SchemaFile {
        switch columns {
        case .folded: SchemaFiles.copyEventsToFold
        case .listed: SchemaFiles.copyEventsToList
        default: SchemaFiles.copyEventsToFoldAndList
        }
    }

    /// Gives the batch and begins the next, which is likely as large.
    mutating func take() -> EventBatch {
        let taken = batch
        batch = EventBatch()
        batch.folded.reserveCapacity(taken.folded.count)
        batch.listed.reserveCapacity(taken.listed.count)
        return taken
    }

    /// - Throws: `unreadable` for an event with a value that this program doesn't know; the batch holds those before it.
    mutating func add(_ row: inout PostgresCopyRow) throws(StoreError) {
        let start = row
        do throws(PostgresError) {
            if columns.contains(.folded) { try addFolded(&row) } else { try addListed(&row) }
        } catch {
            guard let event = unreadable(start, at: row.readCount - 1) else { throw StoreError(error) }
            batch.removeLast(event.position)
            throw .unreadable(event)
        }
        batch.count += 1
    }

    private func unreadable(_ start: PostgresCopyRow, at column: Int) -> UnreadableEvent? {
        var fields = start
        guard let position = try? fields.integer(Int64.self) else { return nil }
        if columns.contains(.folded) { _ = try? fields.skip() }
        let type = (try? fields.text()).flatMap { try? TypeName($0) }
        let schemaVersion = columns.contains(.folded) ? try? fields.integer(Int32.self) : nil
        return UnreadableEvent(
            log: log, position: Position(position), type: type ?? .unreadable, schemaVersion: Int(schemaVersion ?? 0),
            reason: .ofField(columns.contains(.folded) ? Self.foldedColumns : Self.listedColumns, column, in: start))
    }

    private static let foldedColumns = [
        "position", "stream", "type", "schema_version", "occurred_on", "occurred_at", "payload", "recorded_at",
        "recorded_by", "performed_by",
    ]
    private static let listedColumns = [
        "position", "type", "occurred_on", "recorded_at", "recorded_by", "performed_by",
    ]

    private mutating func addFolded(_ row: inout PostgresCopyRow) throws(PostgresError) {
        let position = Position(try row.number(Int64.self))
        let kin = try kin(&row)
        let schemaVersion = Int(try row.number(Int32.self))
        let day = try row.calendarDay()
        let instant = try row.moment()
        let payload = try row.bytes()
        batch.last = position
        batch.folded.append(
            FoldedEvent(
                kin, position: position, schemaVersion: schemaVersion,
                occurred: Occurrence(day: day, instant: instant), payload: payload))
        guard columns.contains(.listed) else { return }
        batch.listed.append(try listed(position, kin.type, day, &row))
    }

    private mutating func addListed(_ row: inout PostgresCopyRow) throws(PostgresError) {
        let position = Position(try row.number(Int64.self))
        let type = try type(&row)
        let day = try row.calendarDay()
        batch.last = position
        batch.listed.append(try listed(position, type, day, &row))
    }

    private mutating func listed(
        _ position: Position, _ type: TypeName, _ day: Day, _ row: inout PostgresCopyRow
    ) throws(PostgresError) -> ListedEvent {
        guard let recordedAt = try row.moment() else { throw PostgresCopyRow.unreadable }
        return ListedEvent(
            position: position, type: type, occurredOn: day, recordedAt: recordedAt,
            recordedBy: try row.word(&actors), performedBy: try row.wordIfPresent(&actors))
    }

    private mutating func type(_ row: inout PostgresCopyRow) throws(PostgresError) -> TypeName {
        try row.interned(&types, Self.type)
    }

    /// Stream and type, which stand beside each other in the row: their bytes are looked up as one text.
    private mutating func kin(_ row: inout PostgresCopyRow) throws(PostgresError) -> FoldedEvent.Kin {
        guard let stream = try row.nextBytes(), let type = try row.nextBytes(), let start = stream.baseAddress,
            let last = type.baseAddress
        else { throw PostgresCopyRow.unreadable }
        let bytes = UnsafeRawBufferPointer(start: start, count: last - start + type.count)
        let kin = kins.value(of: bytes) { [log] _ in
            guard let stream = String(validating: stream, as: UTF8.self), let type = Self.type(type) else { return nil }
            return FoldedEvent.Kin(log: log, stream: StreamName(stored: stream), type: type)
        }
        guard let kin else { throw PostgresCopyRow.unreadable }
        return kin
    }

    private static func type(_ bytes: UnsafeRawBufferPointer) -> TypeName? {
        String(validating: bytes, as: UTF8.self).flatMap { try? TypeName($0) }
    }
}

/// Numbers straight from the bytes, without asking a type how it is decoded: there are four in every row of a log.
extension PostgresCopyRow {
    fileprivate static var unreadable: PostgresError {
        .protocolViolation("an event's row holds a value outside its code list")
    }

    fileprivate mutating func number<Value: FixedWidthInteger & BitwiseCopyable>(
        _: Value.Type
    ) throws(PostgresError) -> Value {
        guard let bytes = try nextBytes(), bytes.count == MemoryLayout<Value>.size else { throw Self.unreadable }
        return Value(bigEndian: bytes.loadUnaligned(as: Value.self))
    }

    fileprivate mutating func calendarDay() throws(PostgresError) -> Day {
        guard let bytes = try nextBytes(), let date = PostgresDate.decode(bytes, type: .date) else {
            throw Self.unreadable
        }
        return Day(daysSince1970: date.daysSince1970)
    }

    fileprivate mutating func moment() throws(PostgresError) -> Instant? {
        guard let bytes = try nextBytes() else { return nil }
        guard let timestamp = PostgresTimestamp.decode(bytes, type: .timestamptz) else { throw Self.unreadable }
        return Instant(timestamp)
    }
}
