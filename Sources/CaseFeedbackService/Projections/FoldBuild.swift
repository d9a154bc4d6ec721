import CanonicalJSON
import CaseFeedback
import EventSourcing
import EventStore
import Foundation
import Postgres
import SchemaFiles

/// The states of one fold while a rebuild runs: held in memory across batches, written by COPY when memory or time is up,
/// read again when an event moves one that was let go of.
final class FoldBuild<Fold: Projection>: GenerationBuild {
    private final class Held {
        let key: String
        var state: Fold.State
        /// As estimated: nobody can measure what a value takes without writing it out.
        var bytes: Int
        /// The number of the batch that moved or read it last.
        var lastUse = 0
        var isChanged = false
        /// Its key stands among the generation's rows: its row is changed, no longer added.
        var isStored: Bool

        init(_ key: String, _ state: Fold.State, bytes: Int, isStored: Bool) {
            self.key = key
            self.state = state
            self.bytes = bytes
            self.isStored = isStored
        }
    }

    private let generation: ProjectionGeneration
    private let makeRows: (FoldBuild<Fold>, PostgresSession) throws(StoreError) -> Void
    private var reader: FoldedEventReader
    private var held: [String: Held] = [:]
    /// What moved last, and is likely to move next: the events of one conversation follow on each other.
    private var latest: Held?
    private var batches = 0
    /// What is not asked for costs nothing: most states that an event moves first are nowhere yet.
    private var away: StatesAway
    private(set) var position: Position
    private(set) var heldBytes = 0

    /// What a statement takes, where rows are changed one by one.
    private static var changedAtOnce: (rows: Int, bytes: Int) { (500, 1 << 20) }

    /// `makeRows` makes the rows that are made of states, in the end.
    init(
        _ generation: ProjectionGeneration, from position: Position,
        makeRows: @escaping (FoldBuild<Fold>, PostgresSession) throws(StoreError) -> Void
    ) {
        self.generation = generation
        self.position = position
        self.makeRows = makeRows
        reader = FoldedEventReader(generation.log)
        away = position > .beginning ? .any : .none
    }

    var wantsWriting: Bool { false }

    // As a witness it would be compiled once for all folds, and ask for their types and functions at every event.
    @specialized(where Fold == AnnualWheel)
    @specialized(where Fold == ReportMatrix)
    func fold(_ batch: EventBatch, on session: PostgresSession) throws(StoreError) {
        batches += 1
        let (events, unreadable) = try reader.events(of: batch, after: position)
        if !away.isEmpty { try load(keysAway(of: events), on: session) }
        for event in events {
            do throws(UnreadableEvent) {
                let keys = try Fold.keys(of: event)
                try Fold.requireReadable(event, bySecondOf: keys)
                for key in keys { try fold(event, into: key) }
            } catch {
                position = Position(event.position.value - 1)
                throw .unreadable(error)
            }
        }
        if let unreadable {
            position = Position(unreadable.position.value - 1)
            throw .unreadable(unreadable)
        }
        position = max(position, batch.last)
    }

    /// Those of the states moved that may stand in rows alone; what can't be read is said when its turn comes.
    @specialized(where Fold == AnnualWheel)
    @specialized(where Fold == ReportMatrix)
    private func keysAway(of events: [FoldedEvent]) -> Set<String> {
        var found: Set<String> = []
        for event in events {
            guard let keys = try? Fold.keys(of: event) else { continue }
            for key in keys where held[key] == nil && away.mayHold(key) { found.insert(key) }
        }
        return found
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
        if let latest, latest.key == key { return latest }
        let state: Held
        if let known = held[key] {
            state = known
        } else {
            state = Held(key, Fold.initial, bytes: FoldBuildEstimate.state, isStored: false)
            held[key] = state
            heldBytes += FoldBuildEstimate.state
        }
        latest = state
        return state
    }

    private func load(_ keys: Set<String>, on session: PostgresSession) throws(StoreError) {
        guard !keys.isEmpty else { return }
        let found = try session.building(generation) { () throws(StoreError) in
            try session.encodedStates(of: generation, keys.sorted())
        }
        for (key, bytes) in found {
            let state = Held(
                key, try Self.decode(bytes), bytes: FoldBuildEstimate.loaded(from: bytes.count), isStored: true)
            state.lastUse = batches
            held[key] = state
            heldBytes += state.bytes
        }
    }

