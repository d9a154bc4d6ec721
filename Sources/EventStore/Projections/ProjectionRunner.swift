package import EventSourcing
package import Logging
import Postgres
import SchemaFiles
import Synchronization

/// Moves projections forward: each batch of events, its rows and the checkpoint are one transaction, so every event is
/// applied exactly once, however many workers there are.
///
/// It follows the generations whose revision it contains, and touches no other: their rows mean something else.
package final class ProjectionRunner: Sendable {
    package let connections: StoreConnections
    package let projections: [any StoredProjection]
    let programVersion: String
    let logger: Logger
    let standstills = Standstills()
    let bulkFrom: Int64
    let claimLimits: ClaimLimits
    /// Whose builds are waited for, as it was logged.
    let awaited = Mutex<[OrganisationID: String]>([:])

    /// `programVersion` is written beside the generations that it makes. What holds nothing yet of a log of at least
    /// `bulkFrom` events is rebuilt instead of followed.
    package init(
        _ connections: StoreConnections, projections: [any StoredProjection], logger: Logger,
        programVersion: String = "unknown", bulkFrom: Int64 = 50_000, claimLimits: ClaimLimits = ClaimLimits()
    ) {
        self.connections = connections
        self.projections = projections
        self.logger = logger
        self.programVersion = programVersion
        self.bulkFrom = bulkFrom
        self.claimLimits = claimLimits
    }

    /// The generation that this program reads and follows; the first is made when there is none.
    ///
    /// - Throws: `notBuilt` or `buildFailed` when only generations of other revisions stand; `notStanding` when what is served may not be read.
    package func served(
        _ projection: any StoredProjection, of organisation: OrganisationID
    ) async throws(StoreError) -> ProjectionGeneration {
        try await connections.write(organisation, as: .projector) { [self] (session) throws(StoreError) in
            if let readable = try session.readableCheckpoint(
                of: projection.name, revision: projection.revision, organisation)
            {
                return readable.generation
            }
            let first = ProjectionGeneration(organisation: organisation, projection: projection.name, number: 1)
            try session.makeCheckpoint(
                first, revision: projection.revision, stage: .standing, programVersion: programVersion)
            try session.run(SchemaFiles.ensurePointer, organisation.text, projection.name, first.number)
            return first
        }
    }

    /// The projections of which this program contains a newer revision than the installation serves, and that nobody has
    /// built for it yet.
    package func raised(in organisation: OrganisationID) async throws(StoreError) -> [any StoredProjection] {
        let checkpoints = try await checkpoints(of: organisation)
        return projections.filter { projection in
            let own = checkpoints.filter { $0.generation.projection == projection.name }
            guard let served = own.first(where: \.isServed) else { return false }
            return served.revision < projection.revision
                && !own.contains { $0.revision == projection.revision && $0.stage == .standing }
        }
    }

    package func checkpoints(of organisation: OrganisationID) async throws(StoreError) -> [Checkpoint] {
        try await connections.read(organisation) { (session) throws(StoreError) in
            try session.checkpoints(of: organisation)
        }
    }

    /// Applies the next batch to one generation; returns how many events it had, 0 at the head.
    package func advance(
        _ projection: any StoredProjection, _ generation: ProjectionGeneration, limit: Int = 500,
        to last: Position = Position(.max)
    ) async throws(StoreError) -> Int {
        try await connections.write(generation.organisation, as: .projector) { (session) throws(StoreError) in
            try session.advance(projection, generation, limit: limit, to: last)
        }
    }
}

extension PostgresSession {
    /// One batch within the caller's transaction.
    func advance(
        _ projection: any StoredProjection, _ generation: ProjectionGeneration, limit: Int, to last: Position
    ) throws(StoreError) -> Int {
        let checkpoint = try lock(generation, for: projection)
        let events = try events(of: generation.log, after: checkpoint, to: last, limit: limit)
        return try apply(events[...], to: generation, at: checkpoint, of: projection)
    }

    /// Applies those of the events that another worker has not applied meanwhile, within the caller's transaction; gives
    /// their number.
    func applyRemaining(
        _ events: ArraySlice<RecordedEvent>, to generation: ProjectionGeneration, of projection: any StoredProjection
    ) throws(StoreError) -> Int {
        let checkpoint = try lock(generation, for: projection)
        let remaining = events.drop { $0.position <= checkpoint }
        // A gap would mean that the checkpoint is not where these events were read from: they are read anew.
        guard let first = remaining.first, first.position == checkpoint.next else { return 0 }
        return try apply(remaining, to: generation, at: checkpoint, of: projection)
    }

    /// Another worker that holds the row is waited for; then its checkpoint is where the batch begins.
    func lock(
        _ generation: ProjectionGeneration, for projection: any StoredProjection
    ) throws(StoreError) -> Position {
        guard let checkpoint = try lockCheckpoint(generation), checkpoint.stage != .leaving else {
            throw .overtaken(projection: generation.projection)
        }
        guard checkpoint.revision == projection.revision else {
            throw .notBuilt(
                projection: projection.name, revision: projection.revision, served: checkpoint.revision)
        }
        return checkpoint.position
    }

    private func apply(
        _ events: ArraySlice<RecordedEvent>, to generation: ProjectionGeneration, at checkpoint: Position,
        of projection: any StoredProjection
    ) throws(StoreError) -> Int {
        guard let reached = events.last?.position else { return 0 }
        try projection.apply(Array(events), to: generation, on: self)
        try advanceCheckpoint(generation, from: checkpoint, to: reached)
        return events.count
    }
}
