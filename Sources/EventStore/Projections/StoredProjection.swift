import Crypto
package import EventSourcing
package import Postgres

/// A projection as the store keeps it: a fold whose states and rows are tables, without its types.
package protocol StoredProjection: Sendable {
    /// Stable: part of the checkpoint's key.
    var name: String { get }
    /// The revision of fold and rows that this program writes.
    var revision: Int { get }
    /// What a rebuild reads of the events for it.
    var reads: EventColumns { get }
    /// Folds events, which follow on each other and on the checkpoint, into states and rows: within the transaction that
    /// advances the checkpoint.
    func apply(
        _ events: [RecordedEvent], to generation: ProjectionGeneration, on session: PostgresSession
    ) throws(StoreError)
    /// How a rebuild folds many events into a generation that nobody reads yet and that stands at a position.
    func build(_ generation: ProjectionGeneration, from position: Position) -> any GenerationBuild
    /// Removes rows of a generation, at most so many of each table; gives how many it removed.
    func remove(
        _ generation: ProjectionGeneration, atMost limit: Int, on session: PostgresSession
    ) throws(StoreError) -> Int
    /// Every row of a generation without its number, ordered by key, all at once: for generations of which that is known to fit.
    func dump(_ generation: ProjectionGeneration, on session: PostgresSession) throws(StoreError) -> [String]
    /// SHA-256 over every row of a generation without its number, ordered by key: what two generations are compared by.
    func digest(of generation: ProjectionGeneration, on session: PostgresSession) throws(StoreError)
        -> GenerationDigest
    /// In what the rows of a served generation are not those of a folded one, however many they are: what is told where
    /// their digests are not equal.
    func difference(
        of served: ProjectionGeneration, from folded: ProjectionGeneration, on session: PostgresSession
    ) throws(StoreError) -> GenerationDifference
}

extension StoredProjection {
    package var reads: EventColumns { .whole }

    package func build(_ generation: ProjectionGeneration, from position: Position) -> any GenerationBuild {
        AppliedBuild(self, generation, from: position)
    }

    package func digest(
        of generation: ProjectionGeneration, on session: PostgresSession
    ) throws(StoreError) -> GenerationDigest {
        var hash = SHA256()
        let lines = try dump(generation, on: session)
        for line in lines { hash.update(data: Array("\(line)\n".utf8)) }
        return GenerationDigest(sha256: Array(hash.finalize()), rows: lines.count)
    }
}

/// What a generation's rows come to.
package struct GenerationDigest: Hashable, Sendable {
    package let sha256: [UInt8]
    package let rows: Int

    package init(sha256: [UInt8], rows: Int) {
        self.sha256 = sha256
        self.rows = rows
    }
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
