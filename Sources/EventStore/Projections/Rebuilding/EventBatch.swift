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
    /// A log has some hundred types: each is checked once.
    private var types: [String: TypeName] = [:]
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

    /// Gives the batch and begins the next.
    mutating func take() -> EventBatch {
        defer { batch = EventBatch() }
        return batch
    }

    mutating func add(_ row: inout PostgresCopyRow) throws(StoreError) {
        do throws(PostgresError) {
            if columns.contains(.folded) { try addFolded(&row) } else { try addListed(&row) }
        } catch {
            throw StoreError(error)
        }
        batch.count += 1
    }

    private mutating func addFolded(_ row: inout PostgresCopyRow) throws(PostgresError) {
        let position = Position(try row.next(as: Int64.self))
        let stream = StreamName(stored: try row.next(as: String.self))
        let type = try type(try row.next(as: String.self))
        let schemaVersion = Int(try row.next(as: Int32.self))
        let day = Day(daysSince1970: try row.next(as: PostgresDate.self).daysSince1970)
        let instant = try row.next(as: PostgresTimestamp?.self).map(Instant.init)
        let payload = try row.next(as: [UInt8].self)
        batch.last = position
        batch.folded.append(
            FoldedEvent(
                log: log, position: position, stream: stream, type: type, schemaVersion: schemaVersion,
                occurred: Occurrence(day: day, instant: instant), payload: payload))
        guard columns.contains(.listed) else { return }
        batch.listed.append(try listed(position, type, day, &row))
    }

    private mutating func addListed(_ row: inout PostgresCopyRow) throws(PostgresError) {
        let position = Position(try row.next(as: Int64.self))
        let type = try type(try row.next(as: String.self))
        let day = Day(daysSince1970: try row.next(as: PostgresDate.self).daysSince1970)
        batch.last = position
        batch.listed.append(try listed(position, type, day, &row))
    }

    private func listed(
        _ position: Position, _ type: TypeName, _ day: Day, _ row: inout PostgresCopyRow
    ) throws(PostgresError) -> ListedEvent {
        ListedEvent(
            position: position, type: type, occurredOn: day,
            recordedAt: Instant(try row.next(as: PostgresTimestamp.self)),
            recordedBy: try row.next(as: String.self), performedBy: try row.next(as: String?.self))
    }

    private mutating func type(_ text: String) throws(PostgresError) -> TypeName {
        if let known = types[text] { return known }
        guard let type = try? TypeName(text) else {
            throw .protocolViolation("an event's row holds a value outside its code list")
        }
        types[text] = type
        return type
    }
}
