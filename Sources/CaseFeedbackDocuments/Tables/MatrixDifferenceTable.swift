import CaseFeedback
import EventSourcing

/// What changed in a matrix, for people at a terminal: the matrix as a whole first, then cell by cell.
package struct MatrixDifferenceTable {
    private let document: DifferenceDocument<RevealedMatrixDifference>
    private var language: Language { document.language }

    package init(_ document: DifferenceDocument<RevealedMatrixDifference>) { self.document = document }

    /// Lines of at most `width` columns, ended by a line break.
    package func text(width: Int) -> String {
        let difference = document.content.difference
        var lines = document.heading(DifferenceWords.matrix.text(in: language), width: width)
        if difference.isEmpty { lines.append(DifferenceWords.nothingChanged.text(in: language)) }
        if !difference.changes.isEmpty {
            lines += whole(difference.changes).lines(width: width)
            lines += document.told(Set(difference.changes.flatMap(\.events)).sorted(), width: width)
        }
        for cell in difference.cells {
            lines += ["", "\(cell.topic.label(in: language).capitalisedFirst) · \(cell.aspect.label(in: language))"]
            lines += table(cell).lines(width: width)
            lines += document.told(cell.events, width: width)
        }
        return lines.joined(separator: "\n") + "\n"
    }

    private func whole(_ changes: [MatrixChange]) -> TextTable {
        var table = TextTable.ofDifferences(in: language)
        table.rows = changes.map { DifferenceWords.row($0, in: language) }
        return table
    }

    private func table(_ cell: MatrixCellDifference) -> TextTable {
        var table = TextTable.ofDifferences(of: Words.column, in: language)
        let label = Words.name(cell.columnLabel, cell.column, in: language)
        table.rows = [[label, words(of: cell.before), words(of: cell.after)]]
        return table
    }

    private func words(of cell: MatrixCell?) -> String {
        guard let cell else { return Words.nothing.text(in: language) }
        let text = document.content.text(of: cell)?.words(in: language) ?? Words.nothing.text(in: language)
        return ([text] + cell.sourceWords(in: language)).joined(separator: "\n")
    }
}
