import EventSourcing
import Logging
import Postgres
import SchemaFiles

/// A generation after the scan.
struct FoldedGeneration: Sendable {
    let open: OpenGeneration
    /// Why it was not folded to the end; it stands before the event, and a later rebuild goes on from there.
    let failure: StoreError?
    /// How long the scan took, with all that it wrote.
    var folding = Duration.zero
}

extension ProjectionRunner {
    /// Folds what is left of the log into the generations, from one scan: one thread reads, another folds and writes. Then
    /// makes the rows that are made of states.
    func fold(
        _ opened: [OpenGeneration], of organisation: OrganisationID, to last: Position?, _ settings: RebuildSettings
    ) async throws(StoreError) -> [FoldedGeneration] {
        let unfinished = opened.filter { $0.stage != .comparing }
        guard let start = unfinished.map(\.position).min() else {
            return opened.map { FoldedGeneration(open: $0, failure: nil) }
        }
        let columns = unfinished.reduce(into: EventColumns()) { $0.formUnion($1.projection.reads) }
        let queue = EventQueue()
        let feed = EventFeed(
            connections: connections, log: LogID(organisation: organisation, kind: .cases), columns: columns,
            queue: queue)
        let started = ContinuousClock.now
        async let reading: Void = feed.run(after: start, to: last)
        let result: Result<[FoldedGeneration], StoreError>
        do throws(StoreError) {
            result = .success(
                try await connections.withSession(as: .loader) { [logger] (session) throws(StoreError) in
                    var folding = Folding(unfinished, settings: settings, session: session, logger: logger)
                    try folding.run(queue)
                    return folding.outcomes
                })
        } catch {
            result = .failure(error)
        }
        queue.abandon()
        await reading
        let folded = try result.get()
        return opened.map { open in
            var generation =
                folded.first { $0.open.generation == open.generation } ?? FoldedGeneration(open: open, failure: nil)
            generation.folding = started.duration(to: .now)
            return generation
        }
    }
}

/// The folding end of a scan, on the thread of the connection that writes.
private struct Folding {
    private struct Building {
        let open: OpenGeneration
        let build: any GenerationBuild
        /// Folded up to here.
        var position: Position { build.position }
        /// Written up to here, as the checkpoint says.
        var written: Position
        var failure: StoreError?
    }

    private var buildings: [Building]
    private let settings: RebuildSettings
    private let session: PostgresSession
    private let logger: Logger
    private var lastWritten = ContinuousClock.now

    init(_ opened: [OpenGeneration], settings: RebuildSettings, session: PostgresSession, logger: Logger) {
        buildings = opened.map {
            Building(
                open: $0, build: $0.projection.build($0.generation, from: $0.position), written: $0.position)
        }
        self.settings = settings
        self.session = session
        self.logger = logger
    }

    var outcomes: [FoldedGeneration] { buildings.map { FoldedGeneration(open: $0.open, failure: $0.failure) } }

    mutating func run(_ queue: EventQueue) throws(StoreError) {
        while true {
            switch queue.take(isCancelled: { Task.isCancelled }) {
            case .batch(let batch): try take(batch)
            case .failed(let error): throw error
            case .cancelled:
                // Whoever stopped it wants to go on from here.
                try session.shielded { () throws(StoreError) in try writeAll() }
                throw .database(.cancelled)
            case .end:
                try writeAll()
                for index in buildings.indices { try finish(index) }
                return
            }
        }
    }

    private mutating func take(_ batch: EventBatch) throws(StoreError) {
        for index in buildings.indices where buildings[index].failure == nil && buildings[index].position < batch.last {
            do throws(StoreError) {
                try buildings[index].build.fold(batch, on: session)
            } catch {
                guard error.isOfOneProjection else { throw error }
                try stop(index, because: error)
            }
        }
        let held = buildings.reduce(0) { $0 + $1.build.heldBytes }
        if held > settings.memory || lastWritten.duration(to: .now) > settings.writesEvery {
            try writeAll()
            release(held: held)
        } else {
            for index in buildings.indices where buildings[index].build.wantsWriting { try write(index) }
        }
        settings.progress(buildings.map(\.position).min() ?? batch.last)
    }

    /// Half of what may be held is kept, by each its share: what the next events move is likely among it.
    private func release(held: Int) {
        guard held > settings.memory else { return }
        for building in buildings {
            building.build.release(downTo: building.build.heldBytes * (settings.memory / 2) / max(1, held))
        }
    }

    /// It stands before the event that it can't read; no other's build ends with it.
    private mutating func stop(_ index: Int, because error: StoreError) throws(StoreError) {
        try write(index)
        buildings[index].failure = buildings[index].failure ?? error
        let generation = buildings[index].open.generation
        logger.error("projection can't be rebuilt", metadata: ["projection": "\(generation)", "reason": "\(error)"])
        try session.building(generation) { () throws(StoreError) in
            _ = try session.run(
                SchemaFiles.recordFailure, generation.organisation.text, generation.number, generation.projection,
                generation.log.kind.rawValue, buildings[index].written.value, error.description)
        }
    }

    private mutating func writeAll() throws(StoreError) {
        for index in buildings.indices where buildings[index].failure == nil { try write(index) }
        lastWritten = .now
    }

    /// What is folded and its checkpoint, in one transaction: compared and set, so that a builder that was stopped and goes
    /// on can't write over one that took its place.
    private mutating func write(_ index: Int) throws(StoreError) {
        let building = buildings[index]
        guard building.position > building.written else { return }
        do throws(StoreError) {
            try session.building(building.open.generation) { () throws(StoreError) in
                let locked = try session.lock(building.open.generation, for: building.open.projection)
                guard locked == building.written else { throw .overtaken(projection: building.open.projection.name) }
                try building.build.write(on: session)
                try session.advanceCheckpoint(building.open.generation, from: building.written, to: building.position)
            }
            buildings[index].written = building.position
        } catch {
            guard error.isOfOneProjection else { throw error }
            buildings[index].failure = error
        }
    }

    private mutating func finish(_ index: Int) throws(StoreError) {
        let building = buildings[index]
        guard building.failure == nil else { return }
        do throws(StoreError) {
            try session.building(building.open.generation) { () throws(StoreError) in
                let locked = try session.lock(building.open.generation, for: building.open.projection)
                guard locked == building.written else { throw .overtaken(projection: building.open.projection.name) }
                try building.build.finish(on: session)
                if building.open.stage == .folding { try session.setStage(.comparing, of: building.open.generation) }
            }
        } catch {
            guard error.isOfOneProjection else { throw error }
            buildings[index].failure = error
        }
    }
}
