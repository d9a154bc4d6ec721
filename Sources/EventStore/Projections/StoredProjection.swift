package import EventSourcing
package import Postgres

/// A projection as the store keeps it: a fold whose states and rows are tables, without its types.
package protocol StoredProjection: Sendable {
    /// Stable: part of the checkpoint's key.
    var name: String { get }
    /// The revision of fold and rows that this program writes.
    var revision: Int { get }
    /// Folds events, which follow on each other and on the checkpoint, into states and rows: within the transaction that
    /// advances the checkpoint.
    func apply(
        _ events: [RecordedEvent], to generation: ProjectionGeneration, on session: PostgresSession
    ) throws(StoreError)
    /// Removes all rows of a generation.
    func remove(_ generation: ProjectionGeneration, on session: PostgresSession) throws(StoreError)
    /// Every row of a generation without its number, ordered by key: what two generations are compared by.
    func dump(_ generation: ProjectionGeneration, on session: PostgresSession) throws(StoreError) -> [String]
}

/// One written-out copy of a projection for one organisation.
package struct ProjectionGeneration: Hashable, Sendable {
    package let organisation: OrganisationID
    package let projection: String
    package let number: Int32

    package init(organisation: OrganisationID, projection: String, number: Int32) {
        self.organisation = organisation
        self.projection = projection
        self.number = number
    }

    /// The log that it folds.
    package var log: LogID { LogID(organisation: organisation, kind: .cases) }
}

extension ProjectionGeneration: CustomStringConvertible {
    /// `1480 annual-wheel 2`
    package var description: String { "\(organisation) \(projection) \(number)" }
}
