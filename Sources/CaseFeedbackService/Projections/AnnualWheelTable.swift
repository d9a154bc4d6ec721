import CaseFeedback
package import EventSourcing
package import EventStore
package import Postgres
import SchemaFiles

/// The annual wheel as rows: one a unit and cycle.
package struct AnnualWheelTable: StoredProjection {
    package let name = AnnualWheel.name
    package let revision = AnnualWheel.revision
    package let reads = EventColumns.folded

    package init() {}

    package func apply(
        _ events: [RecordedEvent], to generation: ProjectionGeneration, on session: PostgresSession
    ) throws(StoreError) {
        var keyed = KeyedStates<AnnualWheel>(of: generation)
        try keyed.fold(events, on: session)
        guard !keyed.moved.isEmpty else { return }
        try keyed.store(on: session)
        var rest = try rounds(movedBy: keyed, of: generation, on: session)[...]
        while !rest.isEmpty {
            let part = rest.prefix(Self.roundsAtOnce)
            var needed = keyed
            try needed.load(Set(part).union([AnnualWheel.structureKey]), on: session)
            try needed.load(AnnualWheel.childKeys(in: needed.states), on: session)
            try write(
                part.compactMap { AnnualWheel.row($0, asOf: .now, from: needed.states) }, to: generation, on: session)
            rest = rest.dropFirst(part.count)
        }
    }

    /// In order; an event of the organisation's structure moves every row.
    private func rounds(
        movedBy keyed: KeyedStates<AnnualWheel>, of generation: ProjectionGeneration, on session: PostgresSession
    ) throws(StoreError) -> [String] {
        guard !keyed.moved.contains(AnnualWheel.structureKey) else {
            return try session.stateKeys(of: generation, "round")
        }
        return Set(keyed.moved.flatMap { AnnualWheel.rounds(movedBy: $0, in: keyed.states) }).sorted()
    }

    package func remove(
        _ generation: ProjectionGeneration, atMost limit: Int, on session: PostgresSession
    ) throws(StoreError) -> Int {
        try session.run(
            SchemaFiles.deleteAnnualWheel, generation.organisation.text, generation.number, Int64(limit)
        ).affectedRows + session.removeStates(of: generation, atMost: limit)
    }

    package func dump(_ generation: ProjectionGeneration, on session: PostgresSession) throws(StoreError) -> [String] {
        try session.column(SchemaFiles.dumpAnnualWheel, generation.organisation.text, generation.number)
            + session.dumpStates(of: generation)
    }

    package func digest(
        of generation: ProjectionGeneration, on session: PostgresSession
    ) throws(StoreError) -> GenerationDigest {
        try session.digest(of: generation, [SchemaFiles.copyAnnualWheelOut, SchemaFiles.copyStatesOut])
    }

    package func difference(
        of served: ProjectionGeneration, from folded: ProjectionGeneration, on session: PostgresSession
    ) throws(StoreError) -> GenerationDifference {
        try session.difference(
            of: served, from: folded,
            [RowComparison(SchemaFiles.compareAnnualWheel, of: "annual_wheel", document: "row"), .states])
    }
}

extension AnnualWheelTable {
    /// Rounds whose rows are made at a time: with their children they are what is held beside the states.
    private static let roundsAtOnce = 200

    package func build(_ generation: ProjectionGeneration, from position: Position) -> any GenerationBuild {
        FoldBuild<AnnualWheel>(generation, from: position) { (build, session) throws(StoreError) in
            var rest = try build.keys(of: "round", on: session)[...]
            let structure = try build.states(of: [AnnualWheel.structureKey], on: session)
            try session.load(count: { () throws(StoreError) in
                try session.count(SchemaFiles.countAnnualWheel, of: generation)
            }) { (loader) throws(StoreError) in
                while !rest.isEmpty {
                    let keys = rest.prefix(Self.roundsAtOnce)
                    var states = try build.states(of: keys, on: session)
                    try build.add(statesOf: AnnualWheel.childKeys(in: states), to: &states, on: session)
                    states.merge(structure) { first, _ in first }
                    try load(
                        keys.compactMap { AnnualWheel.row($0, asOf: .now, from: states) }, into: generation, by: loader)
                    rest = rest.dropFirst(keys.count)
                }
            }
        }
    }

    private func load(
        _ rows: [WheelRow], into generation: ProjectionGeneration, by loader: RowLoader
    ) throws(StoreError) {
        try loader.copy(SchemaFiles.copyAnnualWheelIn) { writer throws(StoreError) in
            for row in rows {
                let document = try canonical(row)
                try writer.add { fields in
                    let counts = row.counts
                    fields.write(generation.organisation.text)
                    fields.write(generation.number)
                    fields.write(row.cycle.text)
                    fields.write(row.unit.text)
                    fields.write(row.unitLabel?.sv.text ?? row.unit.text)
                    fields.write(row.committee?.text)
                    fields.write(row.phase.rawValue)
                    fields.write(PostgresDate(daysSince1970: row.since.daysSince1970))
                    for count in [
                        counts.selected, counts.held, counts.interrupted, counts.declinedByChild,
                        counts.refusedByGuardian, counts.noReply, counts.cancelled, counts.withdrawn, counts.pending,
                    ] { fields.write(Int32(count)) }
                    fields.write(row.missing.map(\.code))
                    fields.write(document)
                }
            }
        }
    }

    private func write(
        _ rows: [WheelRow], to generation: ProjectionGeneration, on session: PostgresSession
    ) throws(StoreError) {
        guard !rows.isEmpty else { return }
        let counts = rows.map(\.counts)
        var documents: [[UInt8]] = []
        for row in rows { documents.append(try canonical(row)) }
        try session.run(
            SchemaFiles.upsertAnnualWheel, generation.organisation.text, generation.number, rows.map(\.cycle.text),
            rows.map(\.unit.text), rows.map { $0.unitLabel?.sv.text ?? $0.unit.text }, rows.map { $0.committee?.text },
            rows.map(\.phase.rawValue), rows.map { PostgresDate(daysSince1970: $0.since.daysSince1970) },
            counts.map { Int32($0.selected) }, counts.map { Int32($0.held) }, counts.map { Int32($0.interrupted) },
            counts.map { Int32($0.declinedByChild) }, counts.map { Int32($0.refusedByGuardian) },
            counts.map { Int32($0.noReply) }, counts.map { Int32($0.cancelled) }, counts.map { Int32($0.withdrawn) },
            counts.map { Int32($0.pending) }, rows.map { $0.missing.map(\.code).joined(separator: " ") }, documents)
    }
}

extension PostgresSession {
    func removeStates(of generation: ProjectionGeneration, atMost limit: Int) throws(StoreError) -> Int {
        try run(
            SchemaFiles.deleteStates, generation.organisation.text, generation.number, generation.projection,
            Int64(limit)
        ).affectedRows
    }

    func dumpStates(of generation: ProjectionGeneration) throws(StoreError) -> [String] {
        try column(SchemaFiles.dumpStates, generation.organisation.text, generation.number, generation.projection)
    }
}
