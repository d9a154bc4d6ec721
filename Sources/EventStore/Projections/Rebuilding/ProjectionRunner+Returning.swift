package import EventSourcing
import Postgres
import SchemaFiles

/// What going back found and did.
package struct RollbackReport: Sendable, Hashable {
    package let projection: String
    package let from: Int32
    package let to: Int32
    package let revision: Int
    package let position: Position
}

/// A generation that can be served again, as it was found.
package struct WayBack: Sendable {
    fileprivate let projection: any StoredProjection
    fileprivate let served: ServedPointer
    fileprivate let kept: Checkpoint
}

extension ProjectionRunner {
    private static let batch = 2_000

    /// The generation that was served before the last rebuild, brought forward to where the served one stands. Nothing that
    /// is shown changes by it, so that many are asked for before one is moved.
    ///
    /// - Throws: `nothingToReturnTo` when none is kept; `returnBehind` when it is behind and belongs to another release,
    ///   which alone can bring it forward.
    package func wayBack(
        _ projection: any StoredProjection, of organisation: OrganisationID
    ) async throws(StoreError) -> WayBack {
        let served = try await pointer(of: projection, organisation)
        let kept = try await generations(of: projection, organisation).last { $0.stage == .standing && !$0.isServed }
        guard let kept else { throw .nothingToReturnTo(projection: projection.name, organisation) }
        if kept.revision == projection.revision {
            while try await advance(projection, kept.generation, limit: Self.batch) == Self.batch {}
        } else {
            let needed = try await position(of: served.generation)
            guard kept.position >= needed else {
                throw .returnBehind(
                    projection: projection.name, at: kept.position, needed: needed, release: kept.programVersion)
            }
        }
        return WayBack(projection: projection, served: served, kept: kept)
    }

    /// Serves the kept generations of an organisation again: all of them, or none.
    ///
    /// - Throws: as ``wayBack(_:of:)``, where something has moved meanwhile.
    package func rollBack(
        _ ways: [WayBack], of organisation: OrganisationID
    ) async throws(StoreError) -> [RollbackReport] {
        try await connections.write(organisation, as: .projector) { (session) throws(StoreError) in
            var reports: [RollbackReport] = []
            for way in ways { reports.append(try session.rollBack(way)) }
            return reports
        }
    }

    /// One projection's.
    package func rollBack(
        _ projection: any StoredProjection, of organisation: OrganisationID
    ) async throws(StoreError) -> RollbackReport {
        let way = try await wayBack(projection, of: organisation)
        return try await connections.write(organisation, as: .projector) { (session) throws(StoreError) in
            try session.rollBack(way)
        }
    }
}

extension PostgresSession {
    private static let batch = 2_000

    /// Within the caller's transaction.
    fileprivate func rollBack(_ way: WayBack) throws(StoreError) -> RollbackReport {
        let (projection, served, kept) = (way.projection, way.served, way.kept)
        let inOrder = [served.generation, kept.generation].sorted { $0.number < $1.number }
        var positions: [ProjectionGeneration: Position] = [:]
        for generation in inOrder {
            guard let locked = try lockCheckpoint(generation), locked.stage == .standing else {
                throw .overtaken(projection: projection.name)
            }
            positions[generation] = locked.position
        }
        let needed = positions[served.generation] ?? .beginning
        var reached = positions[kept.generation] ?? .beginning
        while reached < needed {
            guard kept.revision == projection.revision,
                try advance(projection, kept.generation, limit: Self.batch, to: needed) > 0
            else {
                throw .returnBehind(
                    projection: projection.name, at: reached, needed: needed, release: kept.programVersion)
            }
            reached = try lock(kept.generation, for: projection)
        }
        let moved = try run(
            SchemaFiles.movePointer, kept.generation.organisation.text, projection.name, kept.generation.number,
            served.generation.number)
        guard moved.affectedRows == 1 else { throw .overtaken(projection: projection.name) }
        return RollbackReport(
            projection: projection.name, from: served.generation.number, to: kept.generation.number,
            revision: kept.revision, position: reached)
    }
}
