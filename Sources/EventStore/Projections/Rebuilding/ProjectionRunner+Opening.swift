import EventSourcing
import Postgres
import SchemaFiles

/// A generation that this builder has claimed.
struct OpenGeneration: Sendable {
    let projection: any StoredProjection
    let generation: ProjectionGeneration
    let position: Position
    let stage: GenerationStage
    /// What the installation serves meanwhile.
    let served: ServedPointer
}

extension ProjectionRunner {
    /// The generations to build, all claimed. What other rebuilds threw away is removed; nothing else is, before there is
    /// something better.
    ///
    /// - Throws: `beingBuilt` when somebody else is at one of them; then nothing has changed.
    func open(
        _ projections: [any StoredProjection], of organisation: OrganisationID, for stage: GenerationStage,
        _ claims: GenerationClaims
    ) async throws(StoreError) -> [OpenGeneration] {
        var opened: [OpenGeneration] = []
        do throws(StoreError) {
            for projection in projections {
                opened.append(try await open(projection, of: organisation, for: stage, claims))
            }
            for projection in projections {
                try await clear(projection, of: organisation, only: [.scratch, .leaving], claims)
            }
            return opened
        } catch {
            // What holds nothing is of use to nobody.
            await discard(opened.filter { $0.position == .beginning }, claims)
            throw error
        }
    }

    /// An unfinished one of this revision whose builder is gone, else a new one.
    private func open(
        _ projection: any StoredProjection, of organisation: OrganisationID, for stage: GenerationStage,
        _ claims: GenerationClaims
    ) async throws(StoreError) -> OpenGeneration {
        let served = try await pointer(of: projection, organisation)
        if stage == .folding {
            if let unfinished = try await unfinished(projection, of: organisation) {
                guard try await claims.take(unfinished.generation) else {
                    throw await beingBuilt(unfinished.generation)
                }
                guard try await canBeMoved(unfinished.generation) else {
                    return try await makeGeneration(of: projection, beside: served, stage, claims)
                }
                // It was finished between the look and the claim, or is gone on with from where it stands now.
                let found = try await generations(of: projection, organisation).first {
                    $0.generation == unfinished.generation
                }
                guard let found, found.stage == .folding || found.stage == .comparing else {
                    throw await beingBuilt(unfinished.generation)
                }
                return OpenGeneration(
                    projection: projection, generation: found.generation, position: found.position, stage: found.stage,
                    served: served)
            }
        }
        return try await makeGeneration(of: projection, beside: served, stage, claims)
    }

    /// Whether nobody holds its checkpoint: a builder that was stopped in the middle of a COPY holds it for as long as it is
    /// stopped, since the server waits for it.
    private func canBeMoved(_ generation: ProjectionGeneration) async throws(StoreError) -> Bool {
        do throws(StoreError) {
            return try await connections.write(generation.organisation, as: .projector) {
                (session) throws(StoreError) in
                _ = try session.lockCheckpoint(generation)
                return true
            }
        } catch {
            guard case .database(.server(let refusal)) = error, refusal.sqlState == .lockNotAvailable else {
                throw error
            }
            return false
        }
    }

    func unfinished(
        _ projection: any StoredProjection, of organisation: OrganisationID
    ) async throws(StoreError) -> Checkpoint? {
        try await generations(of: projection, organisation).last {
            !$0.isServed && $0.revision == projection.revision && ($0.stage == .folding || $0.stage == .comparing)
        }
    }

    /// The next number that no generation has. Two that come at once for the same thing meet here: one gets it.
    private func makeGeneration(
        of projection: any StoredProjection, beside served: ServedPointer, _ stage: GenerationStage,
        _ claims: GenerationClaims
    ) async throws(StoreError) -> OpenGeneration {
        let organisation = served.generation.organisation
        var number = try await generations(of: projection, organisation).map(\.generation.number).max() ?? 0
        while true {
            number += 1
            let new = ProjectionGeneration(organisation: organisation, projection: projection.name, number: number)
            // Claimed first: nobody finds it without its builder.
            guard try await claims.take(new) else {
                if stage == .scratch { continue }
                throw await beingBuilt(new)
            }
            let isMade = try await connections.write(organisation, as: .projector) {
                [self] (session) throws(StoreError) in
                try session.makeCheckpoint(
                    new, revision: projection.revision, stage: stage, programVersion: programVersion)
            }
            if isMade {
                return OpenGeneration(
                    projection: projection, generation: new, position: .beginning, stage: stage, served: served)
            }
            try await claims.giveBack(new)
        }
    }

    /// Names the builder, as far as the server tells.
    private func beingBuilt(_ generation: ProjectionGeneration) async -> StoreError {
        let holder = try? await connections.read(generation.organisation, as: .projector) {
            (session) throws(StoreError) in
            try session.claimHolder(of: generation)
        }
        return .beingBuilt(projection: generation.projection, generation.organisation, by: holder)
    }

    /// What the installation serves, of whatever revision; the first is made when there is none.
    func pointer(
        of projection: any StoredProjection, _ organisation: OrganisationID
    ) async throws(StoreError) -> ServedPointer {
        let found = try await connections.read(organisation, as: .projector) { (session) throws(StoreError) in
            try session.servedPointer(of: projection.name, organisation)
        }
        if let found { return found }
        return ServedPointer(
            generation: try await served(projection, of: organisation), revision: projection.revision, stage: .standing)
    }

    func generations(
        of projection: any StoredProjection, _ organisation: OrganisationID
    ) async throws(StoreError) -> [Checkpoint] {
        try await checkpoints(of: organisation).filter { $0.generation.projection == projection.name }
    }
}
