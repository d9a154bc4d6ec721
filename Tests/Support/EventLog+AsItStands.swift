package import EventSourcing
package import EventStore

extension EventLog {
    /// The events of a log as they stand, in order, also where some are missing: to judge it by.
    package func asItStands(
        _ log: LogID, after position: Position = .beginning
    ) async throws(StoreError) -> [RecordedEvent] {
        let events = Shared<[RecordedEvent]>([])
        try await scan(LogSelection(log, after: position)) { (event) throws(StoreError) in
            events.update { $0.append(event) }
        }
        return events.value
    }
}
