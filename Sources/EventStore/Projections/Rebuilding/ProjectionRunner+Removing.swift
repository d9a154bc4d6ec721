package import EventSourcing
import Logging
import Postgres
import SchemaFiles

extension ProjectionRunner {
    /// Rows of each table a transaction: following, reading and cleaning up get their turns in between.
    private static let rowsAtOnce = 10_000

    /// Removes the generations of a projection that are not served: kept ones, and what builders that are gone left. One that
    /// somebody builds, an unfinished one of this program's revision, and one that this program reads stay.
    func clear(
        _ projection: any StoredProjection, of organisation: OrganisationID,
        only stages: Set<GenerationStage> = Set(GenerationStage.allCases), except kept: ProjectionGeneration? = nil,
        _ claims: GenerationClaims
    ) async throws(StoreError) {
        let read = try await read(of: projection, organisation)
        for found in try await generations(of: projection, organisation) where !found.isServed {
            guard stages.contains(found.stage), found.generation != kept, found.generation != read,
                !claims.has(found.generation)
            else { continue }
            switch found.stage {
            case .folding, .comparing:
                guard found.revision != projection.revision else { continue }
                fallthrough
            case .scratch:
                guard try await claims.take(found.generation) else { continue }
                try await remove(projection, found.generation, from: found.stage)
                try await claims.giveBack(found.generation)
            case .standing, .leaving:
                try await remove(projection, found.generation, from: found.stage)
            }
        }
    }

    /// Which generation this program reads, if there is one: beside the served one where that is another release's.
    private func read(
        of projection: any StoredProjection, _ organisation: OrganisationID
    ) async throws(StoreError) -> ProjectionGeneration? {
        do throws(StoreError) {
            return try await connections.read(organisation, as: .projector) { (session) throws(StoreError) in
                try session.readableCheckpoint(of: projection.name, revision: projection.revision, organisation)
            }?.generation
        } catch {
            guard error.isAboutGeneration else { throw error }
            return nil
        }
    }

    /// Removes what was kept before a generation took over, but for the one that it took over from. The switch stands whatever
    /// comes of it: what can't be removed is left to the next rebuild.
    func removeReplaced(by new: OpenGeneration, _ claims: GenerationClaims) async {
        do throws(StoreError) {
            try await clear(
                new.projection, of: new.generation.organisation, except: new.served.generation, claims)
        } catch {
            tellLeft(of: new.projection, because: error)
        }
    }

    /// Removes what this builder made and nobody is to see, also after its task was cancelled. Of a builder that was stopped
    /// for so long that its claims ended, the next one has removed it, and others may build under its number.
    func discard(_ made: [OpenGeneration], _ claims: GenerationClaims) async {
        // A task of its own is not cancelled with the builder's.
        await Task {
            guard await claims.areKept() else { return }
            for open in made {
                do throws(StoreError) { try await remove(open.projection, open.generation, from: open.stage) } catch {
                    tellLeft(of: open.projection, because: error)
                }
            }
        }.value
    }

    private func tellLeft(of projection: any StoredProjection, because error: StoreError) {
        logger.warning(
            "rows are left for the next rebuild to remove",
            metadata: ["projection": "\(projection.name)", "reason": "\(error)"])
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

    /// Marks a generation, so that nobody follows or reads it any more, then removes its rows in batches. One that is no longer
    /// in the stage in which it was looked at stays.
    func remove(
        _ projection: any StoredProjection, _ generation: ProjectionGeneration, from stage: GenerationStage
    ) async throws(StoreError) {
        let isThere = try await connections.write(generation.organisation, as: .projector) {
            (session) throws(StoreError) in
            // Behind the lock: it may have become the served one since it was looked at.
            guard let found = try session.lockCheckpoint(generation), found.stage == stage,
                try session.servedPointer(of: projection.name, generation.organisation)?.generation != generation
            else { return false }
            try session.setStage(.leaving, from: stage, of: generation)
            return true
        }
        guard isThere else { return }
        while try await removeSome(projection, generation) {}
    }

    /// Removes some rows, or the checkpoint where no row is left; gives whether there may be more.
    ///
    /// Behind the checkpoint: removers take turns, and none thinks that nothing is left because another is at it. One that
    /// was stopped meanwhile touches nothing of another generation that has the number by now.
    private func removeSome(
        _ projection: any StoredProjection, _ generation: ProjectionGeneration
    ) async throws(StoreError) -> Bool {
        try await connections.write(generation.organisation, as: .projector) { (session) throws(StoreError) in
            guard try session.lockCheckpoint(generation)?.stage == .leaving else { return false }
            guard try projection.remove(generation, atMost: Self.rowsAtOnce, on: session) == 0 else { return true }
            _ = try session.run(
                SchemaFiles.deleteCheckpoints, generation.organisation.text, generation.number, generation.projection)
            return false
        }
    }
}
