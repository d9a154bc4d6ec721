import CaseFeedback
package import EventSourcing
package import EventStore
package import Postgres
import SchemaFiles

/// The report matrix as rows: one a cell, with the positions that it came from.
package struct ReportMatrixTable: StoredProjection {
    package let name = ReportMatrix.name
    package let revision = ReportMatrix.revision
    package let reads = EventColumns.folded

    package init() {}

    package func apply(
        _ events: [RecordedEvent], to generation: ProjectionGeneration, on session: PostgresSession
    ) throws(StoreError) {
        var keyed = KeyedStates<ReportMatrix>(of: generation)
        try keyed.fold(events, on: session)
        guard !keyed.moved.isEmpty else { return }
        try keyed.store(on: session)
        // A template's new version changes the columns of every matrix that is not yet begun under an older one.
        let rounds =
            keyed.moved.contains(where: ReportMatrix.isTemplate)
            ? try session.stateKeys(of: generation, "round") : keyed.moved.sorted()
        var rest = rounds[...]
        while !rest.isEmpty {
            let part = rest.prefix(Self.roundsAtOnce)
            var needed = keyed
            try needed.load(Set(part), on: session)
            let enrolments = part.compactMap { needed.states[$0]?.round.enrolment }
            try needed.load(Set(enrolments.map { ReportMatrix.templateKey($0.template) }), on: session)
            let matrices = enrolments.compactMap {
                ReportMatrix.answer(cycle: $0.cycle, unit: $0.unit, asOf: .now, from: needed.states)
            }
            if !matrices.isEmpty { try write(matrices, to: generation, on: session) }
            rest = rest.dropFirst(part.count)
        }
    }

    private func write(
        _ matrices: [MatrixAnswer], to generation: ProjectionGeneration, on session: PostgresSession
    ) throws(StoreError) {
        try session.run(
            SchemaFiles.deleteMatricesOfRounds, generation.organisation.text, generation.number,
            matrices.map(\.cycle.text), matrices.map(\.unit.text))
        let rows = matrices.flatMap { matrix in matrix.cells.map { (matrix, $0) } }
        try session.run(
            SchemaFiles.insertReportMatrix, generation.organisation.text, generation.number, rows.map(\.0.cycle.text),
            rows.map(\.0.unit.text), rows.map(\.1.topic.rawValue), rows.map(\.1.aspect.rawValue),
            rows.map(\.1.column.text), rows.map { $0.1.text?.position.value }, rows.map { $0.1.text?.field },
            rows.map { $0.1.sources.map { "\($0.position)" }.joined(separator: " ") })
    }

    package func remove(
        _ generation: ProjectionGeneration, atMost limit: Int, on session: PostgresSession
    ) throws(StoreError) -> Int {
        try session.run(
            SchemaFiles.deleteReportMatrix, generation.organisation.text, generation.number, Int64(limit)
        ).affectedRows + session.removeStates(of: generation, atMost: limit)
    }

    package func dump(_ generation: ProjectionGeneration, on session: PostgresSession) throws(StoreError) -> [String] {
        try session.column(SchemaFiles.dumpReportMatrix, generation.organisation.text, generation.number)
            + session.dumpStates(of: generation)
    }

    package func digest(
        of generation: ProjectionGeneration, on session: PostgresSession
    ) throws(StoreError) -> GenerationDigest {
        try session.digest(of: generation, [SchemaFiles.copyReportMatrixOut, SchemaFiles.copyStatesOut])
    }

    package func difference(
        of served: ProjectionGeneration, from folded: ProjectionGeneration, on session: PostgresSession
    ) throws(StoreError) -> GenerationDifference {
        try session.difference(
            of: served, from: folded,
            [RowComparison(SchemaFiles.compareReportMatrix, of: "report_matrix"), .states])
    }
}

extension ReportMatrixTable {
    private static let roundsAtOnce = 200

    package func build(_ generation: ProjectionGeneration, from position: Position) -> any GenerationBuild {
        FoldBuild<ReportMatrix>(generation, from: position) { (build, session) throws(StoreError) in
            let templates = try build.states(of: build.keys(of: "matrix-template", on: session), on: session)
            var rest = try build.keys(of: "round", on: session)[...]
            try session.load(count: { () throws(StoreError) in
                try session.count(SchemaFiles.countReportMatrix, of: generation)
            }) { (loader) throws(StoreError) in
                while !rest.isEmpty {
                    let part = rest.prefix(Self.roundsAtOnce)
                    var states = try build.states(of: part, on: session)
                    states.merge(templates) { first, _ in first }
                    try load(ReportMatrix.answers(asOf: .now, from: states), into: generation, by: loader)
                    rest = rest.dropFirst(part.count)
                }
            }
        }
    }

    private func load(
        _ matrices: [MatrixAnswer], into generation: ProjectionGeneration, by loader: RowLoader
    ) throws(StoreError) {
        try loader.copy(SchemaFiles.copyReportMatrixIn) { writer throws(StoreError) in
            for matrix in matrices {
                for cell in matrix.cells {
                    try writer.add { fields in
                        fields.write(generation.organisation.text)
                        fields.write(generation.number)
                        fields.write(matrix.cycle.text)
                        fields.write(matrix.unit.text)
                        fields.write(cell.topic.rawValue)
                        fields.write(cell.aspect.rawValue)
                        fields.write(cell.column.text)
                        fields.write(cell.text?.position.value)
                        fields.write(cell.text?.field)
                        fields.write(cell.sources.map(\.position.value))
                    }
                }
            }
        }
    }
}
