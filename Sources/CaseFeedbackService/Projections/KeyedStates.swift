import CanonicalJSON
import CaseFeedback
import EventSourcing
import EventStore
import Postgres
import SchemaFiles

/// The keyed states of one fold while a batch of events is applied: loaded when an event moves them, stored at the end.
struct KeyedStates<Fold: Projection> {
    private var folded = FoldedStates<Fold>()
    private(set) var moved: Set<String> = []
    private let generation: ProjectionGeneration

    init(of generation: ProjectionGeneration) { self.generation = generation }

    var states: [String: Fold.State] { folded.states }

    /// Folds the events, loading what they move from the generation's rows.
    mutating func fold(_ events: [RecordedEvent], on session: PostgresSession) throws(StoreError) {
        var routed: [(event: FoldedEvent, keys: StateKeys)] = []
        for event in events.lazy.map(\.folded) {
            routed.append((event, try readable { () throws(UnreadableEvent) in try Fold.keys(of: event) }))
        }
        moved.formUnion(routed.flatMap { Array($0.keys) })
        try load(moved, on: session)
        for (event, keys) in routed {
            try readable { () throws(UnreadableEvent) in try folded.fold(event, moving: keys) }
        }
    }

    private func readable<Result>(_ reading: () throws(UnreadableEvent) -> Result) throws(StoreError) -> Result {
        do throws(UnreadableEvent) { return try reading() } catch { throw .unreadable(error) }
    }

    /// Reads further states, which a row needs beside its own.
    mutating func load(_ keys: Set<String>, on session: PostgresSession) throws(StoreError) {
        let missing = keys.filter { folded[$0] == nil }
        guard !missing.isEmpty else { return }
        let result = try session.run(
            SchemaFiles.readStates, generation.organisation.text, generation.number, generation.projection,
            missing.sorted())
        folded.insert(try session.states(result, of: Fold.self))
    }

    func store(on session: PostgresSession) throws(StoreError) {
        let keys = moved.sorted()
        var encoded: [[UInt8]] = []
        for key in keys { encoded.append(try canonical(folded[key] ?? Fold.initial)) }
        try session.run(
            SchemaFiles.upsertStates, generation.organisation.text, generation.number, generation.projection, keys,
            encoded)
    }
}

extension PostgresSession {
    /// The keys of a generation's states that are the names of streams of a kind, in order.
    func stateKeys(of generation: ProjectionGeneration, _ kind: StaticString) throws(StoreError) -> [String] {
        try column(
            SchemaFiles.readStateKeys, generation.organisation.text, generation.number, generation.projection,
            kind.description)
    }

    /// All states of a generation.
    func states<Fold: Projection>(
        of generation: ProjectionGeneration, fold: Fold.Type
    ) throws(StoreError) -> [String: Fold.State] {
        try states(
            run(SchemaFiles.readAllStates, generation.organisation.text, generation.number, generation.projection),
            of: fold)
    }

    /// Those of some keys that there are.
    func states<Fold: Projection>(
        of generation: ProjectionGeneration, fold: Fold.Type, keys: Set<String>
    ) throws(StoreError) -> [String: Fold.State] {
        guard !keys.isEmpty else { return [:] }
        return try states(
            run(
                SchemaFiles.readStates, generation.organisation.text, generation.number, generation.projection,
                keys.sorted()), of: fold)
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
