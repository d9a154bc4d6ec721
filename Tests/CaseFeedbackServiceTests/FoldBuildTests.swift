import CanonicalJSON
import EventSourcing
import EventStore
import Postgres
import TestSupport
import Testing

@testable import CaseFeedbackService

@Suite struct `A rebuild of a fold that moves two states by an event` {
    @Test func `moves none where the second can't take it`() async throws {
        try await withTestDatabase { database in
            try await database.log.open()
            for number in 1...3 { _ = try await database.log.append(.of([NoteTaken(in: "a", number: number)])) }
            let whole = try await database.log.append(.of([SecretTold(in: "a", secret: "x")]))
            let runner = ProjectionRunner(database.connections, projections: [CountsTable()], logger: .silent)
            await #expect {
                _ = try await runner.rebuild(CountsTable(), of: .gothenburg)
            } throws: { error in
                guard case StoreError.unreadable(let event) = error else { return false }
                return event.position == whole.range?.first
            }
            let kept = try await database.asSuperuser { session in
                try session.texts(
                    "SELECT key || ' ' || convert_from(state, 'UTF8') FROM casefeedback.projection_states ORDER BY key")
            }
            #expect(kept.filter { !$0.hasPrefix("rule") } == [#"all {"events":4}"#, #"notebook/a {"events":3}"#])
        }
    }
}

/// How many events there are, in each stream and in all, of which secrets can't be counted.
private enum Counts: Projection {
    struct State: Codable, Hashable, Sendable {
        var events = 0
    }

    static let name = "counts"
    static let revision = 1
    static let initial = State()
    static let referenceTypes: Set<TypeName> = []

    static func keys(of event: FoldedEvent) -> StateKeys { StateKeys(event.stream.text, "all") }

    static func evolve(_ state: inout State, key: String, event: FoldedEvent) throws(UnreadableEvent) {
        if key == "all", event.type == SecretTold.type {
            throw UnreadableEvent(event: event, reason: .unknownVersion)
        }
        state.events += 1
    }
}

private struct CountsTable: StoredProjection {
    let name = Counts.name
    let revision = Counts.revision
    let reads = EventColumns.folded

    func apply(
        _ events: [RecordedEvent], to generation: ProjectionGeneration, on session: PostgresSession
    ) throws(StoreError) {
        var keyed = KeyedStates<Counts>(of: generation)
        try keyed.fold(events, on: session)
        try keyed.store(on: session)
    }

    func build(_ generation: ProjectionGeneration, from position: Position) -> any GenerationBuild {
        FoldBuild<Counts>(generation, from: position) { _, _ throws(StoreError) in }
    }

    func remove(
        _ generation: ProjectionGeneration, atMost limit: Int, on session: PostgresSession
    ) throws(StoreError) -> Int {
        try session.removeStates(of: generation, atMost: limit)
    }

    func dump(_ generation: ProjectionGeneration, on session: PostgresSession) throws(StoreError) -> [String] {
        try session.dumpStates(of: generation)
    }

    func difference(
        of served: ProjectionGeneration, from folded: ProjectionGeneration, on session: PostgresSession
    ) throws(StoreError) -> GenerationDifference {
        try session.difference(of: served, from: folded, [.states])
    }
}
