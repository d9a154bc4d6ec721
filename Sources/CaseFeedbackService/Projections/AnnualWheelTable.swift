import CaseFeedback
package import EventSourcing
package import EventStore
package import Postgres
import SchemaFiles

/// The annual wheel as rows: one a unit and cycle.
package struct AnnualWheelTable: StoredProjection {
    package let name = AnnualWheel.name
    package let revision = AnnualWheel.revision

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

    private func write(
        _ row: WheelRow, to generation: ProjectionGeneration, on session: PostgresSession
    ) throws(StoreError) {
        let counts = row.counts
        try session.run(
            SchemaFiles.upsertAnnualWheel, generation.organisation.text, generation.number, row.cycle.text,
            row.unit.text,
            row.unitLabel?.sv.text ?? row.unit.text, row.committee?.text, row.phase.rawValue,
            PostgresDate(daysSince1970: row.since.daysSince1970), Int32(counts.selected), Int32(counts.held),
            Int32(counts.interrupted), Int32(counts.declinedByChild), Int32(counts.refusedByGuardian),
            Int32(counts.noReply), Int32(counts.cancelled), Int32(counts.withdrawn), Int32(counts.pending),
            row.missing.map(\.code), try canonical(row))
    }

    package func remove(_ generation: ProjectionGeneration, on session: PostgresSession) throws(StoreError) {
        try session.run(SchemaFiles.deleteAnnualWheel, generation.organisation.text, generation.number)
        try session.removeStates(of: generation)
    }

    package func dump(_ generation: ProjectionGeneration, on session: PostgresSession) throws(StoreError) -> [String] {
        try session.lines(SchemaFiles.dumpAnnualWheel, generation.organisation.text, generation.number)
            + session.dumpStates(of: generation)
    }
}

extension PostgresSession {
    func removeStates(of generation: ProjectionGeneration) throws(StoreError) {
        try run(
            SchemaFiles.deleteStates, generation.organisation.text, generation.number, generation.projection)
    }

    func dumpStates(of generation: ProjectionGeneration) throws(StoreError) -> [String] {
        try lines(SchemaFiles.dumpStates, generation.organisation.text, generation.number, generation.projection)
    }

    /// The only column of every row.
    func lines(_ file: SchemaFile, _ values: any PostgresEncodable...) throws(StoreError) -> [String] {
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
