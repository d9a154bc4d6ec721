import CaseFeedback
package import EventSourcing
package import EventStore
package import Postgres
import SchemaFiles

/// The report matrix as rows: one a cell, with the positions that it came from.
package struct ReportMatrixTable: StoredProjection {
    package let name = ReportMatrix.name
    package let revision = ReportMatrix.revision

    package init() {}

    package func apply(
        _ events: [RecordedEvent], to generation: ProjectionGeneration, on session: PostgresSession
    ) throws(StoreError) {
        var keyed = KeyedStates<ReportMatrix>(of: generation)
        try keyed.fold(events, on: session)
        guard !keyed.moved.isEmpty else { return }
        try keyed.store(on: session)
        // A template's new version changes the columns of every matrix that is not yet begun under an older one.
        if keyed.moved.contains(where: ReportMatrix.isTemplate) { try keyed.loadAll(on: session) }
        let templates = Set(
            keyed.states.values.compactMap { $0.round.enrolment.map { ReportMatrix.templateKey($0.template) } })
        try keyed.load(templates, on: session)
        let rounds = keyed.states.values.compactMap(\.round.enrolment)
        for round in rounds.sorted(by: { ($0.cycle, $0.unit) < ($1.cycle, $1.unit) }) {
            if let matrix = ReportMatrix.answer(cycle: round.cycle, unit: round.unit, asOf: .now, from: keyed.states) {
                try write(matrix, to: generation, on: session)
            }
        }
    }

    private func write(
        _ matrix: MatrixAnswer, to generation: ProjectionGeneration, on session: PostgresSession
    ) throws(StoreError) {
        try session.run(
            SchemaFiles.deleteMatrixOfRound, generation.organisation.text, generation.number, matrix.cycle.text,
            matrix.unit.text)
        let cells = matrix.cells
        try session.run(
            SchemaFiles.insertReportMatrix, generation.organisation.text, generation.number, matrix.cycle.text,
            matrix.unit.text, cells.map(\.topic.rawValue), cells.map(\.aspect.rawValue), cells.map(\.column.text),
            cells.map { $0.text?.position.value }, cells.map { $0.text?.field },
            cells.map { $0.sources.map { "\($0.position)" }.joined(separator: " ") })
    }

    package func remove(_ generation: ProjectionGeneration, on session: PostgresSession) throws(StoreError) {
        try session.run(SchemaFiles.deleteReportMatrix, generation.organisation.text, generation.number)
        try session.removeStates(of: generation)
    }

    package func dump(_ generation: ProjectionGeneration, on session: PostgresSession) throws(StoreError) -> [String] {
        try session.lines(SchemaFiles.dumpReportMatrix, generation.organisation.text, generation.number)
            + session.dumpStates(of: generation)
    }
}
