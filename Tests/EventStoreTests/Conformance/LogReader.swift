import EventSourcing
import EventStore
import TestSupport

/// Reads a log as every reader of ours does: what stands after the position that it came to.
struct LogReader {
    let log: LogID
    private(set) var read: [Int64] = []

    init(_ log: LogID = OrganisationID.gothenburg.cases) { self.log = log }

    /// Reads what has come since.
    mutating func goOn(in eventLog: EventLog) async throws {
        let last = Position(read.last ?? 0)
        read += try await eventLog.events(of: log, after: last, limit: 1_000).map(\.position.value)
    }
}

extension EventLog {
    /// A whole log, as the rules judge it.
    func stored(_ log: LogID = OrganisationID.gothenburg.cases) async throws -> [StoredEvent] {
        try await asItStands(log).map(StoredEvent.init)
    }
}
