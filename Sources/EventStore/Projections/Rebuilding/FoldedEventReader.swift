package import EventSourcing
import Postgres

/// Makes of batches what folds read, for one build on its own thread.
package struct FoldedEventReader {
    private let log: LogID
    /// A log has some hundred types, and its streams come again and again: their names are made once.
    private var kins = Interned<FoldedEvent.Kin>(slots: 4_096)

    package init(_ log: LogID) { self.log = log }

    /// The events of a batch behind a position, and the first that can't be read, which ends them.
    package mutating func events(
        of batch: EventBatch, after position: Position
    ) throws(StoreError) -> (readable: [FoldedEvent], unreadable: UnreadableEvent?) {
        guard case .rows(let rows, let columns) = batch.events else { return (whole(batch, after: position), nil) }
        guard columns.contains(.folded) else { return ([], nil) }
        var events: [FoldedEvent] = []
        events.reserveCapacity(rows.count)
        let unreadable = try rows.asFarAsReadable(of: log, columns, after: position) { row throws(PostgresError) in
            let event = try event(&row, of: rows)
            if event.position > position { events.append(event) }
        }
        return (events, unreadable)
    }

    private func whole(_ batch: EventBatch, after position: Position) -> [FoldedEvent] {
        guard case .whole(let events) = batch.events else { return [] }
        return events.drop { $0.position <= position }.map(\.folded)
    }

    private mutating func event(
        _ row: inout PostgresCopyRow, of rows: PostgresCopyRows
    ) throws(PostgresError) -> FoldedEvent {
        let position = Position(try row.number(Int64.self))
        let kin = try kin(&row)
        let schemaVersion = Int(try row.number(Int32.self))
        let occurred = Occurrence(day: try row.calendarDay(), instant: try row.moment())
        guard let payload = try row.nextRange() else { throw PostgresCopyRow.unreadable }
        return FoldedEvent(
            kin, position: position, schemaVersion: schemaVersion, occurred: occurred, payload: rows.bytes[payload])
    }

    /// Stream and type, which stand beside each other in the row: their bytes are looked up as one text.
    private mutating func kin(_ row: inout PostgresCopyRow) throws(PostgresError) -> FoldedEvent.Kin {
        guard let stream = try row.nextBytes(), let type = try row.nextBytes(), let start = stream.baseAddress,
            let last = type.baseAddress
        else { throw PostgresCopyRow.unreadable }
        let bytes = UnsafeRawBufferPointer(start: start, count: last - start + type.count)
        let kin = kins.value(of: bytes) { [log] _ in
            guard let stream = String(validating: stream, as: UTF8.self), let type = TypeName(stored: type) else {
                return nil
            }
            return FoldedEvent.Kin(log: log, stream: StreamName(stored: stream), type: type)
        }
        guard let kin else { throw PostgresCopyRow.unreadable }
        return kin
    }
}
