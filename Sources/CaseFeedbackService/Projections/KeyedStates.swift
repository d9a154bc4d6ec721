import CanonicalJSON
import CaseFeedback
import EventSourcing
import EventStore
import Postgres
import SchemaFiles

/// The keyed states of one fold while a batch of events is applied: loaded when an event moves them, stored at the end.
struct KeyedStates<Fold: Projection> {
    private(set) var states: [String: Fold.State] = [:]
    private(set) var moved: Set<String> = []
    private let generation: ProjectionGeneration

    init(of generation: ProjectionGeneration) { self.generation = generation }

    /// Folds the events, loading what they move from the generation's rows.
    mutating func fold(_ events: [RecordedEvent], on session: PostgresSession) throws(StoreError) {
        let routed = try events.map { event throws(StoreError) in (event, try Self.keys(of: event)) }
        try load(Set(routed.flatMap(\.1)), on: session)
        for (event, keys) in routed {
            for key in keys {
                do throws(UnreadableEvent) {
                    try Fold.evolve(&states[key, default: Fold.initial], key: key, event: event)
                } catch {
                    throw .unreadable(error)
                }
                moved.insert(key)
            }
        }
    }

    /// Reads further states, which a row needs beside its own.
    mutating func load(_ keys: Set<String>, on session: PostgresSession) throws(StoreError) {
        let missing = keys.subtracting(states.keys)
        guard !missing.isEmpty else { return }
        let result = try session.run(
            SchemaFiles.readStates, generation.organisation.text, generation.number, generation.projection,
            missing.sorted())
        for (key, state) in try session.states(result, of: Fold.self) { states[key] = state }
    }

    mutating func loadAll(on session: PostgresSession) throws(StoreError) {
        for (key, state) in try session.states(of: generation, fold: Fold.self) where states[key] == nil {
            states[key] = state
        }
    }

    func store(on session: PostgresSession) throws(StoreError) {
        let keys = moved.sorted()
        var encoded: [[UInt8]] = []
        for key in keys { encoded.append(try canonical(states[key] ?? Fold.initial)) }
        try session.run(
            SchemaFiles.upsertStates, generation.organisation.text, generation.number, generation.projection, keys,
            encoded)
    }

    /// The states that an event moves. Its tags are recomputed, so that routing depends on nothing but the event.
    static func keys(of event: RecordedEvent) throws(StoreError) -> [String] {
        do throws(UnreadableEvent) {
            return Fold.keys(of: event, tags: try Catalogue.decode(event).storedTags)
        } catch {
            throw .unreadable(error)
        }
    }
}

extension PostgresSession {
    /// All states of a generation.
    func states<Fold: Projection>(
        of generation: ProjectionGeneration, fold: Fold.Type
    ) throws(StoreError) -> [String: Fold.State] {
        try states(
            run(SchemaFiles.readAllStates, generation.organisation.text, generation.number, generation.projection),
            of: fold)
    }

    func states<Fold: Projection>(
        _ result: PostgresResult, of fold: Fold.Type
    ) throws(StoreError) -> [String: Fold.State] {
        var states: [String: Fold.State] = [:]
        do {
            for row in result.rows {
                states[try row.decode(0, as: String.self)] = try StrictDecoder().decode(
                    Fold.State.self, fromCanonical: row.decode(1, as: [UInt8].self))
            }
        } catch let error as PostgresError {
            throw StoreError(error)
        } catch {
            throw .corrupt("a state of \(fold.name): \(error)")
        }
        return states
    }
}

/// The canonical JSON of a value of ours; what can't be encoded is a mistake of this program.
func canonical(_ value: some Encodable) throws(StoreError) -> [UInt8] {
    do throws(JSONFault) { return try CanonicalEncoder().bytes(of: value) } catch {
        throw .corrupt("a row can't be encoded: \(error)")
    }
}
