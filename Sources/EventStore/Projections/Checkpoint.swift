package import EventSourcing
package import Postgres
import SchemaFiles

/// How far the life of a generation has come; `m0003_projections.sql` says what each means.
package enum GenerationStage: String, Sendable, CaseIterable {
    case standing, folding, comparing, scratch, leaving
}

/// Where a generation has come to.
package struct Checkpoint: Hashable, Sendable {
    package let generation: ProjectionGeneration
    package let revision: Int
    package let position: Position
    package let stage: GenerationStage
    /// The release that made it.
    package let programVersion: String
    /// Why it stands still, and before which event, in English; nothing while it moves.
    package let failure: String?
    package let isServed: Bool
}

/// The generation that the installation serves.
package struct ServedPointer: Hashable, Sendable {
    package let generation: ProjectionGeneration
    package let revision: Int
    /// `standing`, unless something went wrong.
    package let stage: GenerationStage
}

/// A checkpoint whose row this transaction holds.
struct LockedCheckpoint {
    let position: Position
    let revision: Int
    let stage: GenerationStage
}

/// Statements on checkpoints, within the caller's transaction.
extension PostgresSession {
    func lockCheckpoint(_ generation: ProjectionGeneration) throws(StoreError) -> LockedCheckpoint? {
        let result = try run(
            SchemaFiles.lockCheckpoint, generation.organisation.text, generation.number, generation.projection,
            generation.log.kind.rawValue)
        guard let row = result.first else { return nil }
        return try decoding { () throws(PostgresError) in
            LockedCheckpoint(
                position: Position(try row.decode(0, as: Int64.self)), revision: Int(try row.decode(1, as: Int32.self)),
                stage: try GenerationStage(stored: try row.decode(2, as: String.self)))
        }
    }

    /// Compared and set: nothing of the transaction stands when another was faster.
    func advanceCheckpoint(
        _ generation: ProjectionGeneration, from checkpoint: Position, to reached: Position
    ) throws(StoreError) {
        let moved = try run(
            SchemaFiles.advanceCheckpoint, generation.organisation.text, generation.number, generation.projection,
            generation.log.kind.rawValue, checkpoint.value, reached.value)
        guard moved.affectedRows == 1 else { throw .overtaken(projection: generation.projection) }
    }

    /// Whether it was made: another may have the number.
    @discardableResult
    func makeCheckpoint(
        _ generation: ProjectionGeneration, revision: Int, stage: GenerationStage, programVersion: String
    ) throws(StoreError) -> Bool {
        try run(
            SchemaFiles.ensureCheckpoint, generation.organisation.text, generation.number, generation.projection,
            generation.log.kind.rawValue, Int32(revision), stage.rawValue, programVersion
        ).affectedRows == 1
    }

    /// Compared and set, as the checkpoint is: of two builders that hold a generation for theirs one brings it on.
    func setStage(
        _ stage: GenerationStage, from found: GenerationStage, of generation: ProjectionGeneration
    ) throws(StoreError) {
        let moved = try run(
            SchemaFiles.setStage, generation.organisation.text, generation.number, generation.projection,
            generation.log.kind.rawValue, found.rawValue, stage.rawValue)
        guard moved.affectedRows == 1 else {
            throw .claimLost(projection: generation.projection, generation.organisation)
        }
    }

    /// What the installation serves; nothing before the first generation is made.
    package func servedPointer(
        of projection: String, _ organisation: OrganisationID
    ) throws(StoreError) -> ServedPointer? {
        let result = try run(SchemaFiles.readPointer, organisation.text, projection, LogKind.cases.rawValue)
        guard let row = result.first else { return nil }
        return try decoding { () throws(PostgresError) in
            ServedPointer(
                generation: ProjectionGeneration(
                    organisation: organisation, projection: projection, number: try row.decode(0, as: Int32.self)),
                revision: Int(try row.decode(1, as: Int32.self)),
                stage: try GenerationStage(stored: try row.decode(2, as: String.self)))
        }
    }

    /// What a program with this revision reads, and where it stands; nothing while there is no generation at all.
    ///
    /// - Throws: `notBuilt` when only generations of other revisions stand: their rows mean something else; `buildFailed` when
    ///   one of this revision was begun, and why it came to no end is known; `notStanding` when what is served is of this
    ///   revision and may not be read.
    package func readableCheckpoint(
        of projection: String, revision: Int, _ organisation: OrganisationID
    ) throws(StoreError) -> ReadableCheckpoint? {
        let result = try run(
            SchemaFiles.readServedCheckpoint, organisation.text, projection, LogKind.cases.rawValue, Int32(revision))
        guard let row = result.first else {
            guard let pointer = try servedPointer(of: projection, organisation) else { return nil }
            guard pointer.revision != revision else {
                // It was made between the two looks.
                if pointer.stage == .standing {
                    return try readableCheckpoint(of: projection, revision: revision, organisation)
                }
                throw .notStanding(projection: projection, stage: pointer.stage.rawValue)
            }
            let begun = try checkpoints(of: organisation).last {
                $0.generation.projection == projection && $0.revision == revision && $0.failure != nil
            }
            if let reason = begun?.failure { throw .buildFailed(projection: projection, reason: reason) }
            throw .notBuilt(projection: projection, revision: revision, served: pointer.revision)
        }
        return try decoding { () throws(PostgresError) in
            ReadableCheckpoint(
                generation: ProjectionGeneration(
                    organisation: organisation, projection: projection, number: try row.decode(0, as: Int32.self)),
                position: Position(try row.decode(1, as: Int64.self)), failure: try row.decode(2, as: String?.self))
        }
    }

    /// Notes beside a checkpoint why nothing moves it, where `status` and questions find it. False where that is no news: it is
    /// noted already, or the checkpoint has moved meanwhile.
    @discardableResult
    func noteFailure(
        of generation: ProjectionGeneration, at position: Position, because reason: String
    ) throws(StoreError) -> Bool {
        let result = try run(
            SchemaFiles.recordFailure, generation.organisation.text, generation.number, generation.projection,
            generation.log.kind.rawValue, position.value, reason)
        return result.affectedRows > 0
    }

    func checkpoints(of organisation: OrganisationID) throws(StoreError) -> [Checkpoint] {
        let result = try run(SchemaFiles.readCheckpoints, organisation.text)
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
                        stage: try GenerationStage(stored: try row.decode(5, as: String.self)),
                        programVersion: try row.decode(6, as: String.self),
                        failure: try row.decode(7, as: String?.self), isServed: try row.decode(8, as: Bool.self)))
            }
            return checkpoints
        }
    }
}

/// The generation that a program reads, and where it stands.
package struct ReadableCheckpoint: Hashable, Sendable {
    package let generation: ProjectionGeneration
    package let position: Position
    /// Why it stands still, in English; nothing while it moves.
    package let failure: String?
}

extension GenerationStage {
    fileprivate init(stored text: String) throws(PostgresError) {
        guard let stage = Self(rawValue: text) else {
            throw .protocolViolation("a generation is in an unknown stage")
        }
        self = stage
    }
}
