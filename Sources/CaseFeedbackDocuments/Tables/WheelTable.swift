package import CaseFeedback
package import EventSourcing

/// The annual wheel for people at a terminal: a table for each cycle.
package struct WheelTable {
    private let document: WheelDocument
    private let language: Language
    private let day: Day

    /// - Parameter today: what is next and what is overdue is told from it, unless the wheel is of another day.
    package init(_ document: WheelDocument, in language: Language, today: Day) {
        self.document = document
        self.language = language
        day = document.standpoint.day(today: today)
    }

    /// Lines of at most `width` columns, ended by a line break.
    package func text(width: Int) -> String {
        var lines = document.standpoint.heading(Words.wheel.text(in: language), in: language, width: width)
        if document.units.isEmpty { lines.append(Words.noUnits.text(in: language)) }
        for (index, cycle) in cycles.enumerated() {
            if index > 0 { lines.append("") }
            lines += section(cycle, width: width)
        }
        let breaches = document.units.flatMap { row in
            row.breaches.map { "\(name(of: row)): \(Words.breach($0, in: language))" }
        }
        if !breaches.isEmpty { lines += [""] + breaches.flatMap { $0.wrapped(to: width) } }
        return lines.joined(separator: "\n") + "\n"
    }

    private var cycles: [Identifier] { Set(document.units.map(\.cycle)).sorted() }

    private func section(_ cycle: Identifier, width: Int) -> [String] {
        let rows = document.units.filter { $0.cycle == cycle }
        let label = Words.name(rows.first?.cycleLabel, cycle, in: language)
        var table = TextTable(columns: [
            TextTable.Column(title: Words.unit.text(in: language), narrowest: 12),
            TextTable.Column(title: Words.committee.text(in: language), narrowest: 10),
            TextTable.Column(title: Words.phase.text(in: language)),
            TextTable.Column(title: Words.since.text(in: language)),
            TextTable.Column(title: Words.selected.text(in: language), isNumber: true),
            TextTable.Column(title: Words.held.text(in: language), isNumber: true),
            TextTable.Column(title: Words.otherOutcomes.text(in: language), narrowest: 13),
            TextTable.Column(title: Words.missing.text(in: language), narrowest: 14),
            TextTable.Column(title: Words.nextDate.text(in: language), narrowest: 10),
        ])
        table.rows = rows.map(cells)
        let totals = WheelTotals(of: rows)
        table.rows.append([
            "\(Words.total.text(in: language)) (\(totals.units))", "", "", "", String(totals.counts.selected),
            String(totals.counts.held), Words.otherOutcomes(totals.counts, in: language), "", "",
        ])
        return ["\(Words.cycle.text(in: language)): \(label)"] + table.lines(width: width)
    }

    private func cells(of row: WheelRow) -> [String] {
        [
            name(of: row), Words.name(row.committeeLabel, row.committee, in: language), row.phase.label(in: language),
            row.since.description, String(row.counts.selected), String(row.counts.held),
            Words.otherOutcomes(row.counts, in: language), Words.missing(row, in: language),
            Words.nextDate(row, on: day, in: language),
        ]
    }

    private func name(of row: WheelRow) -> String { Words.name(row.unitLabel, row.unit, in: language) }
}
