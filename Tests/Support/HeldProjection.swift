package import EventSourcing
package import EventStore
package import Postgres

/// A counting projection whose build writes each batch, and tells when it has written up to a position: outside every
/// transaction, on the thread that folds, where a process may be stopped.
///
/// To be rebuilt with ``settings``.
package struct HeldProjection: StoredProjection {
    private let counting: CountingProjection
    private let hook: @Sendable (Position) -> Void

    /// Holds nothing in memory, so that every batch is written and then let go of.
    package static let settings = RebuildSettings(memory: 0)

    package init(_ counting: CountingProjection, whenWritten hook: @escaping @Sendable (Position) -> Void) {
        self.counting = counting
        self.hook = hook
    }

    package var name: String { counting.name }
    package var revision: Int { counting.revision }

    package func build(_ generation: ProjectionGeneration, from position: Position) -> any GenerationBuild {
        HeldBuild(counting, generation, from: position, hook)
    }

    package func apply(
        _ events: [RecordedEvent], to generation: ProjectionGeneration, on session: PostgresSession
    ) throws(StoreError) {
        try counting.apply(events, to: generation, on: session)
    }

    package func remove(
        _ generation: ProjectionGeneration, atMost limit: Int, on session: PostgresSession
    ) throws(StoreError) -> Int {
        try counting.remove(generation, atMost: limit, on: session)
    }

    package func dump(_ generation: ProjectionGeneration, on session: PostgresSession) throws(StoreError) -> [String] {
        try counting.dump(generation, on: session)
    }

    package func difference(
        of served: ProjectionGeneration, from folded: ProjectionGeneration, on session: PostgresSession
    ) throws(StoreError) -> GenerationDifference {
        try counting.difference(of: served, from: folded, on: session)
    }
}

private final class HeldBuild: GenerationBuild {
    private let projection: CountingProjection
    private let generation: ProjectionGeneration
    private let hook: @Sendable (Position) -> Void
    private(set) var position: Position
    private var events: [RecordedEvent] = []

    init(
        _ projection: CountingProjection, _ generation: ProjectionGeneration, from position: Position,
        _ hook: @escaping @Sendable (Position) -> Void
    ) {
        self.projection = projection
        self.generation = generation
        self.position = position
        self.hook = hook
    }

    var heldBytes: Int { events.count }
    var wantsWriting: Bool { true }

    func fold(_ batch: EventBatch, on session: PostgresSession) {
        events += batch.whole.drop { $0.position <= position }
        position = max(position, batch.last)
    }

    func write(on session: PostgresSession) throws(StoreError) {
        try projection.apply(events, to: generation, on: session)
        events.removeAll()
    }

    func release(downTo bytes: Int) { hook(position) }
    func finish(on session: PostgresSession) {}
}
