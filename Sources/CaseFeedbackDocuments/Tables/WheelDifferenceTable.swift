package import CaseFeedback
import EventSourcing

/// What changed in the wheel, for people at a terminal: for every unit and cycle its fields before and after, and below
/// them the events.
package struct WheelDifferenceTable {
    private let document: DifferenceDocument<[WheelDifference]>
    private var language: Language { document.language }

    package init(_ document: DifferenceDocument<[WheelDifference]>) { self.document = document }

    /// Lines of at most `width` columns, ended by a line break.
    package func text(width: Int) -> String {
        var lines = document.heading(DifferenceWords.wheel.text(in: language), width: width)
        if document.content.isEmpty { lines.append(DifferenceWords.nothingChanged.text(in: language)) }
        for (index, row) in document.content.enumerated() {
            if index > 0 { lines.append("") }
            let unit = Words.name(row.unitLabel, row.unit, in: language)
            lines += "\(unit) · \(Words.name(row.cycleLabel, row.cycle, in: language))".wrapped(to: width)
            lines += TextTable.ofDifferences(row.changes, in: language).lines(width: width)
            lines += document.told(row.events, width: width)
        }
        return lines.joined(separator: "\n") + "\n"
    }
}
