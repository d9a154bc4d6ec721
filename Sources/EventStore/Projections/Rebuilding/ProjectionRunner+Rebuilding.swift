package import EventSourcing
import Postgres
import SchemaFiles

extension ProjectionRunner {
    /// Folds the whole log into new generations beside the served ones, from one scan, compares each pair where both stand,
    /// and moves the pointers. Readers and writers go on meanwhile. What another rebuild left unfinished is gone on with.
    ///
    /// - Throws: `beingBuilt` before anything is done when somebody else is at it. What is folded when its task is cancelled is
    ///   written first.
    package func rebuild(
        _ projections: [any StoredProjection], of organisation: OrganisationID,
        settings: RebuildSettings = RebuildSettings()
    ) async throws(StoreError) -> [RebuildOutcome] {
        try await GenerationClaims.with(connections, logger: logger) { (claims) throws(StoreError) in
            var opened: [OpenGeneration] = []
            for projection in projections {
                opened.append(try await open(projection, of: organisation, for: .folding, claims))
            }
            let folded = try await fold(opened, of: organisation, to: nil, settings)
            var outcomes: [RebuildOutcome] = []
            for generation in folded {
                let outcome = await outcome(of: generation) { (folded) async throws(StoreError) in
                    try await takeOver(folded)
                }
                if case .failure(.unreadable(let event)) = outcome.result {
                    try await standBefore(event, generation.open)
                }
                outcomes.append(outcome)
            }
            return outcomes
        }
    }

    /// One projection, whose failure is thrown.
    package func rebuild(
        _ projection: any StoredProjection, of organisation: OrganisationID,
        settings: RebuildSettings = RebuildSettings()
    ) async throws(StoreError) -> RebuildReport {
        let outcomes = try await rebuild([projection], of: organisation, settings: settings)
        guard let only = outcomes.first else { throw .overtaken(projection: projection.name) }
        return try only.result.get()
    }

    /// Folds the log beside what is served, compares the two where what is served stands, and throws the new one away.
    package func compare(
        _ projections: [any StoredProjection], of organisation: OrganisationID,
        settings: RebuildSettings = RebuildSettings()
    ) async throws(StoreError) -> [RebuildOutcome] {
        try await GenerationClaims.with(connections, logger: logger) { (claims) throws(StoreError) in
            var opened: [OpenGeneration] = []
            for projection in projections {
                opened.append(try await open(projection, of: organisation, for: .scratch, claims))
            }
            let outcome: Result<[RebuildOutcome], StoreError>
            do throws(StoreError) {
                // All are folded up to where the one furthest behind is served; each goes on to its own place from there.
                var nearest = Position(.max)
                for generation in opened {
                    nearest = min(nearest, try await position(of: generation.served.generation))
                }
                let folded = try await fold(opened, of: organisation, to: nearest, settings)
                var outcomes: [RebuildOutcome] = []
                for generation in folded {
                    outcomes.append(
                        await self.outcome(of: generation) { (folded) async throws(StoreError) in
                            try await compared(folded)
                        })
                }
                outcome = .success(outcomes)
            } catch {
                outcome = .failure(error)
            }
            for generation in opened { try await remove(generation.projection, generation.generation) }
            return try outcome.get()
        }
    }

    private func outcome(
        of folded: FoldedGeneration,
        _ body: (FoldedGeneration) async throws(StoreError) -> RebuildReport
    ) async -> RebuildOutcome {
        let name = folded.open.projection.name
        if let failure = folded.failure { return RebuildOutcome(projection: name, result: .failure(failure)) }
        do throws(StoreError) {
            return RebuildOutcome(projection: name, result: .success(try await body(folded)))
        } catch {
            return RebuildOutcome(projection: name, result: .failure(error))
        }
    }

    /// The rows that this program reads, and where they stand.
    package func servedDump(
        _ projection: any StoredProjection, of organisation: OrganisationID
    ) async throws(StoreError) -> (lines: [String], position: Position) {
        let generation = try await served(projection, of: organisation)
        return try await connections.write(organisation, as: .projector) { (session) throws(StoreError) in
            let position = try session.lockCheckpoint(generation)?.position ?? .beginning
            return (try projection.dump(generation, on: session), position)
        }
    }

    /// The rows as they were at a position, folded beside what is served.
    package func dump(
        _ projection: any StoredProjection, of organisation: OrganisationID, at last: Position
    ) async throws(StoreError) -> [String] {
        try await GenerationClaims.with(connections, logger: logger) { (claims) throws(StoreError) in
            let scratch = try await open(projection, of: organisation, for: .scratch, claims)
            let folded = try await fold([scratch], of: organisation, to: last, RebuildSettings())
            if let failure = folded.first?.failure { throw failure }
            let lines = try await connections.read(organisation, as: .projector) { (session) throws(StoreError) in
                try projection.dump(scratch.generation, on: session)
            }
            try await remove(projection, scratch.generation)
            return lines
        }
    }
}
