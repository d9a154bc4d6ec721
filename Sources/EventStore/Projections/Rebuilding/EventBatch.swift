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

    /// The statement that gives the columns; whole events are read in another way.
    var statement: SchemaFile {
        switch self {
        case .folded: SchemaFiles.copyEventsToFold
        case .listed: SchemaFiles.copyEventsToList
        default: SchemaFiles.copyEventsToFoldAndList
        }
    }
}

/// Some events that follow on each other. What the scan reads of them is taken apart by each build for itself, on its own
/// thread: what a build makes of them no other thread ever counts or lets go of.
package struct EventBatch: Sendable {
    enum Events: Sendable {
        /// As ``EventColumns/statement`` gives them.
        case rows(PostgresCopyRows, EventColumns)
        case whole([RecordedEvent])
    }

    let events: Events
    package let last: Position

    /// For a projection that reads whole events; none for others.
    package var whole: [RecordedEvent] { if case .whole(let events) = events { events } else { [] } }
}

/// Gathers the rows of a scan into batches: those of all positions behind one, without a gap.
struct EventBatching {
    private let log: LogID
    private let columns: EventColumns
    private var rows = PostgresCopyRows()
    private(set) var last: Position

    init(_ columns: EventColumns, of log: LogID, after position: Position) {
        self.log = log
        self.columns = columns
        last = position
    }

    var count: Int { rows.count }

    mutating func add(_ row: PostgresCopyRow) throws(StoreError) {
        let position: Position
        do throws(PostgresError) {
            var first = row
            position = Position(try first.number(Int64.self))
            try rows.append(row)
        } catch {
            throw StoreError(error)
        }
        guard position == last.next else { throw .eventMissing(log, last.next) }
        last = position
    }

    /// Gives the batch and begins the next, which is likely as large.
    mutating func take() -> EventBatch {
        let taken = rows
        rows = PostgresCopyRows()
        rows.reserveCapacity(of: taken)
        return EventBatch(events: .rows(taken, columns), last: last)
    }
}
