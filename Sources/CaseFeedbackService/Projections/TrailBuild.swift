import CaseFeedback
import EventSourcing
import EventStore
import Postgres
import SchemaFiles

/// The trail while a rebuild runs: it has no states, so its rows go to the table as they come, many at a time.
final class TrailBuild: GenerationBuild {
    private let generation: ProjectionGeneration
    private var reader: ListedEventReader
    private var events: [ListedEvent] = []
    private var written: Position
    private(set) var position: Position

    /// Rows a COPY and a transaction: a hundredth of a second's commit is spread over them.
    private static let rowsAtOnce = 20_000
    /// An event as it is held, with its actor.
    private static let rowBytes = 192

    init(_ generation: ProjectionGeneration, from position: Position) {
        self.generation = generation
        self.position = position
        reader = ListedEventReader(generation.log)
        written = position
        events.reserveCapacity(Self.rowsAtOnce + 1_024)
    }

    var heldBytes: Int { events.count * Self.rowBytes }
    var wantsWriting: Bool { events.count >= Self.rowsAtOnce }

    func fold(_ batch: EventBatch, on session: PostgresSession) throws(StoreError) {
        let (events, unreadable) = try reader.events(of: batch, after: position)
        for event in events {
            // An event that this program doesn't know has no sentence: the trail stops before it rather than skip it.
            guard Catalogue.event(event.type) != nil else { throw .unreadable(try unknown(event, on: session)) }
            self.events.append(event)
            position = event.position
        }
        if let unreadable { throw .unreadable(unreadable) }
    }

    func write(on session: PostgresSession) throws(StoreError) {
        let range = (after: written, to: position)
        try session.load(
            SchemaFiles.copyAuditTrailIn,
            count: { () throws(StoreError) in
                try session.run(
                    SchemaFiles.countAuditTrail, generation.organisation.text, generation.number, range.after.value,
                    range.to.value
                ).single(0, as: Int64.self) ?? 0
            }
        ) { writer throws(StoreError) in
            for event in events {
                try writer.add { fields in
                    fields.write(generation.organisation.text)
                    fields.write(generation.number)
                    fields.write(event.position.value)
                    fields.write(event.type.text)
                    fields.write(PostgresTimestamp(microsecondsSince1970: event.recordedAt.microsecondsSince1970))
                    fields.write(PostgresDate(daysSince1970: event.occurredOn.daysSince1970))
                    fields.write(event.recordedBy)
                    fields.write(event.performedBy)
                }
            }
        }
        events.removeAll(keepingCapacity: true)
        written = position
    }

    func release(downTo bytes: Int) {}
    func finish(on session: PostgresSession) {}

    /// The whole event, for saying what it is.
    private func unknown(
        _ event: ListedEvent, on session: PostgresSession
    ) throws(StoreError) -> UnreadableEvent {
        let found = try session.building(generation) { () throws(StoreError) in
            try session.events(
                of: generation.log, after: Position(event.position.value - 1), to: event.position, limit: 1)
        }
        guard let whole = found.first else { throw .corrupt("event \(generation.log)/\(event.position) is gone") }
        return UnreadableEvent(event: whole, reason: .unknownType)
    }
}
