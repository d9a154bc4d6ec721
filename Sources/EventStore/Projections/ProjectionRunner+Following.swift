package import EventSourcing
import Logging
import Postgres
import SchemaFiles
import Synchronization

/// What a slice of following found.
package struct FollowedSlice: Sendable {
    /// Every generation that could be moved came to the head that was seen.
    package fileprivate(set) var isAtHead = true
    /// The first failure of a projection; the others went on.
    package fileprivate(set) var failure: StoreError?
    /// Somebody else builds what holds nothing yet.
    fileprivate(set) var builder: StoreError?
    fileprivate(set) var stopped: Set<ProjectionGeneration> = []
}

/// A generation that this program follows.
private struct Followed: Sendable {
    let projection: any StoredProjection
    let generation: ProjectionGeneration
    let position: Position
}

extension ProjectionRunner {
    /// Events a slice: large enough to spread a transaction's cost, small enough that a reader is never far behind and
    /// that no organisation waits for another's long way.
    private static let sliceEvents = 500
    private static let catchUpEvents = 2_000
    /// What a rebuild may take beside a server's own.
    private static let bulkMemory = 64 << 20

    /// Brings every projection of an organisation to the head. One that fails stops alone, before the event that it failed
    /// on and with the reason beside its checkpoint; the first failure is returned after the others are done. What is
    /// thrown is about the database, not about one projection.
    ///
    /// - Throws: `beingBuilt` when another process has been building what holds nothing yet for longer than anybody who asks
    ///   would wait without a word.
    @discardableResult
    package func catchUp(_ organisation: OrganisationID) async throws(StoreError) -> StoreError? {
        var failure: StoreError?
        var stopped: Set<ProjectionGeneration> = []
        var waitingSince: ContinuousClock.Instant?
        while true {
            let slice = try await slice(of: organisation, events: Self.catchUpEvents) { stopped.contains($0) }
            failure = failure ?? slice.failure
            stopped.formUnion(slice.stopped)
            if let builder = slice.builder {
                let since = waitingSince ?? .now
                waitingSince = since
                guard since.duration(to: .now) < claimLimits.patience else { throw builder }
            }
            // A slice that was not full came to the head. Waiting for an empty one would let a busy log go on for ever.
            if slice.isAtHead { return failure }
        }
    }

    /// Moves every projection of an organisation by some events, but for those that pause after a failure.
    package func slice(of organisation: OrganisationID) async throws(StoreError) -> FollowedSlice {
        let now = ContinuousClock.now
        return try await slice(of: organisation, events: Self.sliceEvents) { [standstills] in
            standstills.isPausing($0, at: now)
        }
    }

    /// The organisations that have a projection which failed and is to be tried again by now.
    package func dueForRetry() -> Set<OrganisationID> { standstills.due(at: .now) }

    /// One reading of the log feeds all generations whose checkpoints it covers. One that is further ahead gets a reading
    /// of its own, so that it never waits for the others' way.
    private func slice(
        of organisation: OrganisationID, events limit: Int, except isLeftOut: (ProjectionGeneration) -> Bool
    ) async throws(StoreError) -> FollowedSlice {
        var slice = FollowedSlice()
        func toMove(_ followed: [Followed]) -> [Followed] {
            followed.filter { !isLeftOut($0.generation) && !slice.stopped.contains($0.generation) }
        }
        var followed = try await followed(organisation)
        let empty = toMove(followed).filter { $0.position == .beginning }
        if try await isLongWay(of: empty) {
            slice.builder = try await bringUp(empty, of: organisation) { () async throws(StoreError) in
                // What is built stands still for nobody else.
                let others = try await self.standing(organisation).filter { $0.position > .beginning }
                try await self.move(toMove(others), by: limit, &slice)
            }
            followed = try await self.followed(organisation)
            if slice.builder != nil {
                followed.removeAll { $0.position == .beginning }
                slice.isAtHead = false
            }
        }
        standstills.forget(of: organisation, except: Set(followed.map(\.generation)))
        try await move(toMove(followed), by: limit, &slice)
        return slice
    }

