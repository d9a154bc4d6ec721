import CaseFeedback
package import EventSourcing
package import EventStore
package import Postgres
import SchemaFiles

/// The audit trail as narrow rows: what a reader filters by. The sentence is made from the event when it is read.
package struct AuditTrailTable: StoredProjection {
    package let name = "audit-trail"
    package let revision = 1
    package let reads = EventColumns.listed

    package init() {}

    package func apply(
        _ events: [RecordedEvent], to generation: ProjectionGeneration, on session: PostgresSession
    ) throws(StoreError) {
        // The trail stops before an event that it has no sentence for rather than skip it.
        for event in events {
            do throws(UnreadableEvent) { try requireReadable(event) } catch { throw .unreadable(error) }
        }
        try session.run(
            SchemaFiles.insertAuditTrail, generation.organisation.text, generation.number,
            events.map(\.position.value), events.map(\.type.text),
            events.map { PostgresTimestamp(microsecondsSince1970: $0.envelope.recordedAt.microsecondsSince1970) },
            events.map { PostgresDate(daysSince1970: $0.envelope.occurred.day.daysSince1970) },
            events.map(\.envelope.recordedBy), events.map(\.envelope.performedBy))
    }

    package func build(_ generation: ProjectionGeneration, from position: Position) -> any GenerationBuild {
        TrailBuild(generation, from: position)
    }

    package func remove(
        _ generation: ProjectionGeneration, atMost limit: Int, on session: PostgresSession
    ) throws(StoreError) -> Int {
        try session.run(
            SchemaFiles.deleteAuditTrail, generation.organisation.text, generation.number, Int64(limit)
        ).affectedRows
    }

    package func dump(_ generation: ProjectionGeneration, on session: PostgresSession) throws(StoreError) -> [String] {
        try session.column(SchemaFiles.dumpAuditTrail, generation.organisation.text, generation.number)
    }

    package func digest(
        of generation: ProjectionGeneration, on session: PostgresSession
    ) throws(StoreError) -> GenerationDigest {
        try session.digest(of: generation, [SchemaFiles.copyAuditTrailOut])
    }

    package func difference(
        of served: ProjectionGeneration, from folded: ProjectionGeneration, on session: PostgresSession
    ) throws(StoreError) -> GenerationDifference {
        try session.difference(
            of: served, from: folded,
            [RowComparison(SchemaFiles.compareAuditTrail, of: "audit_trail")])
    }
}
