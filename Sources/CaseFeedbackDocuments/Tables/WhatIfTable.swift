package import CaseFeedback
import EventSourcing

/// A cycle replayed under other instruments, for people at a terminal: unit by unit what would have been otherwise.
package struct WhatIfTable {
    private let document: WhatIfDocument
    private let language: Language

    package init(_ document: WhatIfDocument, in language: Language) {
        self.document = document
        self.language = language
    }

    /// Lines of at most `width` columns, ended by a line break.
    package func text(width: Int) -> String {
        var lines = document.standpoint.heading(WhatIfWords.title.text(in: language), in: language, width: width)
        lines += WhatIfWords.supposed.text(in: language).wrapped(to: width)
        for round in document.rounds {
            lines += ["", "\(Words.unit.text(in: language)) \(round.unit) · \(round.cycle)"]
            if let objections = round.objections {
                lines += refused(objections, width: width)
                if !objections.isEmpty {
                    lines += withoutRefused(round, width: width)
                } else if round.matrix.isEmpty {
                    continue
                }
            }
            lines += cells(of: round.matrix, width: width)
        }
        if document.rounds.isEmpty { lines += ["", Words.noUnits.text(in: language)] }
        return lines.joined(separator: "\n") + "\n"
    }

    /// What the row of the wheel would then have been, and a title for the matrix, which follows.
    private func withoutRefused(_ round: WhatIfRound, width: Int) -> [String] {
        let leftOut = round.leftOut ?? []
        var lines = WhatIfWords.leftOut.text(in: language, filling: ["count": "\(leftOut.count)"]).wrapped(to: width)
        let changes = round.wheel ?? []
        lines.append(DifferenceWords.wheel.text(in: language))
        lines +=
            changes.isEmpty
            ? [DifferenceWords.nothingChanged.text(in: language)]
            : TextTable.ofDifferences(changes, in: language).lines(width: width)
        return lines + [DifferenceWords.matrix.text(in: language)]
    }

    /// Columns, then the cells that rest on other sources than they did.
    private func cells(of matrix: MatrixDifference, width: Int) -> [String] {
        guard !matrix.isEmpty else { return [DifferenceWords.nothingChanged.text(in: language)] }
        var table = TextTable.ofDifferences(in: language)
        table.rows = matrix.changes.map { DifferenceWords.row($0, in: language) }
        table.rows += matrix.cells.map { cell in
            let place = "\(cell.topic.label(in: language)) · \(cell.aspect.label(in: language))"
            let column = Words.name(cell.columnLabel, cell.column, in: language)
            return ["\(place) · \(column)", sources(of: cell.before), sources(of: cell.after)]
        }
        return table.lines(width: width)
    }

    private func sources(of cell: MatrixCell?) -> String {
        let sources = cell?.sourceWords(in: language) ?? []
        return sources.isEmpty ? Words.nothing.text(in: language) : sources.joined(separator: "\n")
    }

    private func refused(_ objections: [ConsentObjection], width: Int) -> [String] {
        guard !objections.isEmpty else { return WhatIfWords.nothingRefused.text(in: language).wrapped(to: width) }
        return objections.flatMap { objection in
            WhatIfWords.refused.text(
                in: language,
                filling: [
                    "position": "\(objection.position)", "child": objection.child.text,
                    "what": Words.term(objection.code, of: "breach", in: language),
                ]
            ).wrapped(to: width)
        }
    }
}

/// What the table says in its own name, in both languages.
private enum WhatIfWords {
    static let title = Sentence(sv: "Om det hade varit så", en: "What if")
    static let supposed = Sentence(
        sv: "Omgången spelad igen med andra instrument, jämförd med hur den var. Inget är ändrat eller sparat.",
        en: "The cycle replayed under other instruments, compared with what it was. Nothing is changed or kept.")
    static let refused = Sentence(
        sv: "#{position} hade inte godtagits: {what} ({child}).",
        en: "#{position} would have been refused: {what} ({child}).")
    static let leftOut = Sentence(
        sv: """
            Utan det, och det som samma intervjuer sedan gav: {count|händelse|händelser} färre. Iakttagelser och rapporter \
            står kvar.
            """,
        en: """
            Without that, and what came of the same interviews: {count|event|events} less. Findings and reports stay.
            """)
    static let nothingRefused = Sentence(
        sv: "Allt som gjordes hade godtagits även med den regeln.",
        en: "All that was done would have been accepted under that rule too.")
}
