import EventSourcing
import Logging
import Postgres

/// A generation after the scan.
struct FoldedGeneration: Sendable {
    let open: OpenGeneration
    /// Why it was not folded to the end; it stands before the event, and a later rebuild goes on from there.
    let failure: StoreError?
    /// How long the scan took, with all that it wrote.
    var folding = Duration.zero
}

extension ProjectionRunner {
    /// Folds what is left of the log into the generations, from one scan: one thread reads, and one for each generation
    /// folds and writes, on a connection of its own. Then makes the rows that are made of states.
    func fold(
        _ opened: [OpenGeneration], of organisation: OrganisationID, to last: Position?, _ settings: RebuildSettings
    ) async throws(StoreError) -> [FoldedGeneration] {
        let unfinished = opened.filter { $0.stage != .comparing }
        guard let start = unfinished.map(\.position).min() else {
            return opened.map { FoldedGeneration(open: $0, failure: nil) }
        }
        let columns = unfinished.reduce(into: EventColumns()) { $0.formUnion($1.projection.reads) }
        let queues = unfinished.map { _ in EventQueue() }
        let feed = EventFeed(
            connections: connections, log: LogID(organisation: organisation, kind: .cases), columns: columns,
            queues: queues)
        let ledger = RebuildLedger(of: unfinished.map(\.position), settings)
        let started = ContinuousClock.now
        async let reading: Void = feed.run(after: start, to: last)
        let results = await withTaskGroup(of: (Int, Result<StoreError?, StoreError>).self) { group in
            for (number, open) in unfinished.enumerated() {
                group.addTask {
                    (number, await self.fold(open, from: queues[number], RebuildShare(ledger, number), feed))
                }
            }
            return await group.reduce(into: [:]) { $0[$1.0] = $1.1 }
        }
        await reading
        var folded: [ProjectionGeneration: FoldedGeneration] = [:]
        for (number, open) in unfinished.enumerated() {
            folded[open.generation] = FoldedGeneration(open: open, failure: try results[number]?.get())
        }
        return opened.map { open in
            var generation = folded[open.generation] ?? FoldedGeneration(open: open, failure: nil)
            generation.folding = started.duration(to: .now)
            return generation
        }
    }

    /// Why a generation was not folded to the end, if it was not; fails with what ends the others too.
    private func fold(
        _ open: OpenGeneration, from queue: EventQueue, _ share: RebuildShare, _ feed: EventFeed
    ) async -> Result<StoreError?, StoreError> {
        defer { queue.abandon() }
        do throws(StoreError) {
            return .success(
                try await connections.withSession(as: .loader) { [logger] (session) throws(StoreError) in
                    var folding = Folding(open, share, session: session, logger: logger)
                    return try folding.run(queue)
                })
        } catch {
            feed.end(.failure(error))
            return .failure(error)
        }
    }
}

/// The folding end of a scan for one generation, on the thread of the connection that writes it.
private struct Folding {
    private let open: OpenGeneration
    private let build: any GenerationBuild
    /// Written up to here, as the checkpoint says.
    private var written: Position
    private let share: RebuildShare
    private let session: PostgresSession
    private let logger: Logger
    private var lastWritten = ContinuousClock.now

    init(_ open: OpenGeneration, _ share: RebuildShare, session: PostgresSession, logger: Logger) {
        self.open = open
        build = open.projection.build(open.generation, from: open.position)
        written = open.position
        self.share = share
        self.session = session
        self.logger = logger
    }

    /// Gives what is wrong with this projection alone, if something is.
    mutating func run(_ queue: EventQueue) throws(StoreError) -> StoreError? {
        do throws(StoreError) {
            try foldAll(from: queue)
            return nil
        } catch {
            guard error.isOfOneProjection else { throw error }
            return error
        }
    }

    private mutating func foldAll(from queue: EventQueue) throws(StoreError) {
        while true {
            switch queue.take(isCancelled: { Task.isCancelled }) {
            case .batch(let batch): try take(batch)
            case .failed(let error):
                // All before it is folded: what can't be read is the next.
                if case .unreadable(let event) = error, event.position == build.position.next {
                    try stop(because: error)
                }
                throw error
            case .cancelled:
                // Whoever stopped it wants to go on from here.
                try session.shielded { () throws(StoreError) in try write() }
                throw .database(.cancelled)
            case .end:
                try write()
                return try finish()
            }
        }
    }

    private mutating func take(_ batch: EventBatch) throws(StoreError) {
        if build.position < batch.last {
            do throws(StoreError) {
                try build.fold(batch, on: session)
            } catch {
                guard error.isOfOneProjection else { throw error }
                try stop(because: error)
                throw error
            }
        }
        let held = share.report(build)
        if held > share.memory || lastWritten.duration(to: .now) > share.writesEvery {
            try write()
            release(held: held)
        } else if build.wantsWriting {
            try write()
        }
    }

    /// Half of what may be held is kept, by each its share: what the next events move is likely among it.
    private func release(held: Int) {
        guard held > share.memory else { return }
        build.release(downTo: build.heldBytes * (share.memory / 2) / max(1, held))
    }

    /// It stands before the event that it can't read; no other's build ends with it.
    private mutating func stop(because error: StoreError) throws(StoreError) {
        try write()
        let generation = open.generation
        // Whoever asked for the rebuild tells it, a server once, however often it tries.
        logger.debug("projection can't be rebuilt", metadata: ["projection": "\(generation)", "reason": "\(error)"])
        try whereItStands { () throws(StoreError) in
            try session.noteFailure(of: generation, at: written, because: error.description)
        }
    }

    /// What is folded and its checkpoint, in one transaction: compared and set, so that a builder that was stopped and goes
    /// on can't write over one that took its place.
    private mutating func write() throws(StoreError) {
        lastWritten = .now
        guard build.position > written else { return }
        try whereItStands { () throws(StoreError) in
            try build.write(on: session)
            try session.advanceCheckpoint(open.generation, from: written, to: build.position)
        }
        written = build.position
    }

    private func finish() throws(StoreError) {
        try whereItStands { () throws(StoreError) in
            try build.finish(on: session)
            if open.stage == .folding {
                try session.setStage(.comparing, from: open.stage, of: open.generation)
            }
        }
    }

    /// In a transaction that holds the checkpoint, which stands where this builder has written it, in the stage and revision
    /// in which it opened it: behind the last event another builder that finished the generation has left its position as it
    /// was, and the number of one that was removed may be that of another release's by now.
    private func whereItStands(_ body: () throws(StoreError) -> Void) throws(StoreError) {
        try session.building(open.generation) { () throws(StoreError) in
            guard let found = try session.lockCheckpoint(open.generation),
                found.position == written, found.stage == open.stage, found.revision == open.projection.revision
            else { throw .claimLost(projection: open.projection.name, open.generation.organisation) }
            try body()
        }
    }
}
