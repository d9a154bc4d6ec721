import EventSourcing
import Logging
import Postgres
import SchemaFiles

/// Digests of two generations at one position.
struct Comparison: Sendable {
    let position: Position
    let previousDigest: GenerationDigest?
    let digest: GenerationDigest
    let difference: GenerationDifference?
}

extension ProjectionRunner {
    private static let batch = 2_000
    /// How often two generations are tried to be met at one position while one of them is followed.
    private static let meetings = 50
    /// Events that following applies within seconds.
    private static let comparableLag: Int64 = 20_000

    /// Brings a folded generation to the head, compares it with what is served, and puts it in its place.
    func takeOver(_ folded: FoldedGeneration) async throws(StoreError) -> RebuildReport {
        let new = folded.open
        var isComparable = new.served.revision == new.projection.revision
        while try await advance(new.projection, new.generation, limit: Self.batch) == Self.batch {}
        var isEmpty = false
        if isComparable {
            // Nobody follows what is so far behind; folding it event by event to compare it would take for ever.
            let servedAt = try await position(of: new.served.generation)
            let behind = try await position(of: new.generation).value - servedAt.value
            isEmpty = servedAt == .beginning && behind >= bulkFrom
            isComparable = behind <= Self.comparableLag && !isEmpty
            if isComparable { isComparable = try await catchUpServed(new) }
        }
        let comparison = try await compare(new, withServed: isComparable)
        let report = try await switchOver(to: folded, comparison)
        // What never held anything, or was never finished, is nothing to go back to; the first would be followed from the first
        // event on.
        if isEmpty || new.served.stage != .standing {
            try await remove(new.projection, new.served.generation, from: new.served.stage)
        }
        return report
    }

    /// A scratch generation and what is served, at one position.
    func compared(_ folded: FoldedGeneration) async throws(StoreError) -> RebuildReport {
        let new = folded.open
        let comparison = try await compare(new, withServed: new.served.revision == new.projection.revision)
        return report(of: folded, comparison, position: comparison.position, held: .zero)
    }

    /// The served one may stand still for a reason that the rebuild mends: then there is nothing to compare with.
    private func catchUpServed(_ new: OpenGeneration) async throws(StoreError) -> Bool {
        do throws(StoreError) {
            while try await advance(new.projection, new.served.generation, limit: Self.batch) == Self.batch {}
            return true
        } catch {
            guard error.isOfOneProjection else { throw error }
            logger.notice(
                "what is served does not move",
                metadata: ["projection": "\(new.served.generation)", "reason": "\(error)"])
            return false
        }
    }

    /// Digests both generations in one snapshot in which they stand at one position. Nobody is kept waiting: rows and
    /// checkpoint commit together, so a snapshot shows each generation exactly at its checkpoint.
    private func compare(
        _ new: OpenGeneration, withServed isComparable: Bool
    ) async throws(StoreError) -> Comparison {
        for _ in 0..<(isComparable ? Self.meetings : 0) {
            let target = try await position(of: new.served.generation)
            while try await advance(new.projection, new.generation, limit: Self.batch, to: target) > 0 {}
            let reached = try await position(of: new.generation)
            guard reached >= target else {
                throw .logEndsBefore(projection: new.projection.name, position: target, end: reached)
            }
            let found = try await digests(of: new, onlyWhereEqual: true)
            if let found { return found }
            // It is ahead of what is served, unless that moved meanwhile.
            guard try await catchUpServed(new) else { break }
        }
        guard let alone = try await digests(of: new, onlyWhereEqual: false) else {
            throw .overtaken(projection: new.projection.name)
        }
        return alone
    }

    func position(of generation: ProjectionGeneration) async throws(StoreError) -> Position {
        let found = try await checkpoints(of: generation.organisation).first { $0.generation == generation }
        guard let found else { throw .overtaken(projection: generation.projection) }
        return found.position
    }

