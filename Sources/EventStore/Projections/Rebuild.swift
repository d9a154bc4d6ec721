import Crypto
package import EventSourcing
import Postgres
import SchemaFiles

/// What a rebuild of one projection found and did.
package struct RebuildReport: Sendable, Hashable {
    package let projection: String
    package let position: Position
    /// SHA-256 of the dump of the generation that was served, and of the new one, at the same position.
    package let previousDigest: [UInt8]
    package let digest: [UInt8]
    package let previousRevision: Int
    package let revision: Int

    /// At equal revision an unequal digest means that the served rows were not the fold of the log.
    package var isEqual: Bool { digest == previousDigest }
}

extension ProjectionRunner {
    /// Folds the whole log into a new generation beside the served one, compares the two where both stand, and moves the
    /// pointer. Readers and writers go on meanwhile; `progress` is told positions done and to do.
    package func rebuild(
        _ projection: any StoredProjection, of organisation: OrganisationID, head: Position,
        progress: @Sendable (Position) -> Void = { _ in }
    ) async throws(StoreError) -> RebuildReport {
        let old = try await pointer(of: projection, organisation)
        let new = try await makeGeneration(after: old.generation, revision: projection.revision)
        var done = Position.beginning
        while true {
            let count = try await advance(projection, new, limit: 2_000)
            guard count > 0 else { break }
            done = Position(done.value + Int64(count))
            progress(done)
        }
        let report = try await switchOver(projection, from: old, to: new)
        try await removeGenerations(of: projection, organisation, before: new.number)
        return report
    }

    /// Folds a log into a generation that nobody serves, up to a position, and gives its dump.
    package func dump(
        _ projection: any StoredProjection, of organisation: OrganisationID, at last: Position
    ) async throws(StoreError) -> [String] {
        let old = try await pointer(of: projection, organisation)
        let scratch = try await makeGeneration(after: old.generation, revision: projection.revision)
        while try await advance(projection, scratch, to: last) > 0 {}
        let lines = try await connections.write(organisation, as: .projector) { (session) throws(StoreError) in
            try projection.dump(scratch, on: session)
        }
        try await remove(projection, scratch)
        return lines
    }

    /// The rows that are served now, and where they stand.
    package func servedDump(
        _ projection: any StoredProjection, of organisation: OrganisationID
    ) async throws(StoreError) -> (lines: [String], position: Position) {
        let generation = try await served(projection, of: organisation)
        return try await connections.write(organisation, as: .projector) { (session) throws(StoreError) in
            let position = try session.lockCheckpoint(generation)?.position ?? .beginning
            return (try projection.dump(generation, on: session), position)
        }
    }

    /// The next number that no generation has. Two that come at once get a number each: what one removes at its end is
    /// never the other's.
    private func makeGeneration(
        after old: ProjectionGeneration, revision: Int
    ) async throws(StoreError) -> ProjectionGeneration {
        let numbers = try await generations(of: old.projection, old.organisation).map(\.number)
        let highest = numbers.max() ?? old.number
        return try await connections.write(old.organisation, as: .projector) { [self] (session) throws(StoreError) in
            var number = highest
            while true {
                number += 1
                let new = ProjectionGeneration(
                    organisation: old.organisation, projection: old.projection, number: number)
                if try session.makeCheckpoint(
                    new, revision: revision, stage: .scratch, programVersion: programVersion)
                {
                    return new
                }
            }
        }
    }

    private func generations(
        of projection: String, _ organisation: OrganisationID
    ) async throws(StoreError) -> [ProjectionGeneration] {
        try await checkpoints(of: organisation).map(\.generation).filter { $0.projection == projection }
    }

    /// The one that was served, and what interrupted rebuilds left.
    private func removeGenerations(
        of projection: any StoredProjection, _ organisation: OrganisationID, before number: Int32
    ) async throws(StoreError) {
        for generation in try await generations(of: projection.name, organisation) where generation.number < number {
            try await remove(projection, generation)
        }
    }

    /// What the installation serves, of whatever revision; the first is made when there is none.
    private func pointer(
        of projection: any StoredProjection, _ organisation: OrganisationID
    ) async throws(StoreError) -> ServedPointer {
        let found = try await connections.read(organisation) { (session) throws(StoreError) in
            try session.servedPointer(of: projection.name, organisation)
        }
        if let found { return found }
        return ServedPointer(
            generation: try await served(projection, of: organisation), revision: projection.revision)
    }

    /// In one transaction: holds both checkpoints, brings the behind one forward, compares, moves the pointer.
    private func switchOver(
        _ projection: any StoredProjection, from old: ServedPointer, to new: ProjectionGeneration
    ) async throws(StoreError) -> RebuildReport {
        try await connections.write(new.organisation, as: .projector) { (session) throws(StoreError) in
            // Locked in the order of their numbers, as every rebuild does, so that two can't block each other.
            guard let oldPosition = try session.lockCheckpoint(old.generation)?.position,
                let newPosition = try session.lockCheckpoint(new)?.position
            else { throw .overtaken(projection: projection.name) }
            let position = max(oldPosition, newPosition)
            while try session.advance(projection, new, limit: 2_000, to: position) > 0 {}
            if old.revision == projection.revision {
                while try session.advance(projection, old.generation, limit: 2_000, to: position) > 0 {}
            }
            let report = RebuildReport(
                projection: projection.name, position: position,
                previousDigest: Self.digest(try projection.dump(old.generation, on: session)),
                digest: Self.digest(try projection.dump(new, on: session)), previousRevision: old.revision,
                revision: projection.revision)
            try session.setStage(.standing, of: new)
            try session.run(SchemaFiles.movePointer, new.organisation.text, projection.name, new.number)
            return report
        }
    }

    private func remove(_ projection: any StoredProjection, _ generation: ProjectionGeneration) async throws(StoreError)
    {
        try await connections.write(generation.organisation, as: .projector) { (session) throws(StoreError) in
            try projection.remove(generation, on: session)
            try session.run(
                SchemaFiles.deleteCheckpoints, generation.organisation.text, generation.number, generation.projection)
        }
    }

    private static func digest(_ lines: [String]) -> [UInt8] {
        var hash = SHA256()
        for line in lines {
            hash.update(data: Array(line.utf8))
            hash.update(data: [UInt8(ascii: "\n")])
        }
        return Array(hash.finalize())
    }
}
