import EventSourcing
import Postgres

extension PostgresCopyRows {
    /// Reads row by row, up to the first behind a position that holds a value which this program doesn't know.
    func asFarAsReadable(
        of log: LogID, _ columns: EventColumns, after position: Position,
        _ read: (inout PostgresCopyRow) throws(PostgresError) -> Void
    ) throws(StoreError) -> UnreadableEvent? {
        var unreadable: UnreadableEvent?
        do throws(PostgresError) {
            try forEach { row throws(PostgresError) in
                guard unreadable == nil else { return }
                let start = row
                do throws(PostgresError) { try read(&row) } catch {
                    guard let event = start.unreadable(at: row.readCount - 1, of: log, columns) else { throw error }
                    if event.position > position { unreadable = event }
                }
            }
        } catch {
            throw StoreError(error)
        }
        return unreadable
    }
}

extension PostgresCopyRow {
    /// The event whose value can't be read; nothing of a row that is cut, or where not even its position can.
    fileprivate func unreadable(at column: Int, of log: LogID, _ columns: EventColumns) -> UnreadableEvent? {
        var fields = self
        let isFolded = columns.contains(.folded)
        let names =
            isFolded ? Self.foldedColumns + (columns.contains(.listed) ? Self.addedColumns : []) : Self.listedColumns
        guard fieldCount == names.count, let position = try? fields.integer(Int64.self) else { return nil }
        if isFolded { _ = try? fields.skip() }
        let type = (try? fields.text()).flatMap { try? TypeName($0) }
        let schemaVersion = isFolded ? try? fields.integer(Int32.self) : nil
        return UnreadableEvent(
            log: log, position: Position(position), type: type ?? .unreadable, schemaVersion: Int(schemaVersion ?? 0),
            reason: .ofField(names, column, in: self))
    }

    private static let foldedColumns = [
        "position", "stream", "type", "schema_version", "occurred_on", "occurred_at", "payload",
    ]
    private static let addedColumns = ["recorded_at", "recorded_by", "performed_by"]
    private static let listedColumns = ["position", "type", "occurred_on"] + addedColumns
}