    private func move(
        _ followed: [Followed], by limit: Int, _ slice: inout FollowedSlice
    ) async throws(StoreError) {
        var rest = followed[...]
        while let first = rest.first {
            let log = first.generation.log
            let read = try await connections.read(log.organisation, as: .projector) { (session) throws(StoreError) in
                try session.eventsAsFarAsReadable(
                    of: log, after: first.position, to: Position(.max), limit: limit)
            }
            guard let last = read.missing ?? read.unreadable?.position ?? read.events.last?.position else { break }
            let fed = rest.prefix { $0.position < last }
            for (target, failure) in try await move(Array(fed), by: read) {
                slice.failure = slice.failure ?? failure
                slice.stopped.insert(target.generation)
            }
            rest = rest.dropFirst(fed.count)
            // Those that are past an event that can't be read, or is missing, go on.
            if read.unreadable != nil || read.missing != nil { continue }
            guard read.events.count == limit else { break }
            slice.isAtHead = false
        }
    }

    /// Whether generations that hold nothing yet have so long a log before them that following it, event by event, would take
    /// many times as long as a rebuild.
    private func isLongWay(of empty: [Followed]) async throws(StoreError) -> Bool {
        guard let log = empty.first?.generation.log else { return false }
        let state = try await connections.read(log.organisation, as: .projector) { (session) throws(StoreError) in
            try session.run(SchemaFiles.readLogState, log.organisation.text, log.kind.rawValue).logState()
        }
        return (state?.head.value ?? 0) >= bulkFrom
    }

    /// Brings up what holds nothing yet of a long log, such as one that was just imported, as a rebuild does. What can't be
    /// rebuilt is followed after all, and then stops before the event with the reason beside it. As long as it takes,
    /// `meanwhile` is called again and again.
    ///
    /// Gives the refusal, which says who is at it, when another process is: it replaces what is empty; if it goes away, this
    /// one goes on.
    private func bringUp(
        _ empty: [Followed], of organisation: OrganisationID, meanwhile: () async throws(StoreError) -> Void
    ) async throws(StoreError) -> StoreError? {
        let isOver = Mutex(false)
        // Two of one name are followed while one release takes over from another.
        let projections = Dictionary(empty.map { ($0.projection.name, $0.projection) }) { first, _ in first }
        async let building = rebuildAlone(projections.sorted { $0.key < $1.key }.map(\.value), of: organisation, isOver)
        while !isOver.withLock({ $0 }) {
            try await meanwhile()
            try? await Task.sleep(for: .milliseconds(50))
        }
        do throws(StoreError) {
            try await building.get()
            awaited.withLock { _ = $0.removeValue(forKey: organisation) }
            return nil
        } catch {
            switch error {
            case .beingBuilt, .claimLost: break
            default: throw error
            }
            tell(organisation, waitsFor: error)
            try? await Task.sleep(for: .milliseconds(200))
            return error
        }
    }

    private func rebuildAlone(
        _ projections: [any StoredProjection], of organisation: OrganisationID, _ isOver: borrowing Mutex<Bool>
    ) async -> Result<Void, StoreError> {
        defer { isOver.withLock { $0 = true } }
        do throws(StoreError) {
            _ = try await rebuild(
                projections, of: organisation, settings: RebuildSettings(memory: Self.bulkMemory))
            return .success(())
        } catch {
            return .failure(error)
        }
    }

    /// Once for each that is waited for.
    private func tell(_ organisation: OrganisationID, waitsFor builder: StoreError) {
        let isNews = awaited.withLock {
            $0.updateValue(builder.description, forKey: organisation) != builder.description
        }
        guard isNews else { return }
        logger.notice(
            "projections are built by another process",
            metadata: ["organisation": "\(organisation)", "by": "\(builder)"])
    }

    /// The generations of this program's revisions, the one furthest behind first; first ones are made.
    private func followed(_ organisation: OrganisationID) async throws(StoreError) -> [Followed] {
        let found = try await standing(organisation)
        let missing = projections.filter { projection in !found.contains { $0.projection.name == projection.name } }
        guard !missing.isEmpty else { return found }
        for projection in missing {
            do throws(StoreError) { _ = try await served(projection, of: organisation) } catch {
                // Only other revisions stand: they are other programs' to follow, and a rebuild's to replace; and so is what
                // is served and doesn't stand.
                guard error.isAboutGeneration else { throw error }
            }
        }
        return try await standing(organisation)
    }

