import EventSourcing
import EventStore
import Postgres
import TestSupport

/// Follows one log by its positions, as a feed's reader does, and notes all that it is given.
struct FaultReader: Sendable {
    let name: String
    let log: LogID
    let process: EventLog
    let history: Shared<FaultHistory>
    let watch: StandstillWatch
    /// A reader that is broken on purpose: it goes by the time-ordered ids of events, which are made before the lock.
    var database: TestDatabase?

    private var reading: FaultHistory.Reading { FaultHistory.Reading(reader: name, log: log) }

    /// Reads until it was told to stop and has come to the end.
    func run(until isDone: Shared<Bool>) async {
        var last = Position.beginning
        var lastID = UUIDValue(high: 0, low: 0)
        while true {
            let isLast = isDone.value
            do {
                let events =
                    if let database {
                        try await Self.events(of: log, afterID: lastID, in: database)
                    } else {
                        try await process.events(of: log, after: last, limit: 200)
                    }
                guard let end = events.last else {
                    if isLast { return }
                    try? await Task.sleep(for: .milliseconds(20))
                    continue
                }
                history.update { [reading] in $0.read[reading, default: []] += events.map(\.position.value) }
                last = end.position
                lastID = end.envelope.eventID
                watch.progressed(reading, to: last.value)
            } catch {
                try? await Task.sleep(for: .milliseconds(20))
            }
        }
    }

    private static func events(
        of log: LogID, afterID last: UUIDValue, in database: TestDatabase
    ) async throws -> [RecordedEvent] {
        let positions = try await database.asSuperuser { session in
            try session.query(
                """
                SELECT position FROM casefeedback.events
                WHERE organisation = $1 AND log = $2 AND event_id > $3::text::uuid ORDER BY event_id LIMIT 200
                """, log.organisation.text, log.kind.rawValue, last.description
            ).rows.map { try $0.decode(0, as: Int64.self) }
        }
        let events = try await database.log.events(of: log, at: positions.map(Position.init))
        return events.sorted { $0.envelope.eventID < $1.envelope.eventID }
    }
}