    @specialized(where Fold == AnnualWheel)
    @specialized(where Fold == ReportMatrix)
    func write(on session: PostgresSession) throws(StoreError) {
        let changed = held.values.filter(\.isChanged)
        try add(changed.filter { !$0.isStored }, on: session)
        try change(changed.filter(\.isStored), on: session)
        for state in changed {
            state.isChanged = false
            state.isStored = true
        }
    }

    private func add(_ states: [Held], on session: PostgresSession) throws(StoreError) {
        guard !states.isEmpty else { return }
        try session.load(count: { () throws(StoreError) in
            try session.count(SchemaFiles.countStates, of: generation, projection: generation.projection)
        }) { loader throws(StoreError) in
            try loader.copyLarge(SchemaFiles.copyStatesIn) { writer throws(StoreError) in
                for state in inOrder(states) {
                    let bytes = try canonical(state.state)
                    try writer.add { fields in
                        fields.write(generation.organisation.text)
                        fields.write(generation.number)
                        fields.write(generation.projection)
                        fields.write(state.key)
                        fields.write(bytes)
                    }
                }
            }
        }
    }

    private func change(_ states: [Held], on session: PostgresSession) throws(StoreError) {
        var rest = inOrder(states)[...]
        while !rest.isEmpty {
            var keys: [String] = []
            var encoded: [[UInt8]] = []
            var bytes = 0
            while let state = rest.first, keys.count < Self.changedAtOnce.rows, bytes < Self.changedAtOnce.bytes {
                keys.append(state.key)
                encoded.append(try canonical(state.state))
                bytes += encoded[encoded.count - 1].count
                rest = rest.dropFirst()
            }
            try session.run(
                SchemaFiles.upsertStates, generation.organisation.text, generation.number, generation.projection, keys,
                encoded)
        }
    }

    /// By their keys, which are sorted without asking a generic type for anything.
    private func inOrder(_ states: [Held]) -> [Held] { states.map(\.key).sorted().compactMap { held[$0] } }

    @specialized(where Fold == AnnualWheel)
    @specialized(where Fold == ReportMatrix)
    func release(downTo bytes: Int) {
        guard heldBytes > bytes else { return }
        latest = nil
        var bytesByUse: [Int: Int] = [:]
        for state in held.values where !state.isChanged { bytesByUse[state.lastUse, default: 0] += state.bytes }
        var kept = heldBytes
        var lastUse = -1
        for (use, unused) in bytesByUse.sorted(by: { $0.key < $1.key }) where kept > bytes {
            kept -= unused
            lastUse = use
        }
        for state in Array(held.values) where !state.isChanged && state.lastUse <= lastUse {
            held[state.key] = nil
            heldBytes -= state.bytes
            away.insert(state.key)
        }
    }

    func finish(on session: PostgresSession) throws(StoreError) {
        try makeRows(self, session)
        letGo()
    }

    /// It is very many pieces of memory, whose end nobody need wait for.
    private func letGo() {
        nonisolated(unsafe) let leaving = held
        held = [:]
        latest = nil
        Thread.detachNewThread { withExtendedLifetime(leaving) {} }
    }

    // MARK: - For making rows

    /// All keys that are the names of streams of a kind, in order: everything is written by then.
    func keys(of kind: StaticString, on session: PostgresSession) throws(StoreError) -> [String] {
        guard !away.isEmpty else { return held.keys.filter { StreamName(stored: $0).isOf(kind) }.sorted() }
        return try session.stateKeys(of: generation, kind)
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
            if let state = held[key]?.state {
                states[key] = state
            } else if away.mayHold(key) {
                missing.append(key)
            }
        }
        guard !missing.isEmpty else { return }
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

/// Which states stand in rows and not in memory, as far as a build knows.
private enum StatesAway {
    case none
    /// Those with these hashes of keys: who shares one by chance is looked for in vain.
    case hashed(Set<Int>)
    /// Any: another builder has written them.
    case any

    var isEmpty: Bool { if case .none = self { true } else { false } }

    func mayHold(_ key: String) -> Bool {
        switch self {
        case .none: false
        case .hashed(let hashes): hashes.contains(key.hashValue)
        case .any: true
        }
    }

    mutating func insert(_ key: String) {
        switch self {
        case .none: self = .hashed([key.hashValue])
        case .hashed(var hashes):
            self = .none
            hashes.insert(key.hashValue)
            self = .hashed(hashes)
        case .any: break
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
            for row in try execute(file.statement, values).rows {
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
