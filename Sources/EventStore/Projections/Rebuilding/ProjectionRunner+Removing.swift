package import EventSourcing
import Postgres
import SchemaFiles

extension ProjectionRunner {
    /// Rows of each table a transaction: following, reading and cleaning up get their turns in between.
    private static let rowsAtOnce = 10_000

    /// Removes the generations of a projection that are not served: kept ones, and what builders that are gone left. One that
    /// somebody builds, and an unfinished one of this program's revision, stay.
    func clear(
        _ projection: any StoredProjection, of organisation: OrganisationID, only stages: Set<GenerationStage>? = nil,
        _ claims: GenerationClaims
    ) async throws(StoreError) {
        for found in try await generations(of: projection, organisation) where !found.isServed {
            if let stages, !stages.contains(found.stage) { continue }
            switch found.stage {
            case .folding, .comparing:
                guard found.revision != projection.revision else { continue }
                fallthrough
            case .scratch:
                guard try await claims.take(found.generation) else { continue }
                try await remove(projection, found.generation)
                try await claims.giveBack(found.generation)
            case .standing, .leaving:
                try await remove(projection, found.generation)
            }
        }
    }

    /// Removes what is kept for going back, without a rebuild; gives how many generations there were.
    package func removeKept(
        _ projection: any StoredProjection, of organisation: OrganisationID
    ) async throws(StoreError) -> Int {
        let before = try await generations(of: projection, organisation).count
        try await GenerationClaims.with(connections, limits: claimLimits, logger: logger) {
            [self] (claims) async throws(StoreError) in
            try await clear(projection, of: organisation, claims)
        }
        return before - (try await generations(of: projection, organisation).count)
    }

    /// Marks a generation, so that nobody follows or reads it any more, then removes its rows in batches.
    func remove(
        _ projection: any StoredProjection, _ generation: ProjectionGeneration
    ) async throws(StoreError) {
        let isThere = try await connections.write(generation.organisation, as: .projector) {
            (session) throws(StoreError) in
            // Behind the lock: it may have become the served one since it was looked at.
            guard let found = try session.lockCheckpoint(generation),
                try session.servedPointer(of: projection.name, generation.organisation)?.generation != generation
            else { return false }
            try session.setStage(.leaving, from: found.stage, of: generation)
            return true
        }
        guard isThere else { return }
        while try await removeRows(projection, generation) > 0 {}
        try await connections.write(generation.organisation, as: .projector) { (session) throws(StoreError) in
            _ = try session.run(
                SchemaFiles.deleteCheckpoints, generation.organisation.text, generation.number, generation.projection)
        }
    }

    private func removeRows(
        _ projection: any StoredProjection, _ generation: ProjectionGeneration
    ) async throws(StoreError) -> Int {
        try await connections.write(generation.organisation, as: .projector) { (session) throws(StoreError) in
            try projection.remove(generation, atMost: Self.rowsAtOnce, on: session)
        }
    }
}