    private func digests(
        of new: OpenGeneration, onlyWhereEqual: Bool
    ) async throws(StoreError) -> Comparison? {
        try await connections.read(new.generation.organisation, as: .projector) { (session) throws(StoreError) in
            let checkpoints = try session.checkpoints(of: new.generation.organisation)
            guard let position = checkpoints.first(where: { $0.generation == new.generation })?.position else {
                return nil
            }
            let isMet = checkpoints.first { $0.generation == new.served.generation }?.position == position
            guard isMet || !onlyWhereEqual else { return nil }
            let digest = try new.projection.digest(of: new.generation, on: session)
            guard onlyWhereEqual else {
                return Comparison(position: position, previousDigest: nil, digest: digest, difference: nil)
            }
            let previous = try new.projection.digest(of: new.served.generation, on: session)
            // In the same snapshot, so at the same position. Rows are looked at one by one only now: it should never happen.
            let difference =
                previous == digest
                ? nil
                : try new.projection.difference(of: new.served.generation, from: new.generation, on: session)
            return Comparison(
                position: position, previousDigest: previous, digest: digest, difference: difference)
        }
    }

    /// In one transaction: holds both checkpoints, brings the new one to where the served one stands, moves the pointer.
    private func switchOver(
        to folded: FoldedGeneration, _ comparison: Comparison
    ) async throws(StoreError) -> RebuildReport {
        let new = folded.open
        // What came since the comparison is brought in before anybody is held.
        while try await advance(new.projection, new.generation, limit: Self.batch) > 100 {}
        let (position, held) = try await connections.write(new.generation.organisation, as: .projector) {
            (session) throws(StoreError) in
            // Locked in the order of their numbers, as by everybody who holds two.
            guard let served = try session.lockCheckpoint(new.served.generation) else {
                throw .overtaken(projection: new.projection.name)
            }
            let started = ContinuousClock.now
            var position = try session.lock(new.generation, for: new.projection)
            // Readers never go back.
            while position < served.position {
                let moved = try session.advance(
                    new.projection, new.generation, limit: Self.batch, to: served.position)
                guard moved > 0 else {
                    throw .logEndsBefore(
                        projection: new.projection.name, position: served.position, end: position)
                }
                position = try session.lock(new.generation, for: new.projection)
            }
            try session.setStage(.standing, from: .comparing, of: new.generation)
            let moved = try session.run(
                SchemaFiles.movePointer, new.generation.organisation.text, new.projection.name, new.generation.number,
                new.served.generation.number)
            guard moved.affectedRows == 1 else { throw .overtaken(projection: new.projection.name) }
            return (position, started.duration(to: .now))
        }
        await bringToHead(new)
        return report(of: folded, comparison, position: position, held: held)
    }

    /// What was appended before the new one stood, and behind what it was brought to: who follows has looked at that head
    /// already, and would come back with the next append only. What is appended later brings him back. The switch stands
    /// whatever comes of it.
    private func bringToHead(_ new: OpenGeneration) async {
        do throws(StoreError) {
            // A batch that is not full came to the head. Waiting for an empty one would let a busy log go on for ever.
            while try await advance(new.projection, new.generation, limit: Self.batch) == Self.batch {}
        } catch {
            logger.debug(
                "the new rows are left to who follows",
                metadata: ["projection": "\(new.generation)", "reason": "\(error)"])
        }
    }

    private func report(
        of folded: FoldedGeneration, _ comparison: Comparison, position: Position, held: Duration
    ) -> RebuildReport {
        let new = folded.open
        return RebuildReport(
            projection: new.projection.name, position: position,
            comparedAt: comparison.previousDigest == nil ? nil : comparison.position,
            previousDigest: comparison.previousDigest, digest: comparison.digest, difference: comparison.difference,
            previousRevision: new.served.revision, revision: new.projection.revision,
            folding: folded.folding, held: held)
    }
}
