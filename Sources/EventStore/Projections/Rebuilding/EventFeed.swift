import EventSourcing
import Postgres
import SchemaFiles

/// Reads a log into queues, in one scan for all who take from them, until it has come near the head, which may move
/// meanwhile.
struct EventFeed {
    let connections: StoreConnections
    let log: LogID
    let columns: EventColumns
    let queues: [EventQueue]

    /// Positions a transaction: a snapshot that is held for long keeps the server from cleaning up.
    private static let range: Int64 = 250_000
    private static let batch = 512
    /// So near to the head that following does the rest.
    private static let nearHead: Int64 = 1_000

    /// Reads what follows a position, up to `last` where one is given; tells the queues how it ended.
    func run(after position: Position, to last: Position?) async {
        do throws(StoreError) {
            var after = position
            // The last that was there: not the range's end where that is missing.
            var reached = position
            while true {
                let head = try await head()
                let end = last.map { min($0, head) } ?? head
                guard after < end, last != nil || end.value - after.value > (after == position ? 0 : Self.nearHead)
                else { break }
                while after < end {
                    let to = Position(min(after.value + Self.range, end.value))
                    guard let last = try await read(after: after, to: to, behind: reached) else { return }
                    (after, reached) = (to, last)
                }
            }
            end(.success(()))
        } catch {
            end(.failure(error))
        }
    }

    /// What nobody has taken yet is taken still.
    func end(_ outcome: Result<Void, StoreError>) {
        for queue in queues { queue.finish(outcome) }
    }

    /// False when nobody takes any more.
    private func put(_ batch: EventBatch) -> Bool {
        // Each of them is asked: one that has room goes on while another is behind.
        queues.reduce(false) { $1.put(batch, isCancelled: { Task.isCancelled }) || $0 }
    }

    private func head() async throws(StoreError) -> Position {
        try await connections.read(log.organisation) { (session) throws(StoreError) in
            try session.run(SchemaFiles.readLogState, log.organisation.text, log.kind.rawValue).logState()?.head
                ?? .beginning
        }
    }

    /// Where it came to, `reached` being where the range before did: a log has no gap. Nothing when nobody takes any more.
    private func read(
        after: Position, to last: Position, behind reached: Position
    ) async throws(StoreError) -> Position? {
        if columns.contains(.whole) { return try await readWhole(after: reached, to: last) }
        return try await connections.read(log.organisation, handsOn: true) { (session) throws(StoreError) in
            try session.run(
                SchemaFiles.setLogRange, log.organisation.text, log.kind.rawValue, "\(after)", "\(last)", "")
            var batching = EventBatching(columns, of: log, after: reached)
            try session.copyOut(columns.statement.sql) { row throws(StoreError) in
                try batching.add(row)
                guard batching.count == Self.batch else { return }
                guard put(batching.take()) else { throw .database(.cancelled) }
            }
            return batching.count == 0 || put(batching.take()) ? batching.last : nil
        }
    }

    private func readWhole(after: Position, to last: Position) async throws(StoreError) -> Position? {
        try await connections.read(log.organisation, handsOn: true) { (session) throws(StoreError) in
            var after = after
            while after < last {
                let read = try session.eventsAsFarAsReadable(of: log, after: after, to: last, limit: Self.batch)
                if let reached = read.events.last?.position {
                    guard put(EventBatch(events: .whole(read.events), last: reached)) else { return nil }
                    after = reached
                }
                if let missing = read.missing { throw .eventMissing(log, missing) }
                if let unreadable = read.unreadable { throw .unreadable(unreadable) }
                guard !read.events.isEmpty else { return after }
            }
            return after
        }
    }
}
