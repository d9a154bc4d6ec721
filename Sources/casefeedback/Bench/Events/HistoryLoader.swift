import CanonicalJSON
import CaseFeedbackService
import EventSourcing
import EventStore
import Postgres
import SchemaFiles

/// Copies a made-up history into the log's own tables, as it would stand there had it been appended.
struct HistoryLoader {
    /// So many events are copied in one transaction; they are held in memory meanwhile.
    private static let chunk = 20_000

    let stage: BenchStage

    /// The log must not be there yet.
    func load(
        _ history: SyntheticHistory, loaded: @escaping @Sendable (Int) -> Void
    ) async throws(Failure) {
        let loader = StoreConnections.configuration(stage.configuration, as: .loader)
        let last = try await stage.connected(to: loader) { (session) throws(StoreError) in
            var rows = CopiedRows(log: history.log)
            try history.forEach(failing: { StoreError.corrupt("\($0.code)") }) { event throws(StoreError) in
                rows.add(event)
                guard rows.events.count == Self.chunk else { return }
                try rows.copy(on: session)
                loaded(rows.count)
            }
            try rows.copy(on: session)
            return rows.last
        }
        try await storeFailure { () async throws(StoreError) in
            try await stage.installation.connections.write(
                history.organisation, as: .appender
            ) { (session) throws(StoreError) in
                try session.run(
                    SchemaFiles.benchInsertLog, history.organisation.text, history.log.kind.rawValue,
                    Int64(history.count), PostgresTimestamp(microsecondsSince1970: last.microsecondsSince1970))
                return
            }
        }
    }
}

/// The rows of some events that follow on each other, for COPY.
struct CopiedRows {
    let log: LogID
    private(set) var events: [SyntheticEvent] = []
    /// Rows of events, copied or not.
    private(set) var count = 0
    private(set) var last = Instant(microsecondsSince1970: 0)

    init(log: LogID) { self.log = log }

    mutating func add(_ event: SyntheticEvent) {
        events.append(event)
        count += 1
        last = event.recordedAt
    }

    /// Copies them in one transaction, and forgets them.
    mutating func copy(on session: PostgresSession) throws(StoreError) {
        let (events, log) = (events, log)
        let first = Int64(count - events.count + 1)
        try session.transaction { () throws(StoreError) in
            try session.copy(events, into: SchemaFiles.benchCopyEvents) { index, event, writer throws(PostgresError) in
                try writer.row { $0.write(event, at: first + index, of: log) }
            }
            try session.copy(events, into: SchemaFiles.benchCopyTags) { index, event, writer throws(PostgresError) in
                for tag in event.event.tags { try writer.row { $0.write(tag, at: first + index, of: log) } }
            }
            try session.copy(events, into: SchemaFiles.benchCopyTexts) { index, event, writer throws(PostgresError) in
                for text in event.event.texts { try writer.row { $0.write(text, at: first + index, of: log) } }
            }
            try session.copy(events, into: SchemaFiles.benchCopyCommands) {
                index, event, writer throws(PostgresError) in
                try writer.row { $0.write(commandOf: event, at: first + index, of: log) }
            }
        }
        self.events.removeAll(keepingCapacity: true)
    }
}

extension PostgresSession {
    /// Copies what `write` writes for each of the events, which it gets with their numbers from 0.
    fileprivate func copy(
        _ events: [SyntheticEvent], into statement: SchemaFile,
        _ write: (Int64, SyntheticEvent, PostgresCopyWriter) throws(PostgresError) -> Void
    ) throws(StoreError) {
        do throws(PostgresError) {
            try copyIn(statement.sql) { writer throws(PostgresError) in
                for (index, event) in events.enumerated() { try write(Int64(index), event, writer) }
            }
        } catch {
            throw StoreError(error)
        }
    }
}
