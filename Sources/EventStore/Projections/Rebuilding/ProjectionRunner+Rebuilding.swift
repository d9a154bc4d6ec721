package import EventSourcing
import Postgres
import SchemaFiles

extension ProjectionRunner {
    /// Folds the whole log into new generations beside the served ones, from one scan, compares each pair where both stand,
    /// and moves the pointers. Readers and writers go on meanwhile. What another rebuild left unfinished is gone on with. What
    /// was kept before is removed behind the switch; what was served until then is kept.
    ///
    /// - Throws: `beingBuilt` before anything is done when somebody else is at it. What is folded when its task is cancelled is
    ///   written first.
    package func rebuild(
        _ projections: [any StoredProjection], of organisation: OrganisationID,
        settings: RebuildSettings = RebuildSettings()
    ) async throws(StoreError) -> [RebuildOutcome] {
        try await GenerationClaims.with(connections, limits: claimLimits, logger: logger) {
            [self] (claims) async throws(StoreError) in
            settings.begins(.clearing)
            let opened = try await open(projections, of: organisation, for: .folding, claims)
            settings.begins(.folding)
            let folded = try await fold(opened, of: organisation, to: nil, settings)
            settings.begins(.comparing)
            var outcomes: [RebuildOutcome] = []
            for generation in folded {
                let outcome = await outcome(of: generation, claims) { (folded) async throws(StoreError) in
                    try await takeOver(folded)
                }
                if case .failure(.unreadable(let event)) = outcome.result {
                    try await standBefore(event, generation.open)
                }
                outcomes.append(outcome)
            }
            settings.begins(.clearing)
            for (generation, outcome) in zip(folded, outcomes) {
                guard case .success = outcome.result else { continue }
                await removeReplaced(by: generation.open, claims)
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
        try await GenerationClaims.with(connections, limits: claimLimits, logger: logger) {
            [self] (claims) async throws(StoreError) in
            settings.begins(.clearing)
            let opened = try await open(projections, of: organisation, for: .scratch, claims)
            settings.begins(.folding)
            let outcome: Result<[RebuildOutcome], StoreError>
            do throws(StoreError) {
                // All are folded up to where the one furthest behind is served; each goes on to its own place from there.
                var nearest = Position(.max)
                for generation in opened {
                    nearest = min(nearest, try await position(of: generation.served.generation))
                }
                let folded = try await fold(opened, of: organisation, to: nearest, settings)
                settings.begins(.comparing)
                var outcomes: [RebuildOutcome] = []
                for generation in folded {
                    outcomes.append(
                        await self.outcome(of: generation, claims) { (folded) async throws(StoreError) in
                            try await compared(folded)
                        })
                }
                outcome = .success(outcomes)
            } catch {
                outcome = .failure(error)
            }
            settings.begins(.clearing)
            await discard(opened, claims)
            return try outcome.get()
        }
    }

    private func outcome(
        of folded: FoldedGeneration, _ claims: GenerationClaims,
        _ body: (FoldedGeneration) async throws(StoreError) -> RebuildReport
    ) async -> RebuildOutcome {
        let name = folded.open.projection.name
        if let failure = folded.failure { return RebuildOutcome(projection: name, result: .failure(failure)) }
        do throws(StoreError) {
            return RebuildOutcome(projection: name, result: .success(try await body(folded)))
        } catch {
            return RebuildOutcome(projection: name, result: .failure(claims.cause(of: error)))
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
        try await GenerationClaims.with(connections, limits: claimLimits, logger: logger) {
            [self] (claims) async throws(StoreError) in
            let opened = try await open([projection], of: organisation, for: .scratch, claims)
            let lines: Result<[String], StoreError>
            do throws(StoreError) { lines = .success(try await dump(opened, to: last)) } catch {
                lines = .failure(error)
            }
            await discard(opened, claims)
            return try lines.get()
        }
    }

    private func dump(_ opened: [OpenGeneration], to last: Position) async throws(StoreError) -> [String] {
        var lines: [String] = []
        for open in opened {
            let organisation = open.generation.organisation
            let folded = try await fold([open], of: organisation, to: last, RebuildSettings())
            if let failure = folded.first?.failure { throw failure }
            lines += try await connections.read(organisation, as: .projector) { (session) throws(StoreError) in
                try open.projection.dump(open.generation, on: session)
            }
        }
        return lines
    }
}
