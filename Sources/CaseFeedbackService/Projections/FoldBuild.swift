import CanonicalJSON
import CaseFeedback
import EventSourcing
import EventStore
import Postgres
import SchemaFiles

/// The states of one fold while a rebuild runs: held in memory across batches, written by COPY when memory or time is up,
/// read again when an event moves one that was let go of.
final class FoldBuild<Fold: Projection>: GenerationBuild {
    private final class Held {
        var state: Fold.State
        /// As estimated: nobody can measure what a value takes without writing it out.
        var bytes: Int
        /// The number of the batch that moved or read it last.
        var lastUse = 0
        var isChanged = false
        /// Its key stands among the generation's rows already.
        let isStored: Bool

        init(_ state: Fold.State, bytes: Int, isStored: Bool) {
            self.state = state
            self.bytes = bytes
            self.isStored = isStored
        }
    }

    private let generation: ProjectionGeneration
    private let makeRows: (FoldBuild<Fold>, PostgresSession) throws(StoreError) -> Void
    private var held: [String: Held] = [:]
    /// What moved last, and is likely to move next: the events of one conversation follow on each other.
    private var latest: (key: String, state: Held)?
    /// Keys that were written since they were made: their rows are changed, no longer added.
    private var stored: Set<String> = []
    private var batches = 0
    /// Some of the generation's states stand in rows and not here.
    private var isPartlyStored: Bool
    private(set) var position: Position
    private(set) var heldBytes = 0

    /// Rows a statement, where they are changed one by one.
    private static var rowsAtOnce: Int { 500 }

    /// `makeRows` makes the rows that are made of states, in the end.
    init(
        _ generation: ProjectionGeneration, from position: Position,
        makeRows: @escaping (FoldBuild<Fold>, PostgresSession) throws(StoreError) -> Void
    ) {
        self.generation = generation
        self.position = position
        self.makeRows = makeRows
        isPartlyStored = position > .beginning
    }

    var wantsWriting: Bool { false }

    // As a witness it would be compiled once for all folds, and ask for their types and functions at every event.
    @specialized(where Fold == AnnualWheel)
    @specialized(where Fold == ReportMatrix)
    func fold(_ batch: EventBatch, on session: PostgresSession) throws(StoreError) {
        batches += 1
        let folded = position
        if isPartlyStored { try load(keys(of: batch.folded.drop { $0.position <= folded }), on: session) }
        // A span lends its elements: no event is copied.
        let events = batch.folded.span
        for index in events.indices where events[index].position > folded {
            do throws(UnreadableEvent) {
                for key in try Fold.keys(of: events[index]) { try fold(events[index], into: key) }
            } catch {
                position = Position(events[index].position.value - 1)
                throw .unreadable(error)
            }
        }
        position = max(position, batch.last)
    }

    /// What can't be read is said when its turn comes.
    private func keys(of events: ArraySlice<FoldedEvent>) -> Set<String> {
        var keys: Set<String> = []
        for event in events { keys.formUnion((try? Fold.keys(of: event)) ?? .none) }
        return keys
    }

    @inline(__always)
    private func fold(_ event: FoldedEvent, into key: String) throws(UnreadableEvent) {
        let state = holding(key)
        try Fold.evolve(&state.state, key: key, event: event)
        state.isChanged = true
        state.lastUse = batches
        let growth = FoldBuildEstimate.growth(by: event.payload.count)
        state.bytes += growth
        heldBytes += growth
    }

    @inline(__always)
    private func holding(_ key: String) -> Held {
        if let latest, latest.key == key { return latest.state }
        let state: Held
        if let known = held[key] {
            state = known
        } else {
            state = Held(Fold.initial, bytes: FoldBuildEstimate.state, isStored: false)
            held[key] = state
            heldBytes += FoldBuildEstimate.state
        }
        latest = (key, state)
        return state
    }

    private func load(_ keys: Set<String>, on session: PostgresSession) throws(StoreError) {
        let missing = keys.filter { held[$0] == nil }
        guard !missing.isEmpty else { return }
        let found = try session.building(generation) { () throws(StoreError) in
            try session.encodedStates(of: generation, missing.sorted())
        }
        for (key, bytes) in found {
            let state = Held(
                try Self.decode(bytes), bytes: FoldBuildEstimate.loaded(from: bytes.count), isStored: true)
            state.lastUse = batches
            held[key] = state
            heldBytes += state.bytes
        }
    }

