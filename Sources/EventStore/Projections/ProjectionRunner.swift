package import EventSourcing
package import Logging
import Postgres
import SchemaFiles

/// Moves projections forward: each batch of events, its rows and the checkpoint are one transaction, so every event is
/// applied exactly once, however many workers there are.
package final class ProjectionRunner: Sendable {
    package let connections: StoreConnections
    package let projections: [any StoredProjection]
    private let logger: Logger

    /// Events a transaction: large enough to spread its cost, small enough that a reader is never far behind.
    private static let batch = 500

    package init(_ connections: StoreConnections, projections: [any StoredProjection], logger: Logger) {
        self.connections = connections
        self.projections = projections
        self.logger = logger
    }

    /// Brings every projection of an organisation to the head. One that fails stops alone, before the event that it failed
    /// on and with the reason beside its checkpoint; the first failure is returned after the others are done. What is
    /// thrown is about the database, not about one projection.
    @discardableResult
    package func catchUp(_ organisation: OrganisationID) async throws(StoreError) -> StoreError? {
        var failure: StoreError?
        for projection in projections {
            if let stopped = try await catchUp(projection, of: organisation) { failure = failure ?? stopped }
        }
        return failure
    }

    private func catchUp(
        _ projection: any StoredProjection, of organisation: OrganisationID
    ) async throws(StoreError) -> StoreError? {
        while true {
            let generation = try await served(projection, of: organisation)
            do throws(StoreError) {
                // A batch that was not full came to the head. Waiting for an empty one would let a busy log starve the rest.
                while try await advance(projection, generation) == Self.batch {}
                return nil
            } catch {
                if case .overtaken = error, try await served(projection, of: organisation) != generation {
                    // A rebuild moved the pointer meanwhile.
                    continue
                }
                guard error.isOfOneProjection else { throw error }
                try await stop(projection, generation, because: error)
                return error
            }
        }
    }

    private func stop(
        _ projection: any StoredProjection, _ generation: ProjectionGeneration, because error: StoreError
    ) async throws(StoreError) {
        if case .unreadable(let event) = error {
            // What its batch holds before the event is applied: nobody waits longer than for the event itself.
            let last = Position(event.position.value - 1)
            while try await advance(projection, generation, to: last) > 0 {}
        }
        logger.error("projection stands still", metadata: ["projection": "\(projection.name)", "reason": "\(error)"])
        try await record(error, stopping: generation)
    }

    /// Applies the next batch; returns how many events it had, 0 at the head.
    package func advance(
        _ projection: any StoredProjection, _ generation: ProjectionGeneration, limit: Int = batch,
        to last: Position = Position(.max)
    ) async throws(StoreError) -> Int {
        try await connections.write(generation.organisation, as: .projector) { (session) throws(StoreError) in
            try session.advance(projection, generation, limit: limit, to: last)
        }
    }

    /// The generation that is read; the first is made when there is none.
    package func served(
        _ projection: any StoredProjection, of organisation: OrganisationID
    ) async throws(StoreError) -> ProjectionGeneration {
        try await connections.write(organisation, as: .projector) { (session) throws(StoreError) in
            if let number = try session.servedGeneration(of: projection.name, organisation) {
                return ProjectionGeneration(organisation: organisation, projection: projection.name, number: number)
            }
            let first = ProjectionGeneration(organisation: organisation, projection: projection.name, number: 1)
            try session.makeCheckpoint(first, revision: projection.revision)
            try session.run(SchemaFiles.ensurePointer, organisation.text, projection.name, first.number)
            return first
        }
    }

    package func checkpoints(of organisation: OrganisationID) async throws(StoreError) -> [Checkpoint] {
        try await connections.read(organisation) { (session) throws(StoreError) in
            let result = try session.run(SchemaFiles.readCheckpoints, organisation.text)
            return try decoding { () throws(PostgresError) in
                var checkpoints: [Checkpoint] = []
                for row in result.rows {
                    checkpoints.append(
                        Checkpoint(
                            generation: ProjectionGeneration(
                                organisation: organisation, projection: try row.decode(0, as: String.self),
                                number: try row.decode(2, as: Int32.self)),
                            revision: Int(try row.decode(3, as: Int32.self)),
                            position: Position(try row.decode(4, as: Int64.self)),
                            failure: try row.decode(5, as: String?.self), isServed: try row.decode(6, as: Bool.self)))
                }
                return checkpoints
            }
        }
    }

    private func record(_ error: StoreError, stopping generation: ProjectionGeneration) async throws(StoreError) {
        try await connections.write(generation.organisation, as: .projector) { (session) throws(StoreError) in
            guard let checkpoint = try session.lockCheckpoint(generation) else { return }
            try session.run(
                SchemaFiles.recordFailure, generation.organisation.text, generation.number, generation.projection,
                LogKind.cases.rawValue, checkpoint.value, error.description)
        }
    }
}

extension PostgresSession {
    /// One batch within the caller's transaction.
    func advance(
        _ projection: any StoredProjection, _ generation: ProjectionGeneration, limit: Int, to last: Position
    ) throws(StoreError) -> Int {
        // Another worker that holds the row is waited for; then its checkpoint is where this batch begins.
        guard let checkpoint = try lockCheckpoint(generation) else {
            throw .overtaken(projection: generation.projection)
        }
        let events = try events(of: generation.log, after: checkpoint, to: last, limit: limit)
        guard let reached = events.last?.position else { return 0 }
        try projection.apply(events, to: generation, on: self)
        let moved = try run(
            SchemaFiles.advanceCheckpoint, generation.organisation.text, generation.number, generation.projection,
            LogKind.cases.rawValue, checkpoint.value, reached.value)
        guard moved.affectedRows == 1 else { throw .overtaken(projection: generation.projection) }
        return events.count
    }

    func lockCheckpoint(_ generation: ProjectionGeneration) throws(StoreError) -> Position? {
        let result = try run(
            SchemaFiles.lockCheckpoint, generation.organisation.text, generation.number, generation.projection,
            LogKind.cases.rawValue)
        return try result.single(0, as: Int64.self).map(Position.init)
    }

    /// Whether it was made: another may have the number.
    @discardableResult
    func makeCheckpoint(_ generation: ProjectionGeneration, revision: Int) throws(StoreError) -> Bool {
        try run(
            SchemaFiles.ensureCheckpoint, generation.organisation.text, generation.number, generation.projection,
            LogKind.cases.rawValue, Int32(revision)
        ).affectedRows == 1
    }

    package func servedGeneration(
        of projection: String, _ organisation: OrganisationID
    ) throws(StoreError) -> Int32? {
        try run(SchemaFiles.readPointer, organisation.text, projection).single(0, as: Int32.self)
    }
}
