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
        if keyed.moved.contains(AnnualWheel.structureKey) { try keyed.loadAll(on: session) }
        let rounds = Set(keyed.moved.flatMap { AnnualWheel.rounds(movedBy: $0, in: keyed.states) })
        try keyed.load(rounds.union([AnnualWheel.structureKey]), on: session)
        try keyed.load(AnnualWheel.childKeys(in: keyed.states), on: session)
        for round in rounds.sorted() {
            if let row = AnnualWheel.row(round, asOf: .now, from: keyed.states) {
                try write(row, to: generation, on: session)
            }
        }
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
}

extension AnnualWheelTable {
    /// Rounds whose rows are made at a time: with their children they are what is held beside the states.
    private static let roundsAtOnce = 200

    package func build(_ generation: ProjectionGeneration, from position: Position) -> any GenerationBuild {
        FoldBuild<AnnualWheel>(generation, from: position) { (build, session) throws(StoreError) in
            var rest = try build.keys(on: session).filter(AnnualWheel.isRound)[...]
            let structure = try build.states(of: [AnnualWheel.structureKey], on: session)
            while !rest.isEmpty {
                let keys = rest.prefix(Self.roundsAtOnce)
                var states = try build.states(of: keys, on: session)
                let children = try build.states(of: AnnualWheel.childKeys(in: states), on: session)
                states.merge(children) { first, _ in first }
                states.merge(structure) { first, _ in first }
                try load(
                    keys.compactMap { AnnualWheel.row($0, asOf: .now, from: states) }, into: generation, on: session)
                rest = rest.dropFirst(keys.count)
            }
        }
    }

    private func load(
        _ rows: [WheelRow], into generation: ProjectionGeneration, on session: PostgresSession
    ) throws(StoreError) {
        try session.load(
            SchemaFiles.copyAnnualWheelIn,
            count: { () throws(StoreError) in
                try session.count(SchemaFiles.countAnnualWheel, of: generation)
            }
        ) { writer throws(StoreError) in
            for row in rows {
                let document = try canonical(row)
                try writer.add { fields in
                    for value in columns(of: row, document, in: generation) { fields.write(value) }
                }
            }
        }
    }

    /// The columns of a row, in the order of the table's.
    private func columns(
        of row: WheelRow, _ document: [UInt8], in generation: ProjectionGeneration
    ) -> [any PostgresEncodable] {
        let counts = row.counts
        return [
            generation.organisation.text, generation.number, row.cycle.text, row.unit.text,
            row.unitLabel?.sv.text ?? row.unit.text, row.committee?.text, row.phase.rawValue,
            PostgresDate(daysSince1970: row.since.daysSince1970), Int32(counts.selected), Int32(counts.held),
            Int32(counts.interrupted), Int32(counts.declinedByChild), Int32(counts.refusedByGuardian),
            Int32(counts.noReply), Int32(counts.cancelled), Int32(counts.withdrawn), Int32(counts.pending),
            row.missing.map(\.code), document,
        ]
    }

    private func write(
        _ row: WheelRow, to generation: ProjectionGeneration, on session: PostgresSession
    ) throws(StoreError) {
        _ = try session.run(SchemaFiles.upsertAnnualWheel, columns(of: row, try canonical(row), in: generation))
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