    func write(on session: PostgresSession) throws(StoreError) {
        var added: [String] = []
        var known: [String] = []
        for (key, state) in held where state.isChanged {
            if state.isStored || stored.contains(key) { known.append(key) } else { added.append(key) }
        }
        if !added.isEmpty {
            added.sort()
            try session.load(
                SchemaFiles.copyStatesIn,
                count: { () throws(StoreError) in
                    try session.count(SchemaFiles.countStates, of: generation, projection: generation.projection)
                }
            ) { writer throws(StoreError) in
                for key in added {
                    let bytes = try encoded(key)
                    try writer.add { fields in
                        fields.write(generation.organisation.text)
                        fields.write(generation.number)
                        fields.write(generation.projection)
                        fields.write(key)
                        fields.write(bytes)
                    }
                }
            }
        }
        known.sort()
        var rest = known[...]
        while !rest.isEmpty {
            let part = Array(rest.prefix(Self.rowsAtOnce))
            var states: [[UInt8]] = []
            for key in part { states.append(try encoded(key)) }
            try session.run(
                SchemaFiles.upsertStates, generation.organisation.text, generation.number, generation.projection, part,
                states)
            rest = rest.dropFirst(part.count)
        }
        for key in added + known { held[key]?.isChanged = false }
        stored.formUnion(added)
    }

    private func encoded(_ key: String) throws(StoreError) -> [UInt8] {
        try canonical(held[key]?.state ?? Fold.initial)
    }

    func release(downTo bytes: Int) {
        guard heldBytes > bytes else { return }
        latest = nil
        let written = held.filter { !$0.value.isChanged }.sorted { $0.value.lastUse < $1.value.lastUse }
        for (key, state) in written {
            guard heldBytes > bytes else { break }
            held[key] = nil
            stored.remove(key)
            heldBytes -= state.bytes
            isPartlyStored = true
        }
    }

    func finish(on session: PostgresSession) throws(StoreError) { try makeRows(self, session) }

    // MARK: - For making rows

    /// All keys that stand in rows, in order: everything is written by then.
    func keys(on session: PostgresSession) throws(StoreError) -> [String] {
        guard isPartlyStored else { return held.keys.sorted() }
        return try session.column(
            SchemaFiles.readStateKeys, generation.organisation.text, generation.number, generation.projection)
    }

    /// Some states, from memory where they are held; those that are read are not kept.
    func states(
        of keys: some Collection<String>, on session: PostgresSession
    ) throws(StoreError) -> [String: Fold.State] {
        var states: [String: Fold.State] = [:]
        try add(statesOf: keys, to: &states, on: session)
        return states
    }

    /// The same, beside others: a state is large, and none is copied twice.
    func add(
        statesOf keys: some Collection<String>, to states: inout [String: Fold.State], on session: PostgresSession
    ) throws(StoreError) {
        states.reserveCapacity(states.count + keys.count)
        var missing: [String] = []
        for key in keys {
            if let state = held[key]?.state { states[key] = state } else { missing.append(key) }
        }
        guard !missing.isEmpty, isPartlyStored else { return }
        for (key, bytes) in try session.encodedStates(of: generation, missing.sorted()) {
            states[key] = try Self.decode(bytes)
        }
    }

    private static func decode(_ bytes: [UInt8]) throws(StoreError) -> Fold.State {
        do throws(JSONFault) { return try StrictDecoder().decode(Fold.State.self, fromCanonical: bytes) } catch {
            throw .corrupt("a state of \(Fold.name): \(error)")
        }
    }
}

/// What states take in memory, as measured on synthetic histories: about this much, never exactly.
private enum FoldBuildEstimate {
    /// An empty state with its key.
    static let state = 1_024

    static func growth(by payload: Int) -> Int { 96 + payload / 2 }
    static func loaded(from encoded: Int) -> Int { state + encoded * 3 }
}

extension PostgresSession {
    fileprivate func encodedStates(
        of generation: ProjectionGeneration, _ keys: [String]
    ) throws(StoreError) -> [(key: String, bytes: [UInt8])] {
        let result = try run(
            SchemaFiles.readStates, generation.organisation.text, generation.number, generation.projection, keys)
        return try decoding { () throws(PostgresError) in
            var states: [(key: String, bytes: [UInt8])] = []
            for row in result.rows {
                states.append((try row.decode(0, as: String.self), try row.decode(1, as: [UInt8].self)))
            }
            return states
        }
    }

    /// The rows of a generation as one tenant's connection counts them.
    func count(
        _ file: SchemaFile, of generation: ProjectionGeneration, projection: String? = nil
    ) throws(StoreError) -> Int64 {
        let result =
            if let projection {
                try run(file, generation.organisation.text, generation.number, projection)
            } else {
                try run(file, generation.organisation.text, generation.number)
            }
        return try result.single(0, as: Int64.self) ?? 0
    }

    /// The only column of every row.
    func column(_ file: SchemaFile, _ values: any PostgresEncodable...) throws(StoreError) -> [String] {
        do throws(PostgresError) {
            var lines: [String] = []
            for row in try execute(PostgresStatement(name: file.name, sql: file.sql), values).rows {
                lines.append(try row.decode(0, as: String.self))
            }
            return lines
        } catch {
            throw StoreError(error)
        }
    }
}

extension PostgresCopyWriter {
    func add(_ body: (PostgresCopyFields) -> Void) throws(StoreError) {
        do throws(PostgresError) { try row(body) } catch { throw StoreError(error) }
    }
}
