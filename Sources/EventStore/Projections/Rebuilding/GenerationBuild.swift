package import EventSourcing
package import Postgres

/// A generation that is folded in memory: what a rebuild does with one projection, on the one thread that it runs on.
///
/// What it holds is lost with the process; what it has written stands together with the checkpoint, and a rebuild goes on
/// from there.
package protocol GenerationBuild: AnyObject {
    /// Folded up to here.
    var position: Position { get }
    /// Folds the events of a batch behind its position; reads those states that they move and that it doesn't hold. Where it
    /// throws that an event is unreadable, it has folded those before.
    func fold(_ batch: EventBatch, on session: PostgresSession) throws(StoreError)
    /// About how much memory its states and rows take.
    var heldBytes: Int { get }
    /// It has gathered enough to be written, whatever memory is left.
    var wantsWriting: Bool { get }
    /// Writes what has changed, within the transaction that advances the checkpoint.
    func write(on session: PostgresSession) throws(StoreError)
    /// Lets go of what is written, the longest unused first, until about so much is held.
    func release(downTo bytes: Int)
    /// Makes the rows that are made of states, once all events are folded and written.
    func finish(on session: PostgresSession) throws(StoreError)
}

/// Applies events as following does: the build of a projection that has no better way.
final class AppliedBuild: GenerationBuild {
    private let projection: any StoredProjection
    private let generation: ProjectionGeneration
    private(set) var position: Position
    private var events: [RecordedEvent] = []

    private static let eventsMax = 2_000

    init(_ projection: any StoredProjection, _ generation: ProjectionGeneration, from position: Position) {
        self.projection = projection
        self.position = position
        self.generation = generation
    }

    var heldBytes: Int { events.count * 1_024 }
    var wantsWriting: Bool { events.count >= Self.eventsMax }

    func fold(_ batch: EventBatch, on session: PostgresSession) {
        events += batch.whole.drop { $0.position <= position }
        position = max(position, batch.last)
    }

    func write(on session: PostgresSession) throws(StoreError) {
        try projection.apply(events, to: generation, on: session)
        events.removeAll(keepingCapacity: true)
    }

    func release(downTo bytes: Int) {}
    func finish(on session: PostgresSession) {}
}
