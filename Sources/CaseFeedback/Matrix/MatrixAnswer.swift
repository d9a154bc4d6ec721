package import EventSourcing

/// The matrix of one unit in one cycle on a day: every cell of its template, the empty ones too.
package struct MatrixAnswer: Codable, Hashable, Sendable {
    package let cycle: Identifier
    package let unit: Identifier
    /// Absent until a draft was started; the cells then hold what there is to write from.
    package let report: Identifier?
    package let state: ReportState?
    package let template: Identifier
    /// The report's own version; before it was begun, the one in force.
    package let templateVersion: Int?
    package let templateLabel: LocalizedLabel?
    /// Whether the columns are the program's suggestion, which nobody published.
    package let isNeutralDefault: Bool
    /// From left to right.
    package let columns: [MatrixColumn]
    /// By topic, aspect and column.
    package let cells: [MatrixCell]
    /// What was corrected after the report was finalised, whose content stays.
    package let corrections: [MatrixCorrection]
    package let grounds: MatrixGrounds

    package func cell(_ topic: Topic, _ aspect: Aspect, _ column: Identifier) -> MatrixCell? {
        cells.first { $0.topic == topic && $0.aspect == aspect && $0.column == column }
    }

    /// The texts that the answer shows.
    package var texts: [TextReference] { cells.compactMap(\.text) + corrections.map(\.text) }

    /// Why a cell is as it is: ascending positions of what it came from and of what settled it; none for a cell that the
    /// template doesn't have.
    package func why(_ topic: Topic, _ aspect: Aspect, _ column: Identifier) -> [Position] {
        cell(topic, aspect, column)?.why ?? []
    }
}

/// How far a report has come.
package enum ReportState: String, Codable, Sendable, CaseIterable {
    case draft, finalised, submitted
}

/// The events that made the matrix as a whole what it is.
package struct MatrixGrounds: Codable, Hashable, Sendable {
    /// The unit's enrolment, which names the template.
    package let enrolled: Position
    /// The start of the report, which keeps template, version and columns.
    package let started: Position?
    /// Ascending: what finalised the report and submitted it.
    package let settled: [Position]
    /// The adoption of the template's version.
    package let adopted: Position?
}

package struct MatrixCell: Codable, Hashable, Sendable {
    package let topic: Topic
    package let aspect: Aspect
    package let column: Identifier
    /// What stands in it: of the row that was written last.
    package let text: TextReference?
    /// By position: what a written cell cites, and for an unwritten one what there is to write from.
    package let sources: [MatrixSource]
    /// Ascending: what made the sources and the text hold, as judgements, corrections, withdrawals, earlier wordings.
    package let settledBy: [Position]

    package var why: [Position] { Set(sources.map(\.position) + settledBy).sorted() }
}

/// An event that a cell came from.
package struct MatrixSource: Codable, Hashable, Sendable {
    package enum Kind: String, Codable, Sendable, CaseIterable {
        case statement, finding, proposal, row
    }

    package let position: Position
    package let kind: Kind
    /// Its words are not shown, for any day; that it was there stays.
    package let hidden: Hiding?

    package struct Hiding: Codable, Hashable, Sendable {
        package let ground: HiddenText.Ground
        package let on: Day
        package let position: Position
    }
}

package struct MatrixCorrection: Codable, Hashable, Sendable {
    package let topic: Topic?
    package let aspect: Aspect?
    package let text: TextReference
    package let on: Day
}
