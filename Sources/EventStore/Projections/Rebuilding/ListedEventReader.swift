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
    /// A log has some hundred types and actors: each text is made once.
    private var types = Interned<TypeName>(slots: 256)
    private var actors = Interned<String>()

    package init() {}

    /// The events of a batch behind a position.
    package mutating func events(
        of batch: EventBatch, after position: Position
    ) throws(StoreError) -> [ListedEvent] {
        guard case .rows(let rows, let columns) = batch.events else { return whole(batch, after: position) }
        guard columns.contains(.listed) else { return [] }
        var events: [ListedEvent] = []
        events.reserveCapacity(rows.count)
        do throws(PostgresError) {
            try rows.forEach { row throws(PostgresError) in
                let event = try event(&row, isFoldedToo: columns.contains(.folded))
                if event.position > position { events.append(event) }
            }
        } catch {
            throw StoreError(error)
        }
        return events
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