    private func standing(_ organisation: OrganisationID) async throws(StoreError) -> [Followed] {
        let known = Dictionary(projections.map { ($0.name, $0) }) { first, _ in first }
        return try await connections.read(organisation, as: .projector) { [projections] (session) throws(StoreError) in
            let result = try session.run(
                SchemaFiles.readFollowed, organisation.text, LogKind.cases.rawValue, projections.map(\.name),
                projections.map { Int32($0.revision) })
            return try decoding { () throws(PostgresError) in
                var followed: [Followed] = []
                for row in result.rows {
                    let name = try row.decode(0, as: String.self)
                    guard let projection = known[name] else { continue }
                    followed.append(
                        Followed(
                            projection: projection,
                            generation: ProjectionGeneration(
                                organisation: organisation, projection: name, number: try row.decode(1, as: Int32.self)),
                            position: Position(try row.decode(2, as: Int64.self))))
                }
                return followed
            }
        }
    }

    /// All at once, since each has a transaction of its own; gives those that stopped, and why.
    private func move(
        _ targets: [Followed], by read: ReadEvents
    ) async throws(StoreError) -> [(Followed, StoreError)] {
        let outcomes = await withTaskGroup(of: (Int, Result<StoreError?, StoreError>).self) { group in
            for (index, target) in targets.enumerated() {
                group.addTask {
                    do throws(StoreError) { return (index, .success(try await self.move(target, by: read))) } catch {
                        return (index, .failure(error))
                    }
                }
            }
            return await group.reduce(into: [:]) { $0[$1.0] = $1.1 }
        }
        var stopped: [(Followed, StoreError)] = []
        for (index, target) in targets.enumerated() {
            if let failure = try outcomes[index]?.get() { stopped.append((target, failure)) }
        }
        return stopped
    }

    /// Gives what the projection stopped for, if it did.
    private func move(_ target: Followed, by read: ReadEvents) async throws(StoreError) -> StoreError? {
        var rest = read.events.drop { $0.position <= target.position }
        var size = rest.count
        while let first = rest.first {
            let part = rest.prefix(size)
            do throws(StoreError) {
                try await apply(part, to: target)
                rest = rest.dropFirst(part.count)
            } catch {
                // It was removed or replaced meanwhile: the next slice finds what stands now.
                if error.isAboutGeneration { return nil }
                guard error.isOfOneProjection else { throw error }
                // What stands before the event is applied: nobody waits longer than for the event itself.
                let before = error.unreadablePosition.map { Int($0.value - first.position.value) } ?? part.count / 2
                guard part.count > 1, before > 0 || error.unreadablePosition == nil else {
                    let reason = "event \(first.envelope.log)/\(first.position) of type \(first.type): \(error)"
                    try await stop(
                        target, before: first.position,
                        because: error.unreadablePosition == nil ? reason : error.description)
                    return error
                }
                size = max(1, before)
            }
        }
        if let missing = read.missing {
            let error = StoreError.eventMissing(target.generation.log, missing)
            try await stop(target, before: missing, because: error.description)
            return error
        }
        if let unreadable = read.unreadable {
            try await stop(target, before: unreadable.position, because: unreadable.description)
            return .unreadable(unreadable)
        }
        if standstills.moved(target.generation) {
            logger.notice("projection moves again", metadata: ["projection": "\(target.generation)"])
        }
        return nil
    }

    private func apply(_ events: ArraySlice<RecordedEvent>, to target: Followed) async throws(StoreError) {
        try await connections.write(target.generation.organisation, as: .projector) { (session) throws(StoreError) in
            _ = try session.applyRemaining(events, to: target.generation, of: target.projection)
        }
    }

    /// Writes the reason beside the checkpoint, and logs it when it is news: a warning where it is so to this process alone,
    /// since every question that is asked without a server comes to the same event again.
    private func stop(
        _ target: Followed, before position: Position, because reason: String
    ) async throws(StoreError) {
        let generation = target.generation
        let isNewHere = standstills.stopped(generation, because: reason, at: .now)
        // Nothing when the database refuses even to note it.
        var isNew: Bool?
        defer {
            if isNewHere || isNew == true {
                logger.log(
                    level: isNew == false ? .warning : .error, "projection stands still",
                    metadata: ["projection": "\(generation)", "reason": "\(reason)"])
            }
        }
        isNew = try await connections.write(generation.organisation, as: .projector) { (session) throws(StoreError) in
            try session.noteFailure(of: generation, at: Position(position.value - 1), because: reason)
        }
    }
}

extension StoreError {
    /// The generation is no longer there, not of this program's revision, or not to be read.
    var isAboutGeneration: Bool {
        switch self {
        case .overtaken, .notBuilt, .buildFailed, .notStanding: true
        default: false
        }
    }

    fileprivate var unreadablePosition: Position? {
        if case .unreadable(let event) = self { event.position } else { nil }
    }
}
