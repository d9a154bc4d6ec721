package import EventSourcing
package import Postgres
package import SchemaFiles

/// Which events of a log are read.
package struct LogSelection: Hashable, Sendable {
    package let log: LogID
    package var after: Position
    package var to: Position
    /// The events that carry all of them; every event where none is named.
    package var tags: [Tag]

    package init(_ log: LogID, after: Position = .beginning, to: Position = Position(.max), tags: [Tag] = []) {
        self.log = log
        self.after = after
        self.to = to
        self.tags = tags
    }
}

extension EventLog {
    /// Hands the selected events to `body` one after another, in order and from one snapshot, as binary COPY brings them:
    /// nothing is kept but the event at hand, however long the log is. Returns their number.
    ///
    /// `body` runs on the connection's own thread, where it may block for an hour; if it throws, the server stops sending.
    @discardableResult
    package func scan<Failure: StoreFailure>(
        _ selection: LogSelection, as role: StoreRole = .reader,
        _ body: @Sendable @escaping (RecordedEvent) throws(Failure) -> Void
    ) async throws(Failure) -> Int {
        let standstill = connections.limits.handingOn
        return try await connections.pool(role).withSession { (session) throws(Failure) in
            try session.inTenant(
                selection.log.organisation, isolation: .repeatableRead, readOnly: true, standstillMax: standstill
            ) { (session) throws(Failure) in try session.scan(selection, body) }
        }
    }
}

extension PostgresSession {
    /// As ``EventLog/scan(_:as:_:)``, within the caller's transaction. The first event that can't be read ends it.
    @discardableResult
    package func scan<Failure: StoreFailure>(
        _ selection: LogSelection, _ body: (RecordedEvent) throws(Failure) -> Void
    ) throws(Failure) -> Int {
        try scan(selection, unreadable: { (row) throws(Failure) in throw .store(.unreadable(row.event)) }, body)
    }

    /// The same, where whoever looks on says what becomes of an event that can't be read.
    @discardableResult
    func scan<Failure: StoreFailure>(
        _ selection: LogSelection, unreadable: (UnreadableRow) throws(Failure) -> Void,
        _ body: (RecordedEvent) throws(Failure) -> Void
    ) throws(Failure) -> Int {
        var reader = EventRowReader(log: selection.log)
        return try copyOut(selection.tags.isEmpty ? SchemaFiles.copyLog : SchemaFiles.copyTaggedLog, of: selection) {
            (row) throws(Failure) in
            let start = row
            let event: RecordedEvent
            do throws(PostgresError) { event = try reader.event(&row) } catch {
                guard let found = reader.unreadable(start, at: row.readCount - 1, because: error) else {
                    throw .postgres(error)
                }
                return try unreadable(found)
            }
            try body(event)
        }
    }

    /// Streams what a COPY statement of `Schema/queries` gives of a selection. COPY takes no parameters: they are settings
    /// of the transaction.
    @discardableResult
    package func copyOut<Failure: StoreFailure>(
        _ file: SchemaFile, of selection: LogSelection, _ body: (inout PostgresCopyRow) throws(Failure) -> Void
    ) throws(Failure) -> Int {
        do throws(StoreError) {
            try run(
                SchemaFiles.setLogRange, selection.log.organisation.text, selection.log.kind.rawValue,
                "\(selection.after)", "\(selection.to)", selection.tags.map(\.text).joined(separator: "\u{1F}"))
        } catch {
            throw .store(error)
        }
        return try copyOut(file.sql, body)
    }
}
