package import EventSourcing
import Postgres

/// An event as the trail keeps it.
package struct ListedEvent: Sendable, Hashable {
    package let position: Position
    package let type: TypeName
    package let occurredOn: Day
    package let recordedAt: Instant
    package let recordedBy: String
    package let performedBy: String?
}

/// Makes of batches what the trail keeps, for one build on its own thread.
package struct ListedEventReader {
    private let log: LogID
    /// A log has some hundred types and actors: each text is made once.
    private var types = Interned<TypeName>(slots: 256)
    private var actors = Interned<String>()

    package init(_ log: LogID) { self.log = log }

    /// The events of a batch behind a position, and the first that can't be read, which ends them.
    package mutating func events(
        of batch: EventBatch, after position: Position
    ) throws(StoreError) -> (readable: [ListedEvent], unreadable: UnreadableEvent?) {
        guard case .rows(let rows, let columns) = batch.events else { return (whole(batch, after: position), nil) }
        guard columns.contains(.listed) else { return ([], nil) }
        var events: [ListedEvent] = []
        events.reserveCapacity(rows.count)
        let unreadable = try rows.asFarAsReadable(of: log, columns, after: position) { row throws(PostgresError) in
            let event = try event(&row, isFoldedToo: columns.contains(.folded))
            if event.position > position { events.append(event) }
        }
        return (events, unreadable)
    }

    private func whole(_ batch: EventBatch, after position: Position) -> [ListedEvent] {
        guard case .whole(let events) = batch.events else { return [] }
        return events.drop { $0.position <= position }.map {
            ListedEvent(
                position: $0.position, type: $0.type, occurredOn: $0.envelope.occurred.day,
                recordedAt: $0.envelope.recordedAt, recordedBy: $0.envelope.recordedBy,
                performedBy: $0.envelope.performedBy)
        }
    }

    private mutating func event(
        _ row: inout PostgresCopyRow, isFoldedToo: Bool
    ) throws(PostgresError) -> ListedEvent {
        let position = Position(try row.number(Int64.self))
        // The stream; then version, moment and payload.
        if isFoldedToo { try row.skip() }
        let type = try row.interned(&types) { TypeName(stored: $0) }
        if isFoldedToo { try row.skip() }
        let day = try row.calendarDay()
        if isFoldedToo { try row.skip(2) }
        guard let recordedAt = try row.moment() else { throw PostgresCopyRow.unreadable }
        return ListedEvent(
            position: position, type: type, occurredOn: day, recordedAt: recordedAt,
            recordedBy: try row.word(&actors), performedBy: try row.wordIfPresent(&actors))
    }
}
