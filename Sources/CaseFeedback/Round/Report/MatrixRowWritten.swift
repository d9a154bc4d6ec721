package import CanonicalJSON
package import EventSourcing

/// A row of the matrix was written, or written anew.
package struct MatrixRowWritten: RoundEvent {
    package static let type = TypeName("matrix-row-written")
    package static let step = Step.drafting
    package static let secrecy = SecrecyClass.general
    package let cycle: Identifier
    package let unit: Identifier
    package let report: Identifier
    package let topic: Topic
    package let aspect: Aspect
    package let cells: [Cell]
    package let findings: [Identifier]
    package let proposals: [Identifier]

    package struct Cell: Codable, Hashable, Sendable {
        package let column: Identifier
        package let text: ProtectedText
    }

    package var subjects: Set<Tag> { [.report(report)] }

    package func apply(to round: inout Round, as fact: RecordedFact) {
        // Total, and still true to the rule: no event changes what was finalised before it.
        guard round.reports[report.text]?.finalised == nil else { return }
        round.reports[report.text]?.rows.append(
            MatrixRow(
                topic: topic, aspect: aspect,
                cells: cells.map { MatrixRow.Cell(column: $0.column, text: fact.reference(to: $0.text)) },
                findings: findings, proposals: proposals, fact: fact))
    }
}

extension MatrixRowWritten {
    package init(fields reader: inout CanonicalReader) throws(UnexpectedText) {
        aspect = try reader.field("aspect")
        cells = try reader.objects("cells") { (cell) throws(UnexpectedText) in
            Cell(column: try cell.field("column"), text: try cell.field("text"))
        }
        cycle = try reader.field("cycle")
        findings = try reader.field("findings")
        proposals = try reader.field("proposals")
        report = try reader.field("report")
        topic = try reader.field("topic")
        unit = try reader.field("unit")
    }
}

package struct WriteMatrixRow: RoundCommand {
    package static let type = TypeName("write-matrix-row")
    package static let step = MatrixRowWritten.step
    package let cycle: Identifier
    package let unit: Identifier
    package let report: Identifier
    package let topic: Topic
    package let aspect: Aspect
    package let cells: [Cell]
    package let findings: [Identifier]
    package let proposals: [Identifier]

    package struct Cell: Codable, Hashable, Sendable {
        package let column: Identifier
        package let text: FreeText
    }

    package func happening(in turn: Turn) throws(Refusal) -> any RoundEvent {
        let columns = try turn.draft(report).columns
        guard !cells.isEmpty else { throw Refusal("row-without-cells", field: "/data/cells") }
        for (index, cell) in cells.enumerated() where !columns.contains(cell.column) {
            throw Refusal(
                "column-not-in-template",
                ["column": cell.column.text, "columns": columns.map(\.text).joined(separator: ", ")],
                field: "/data/cells/\(index)/column")
        }
        guard Set(cells.map(\.column)).count == cells.count else {
            throw Refusal("column-written-twice", field: "/data/cells")
        }
        try turn.requireAccepted(findings, field: "/data/findings")
        for proposal in proposals { _ = try turn.standingProposal(proposal, field: "/data/proposals") }
        return MatrixRowWritten(
            cycle: cycle, unit: unit, report: report, topic: topic, aspect: aspect,
            cells: cells.map { MatrixRowWritten.Cell(column: $0.column, text: turn.text($0.text, as: .general)) },
            findings: findings, proposals: proposals)
    }
}
