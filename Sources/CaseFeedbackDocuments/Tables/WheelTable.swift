package import CaseFeedback
package import EventSourcing

/// The annual wheel for people at a terminal: a table for each cycle.
package struct WheelTable {
    private let document: WheelDocument
    private let language: Language
    private let day: Day

    /// What is next and what is overdue is told from `today`, unless the wheel is of another day.
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
            TextTable.Column(title: Words.unit.text(in: language), narrowest: 10),
            TextTable.Column(title: Words.committee.text(in: language), narrowest: 10),
            TextTable.Column(title: Words.phase.text(in: language)),
            TextTable.Column(title: Words.since.text(in: language)),
            TextTable.Column(title: Words.selected.text(in: language), isNumber: true),
            TextTable.Column(title: Words.held.text(in: language), isNumber: true),
            TextTable.Column(title: Words.declined.text(in: language), isNumber: true),
            TextTable.Column(title: Words.others.text(in: language), isNumber: true),
            TextTable.Column(title: Words.pending.text(in: language), isNumber: true),
            TextTable.Column(title: Words.nextDate.text(in: language), narrowest: 10),
        ])
        table.rows = rows.map(cells)
        let totals = WheelTotals(of: rows)
        let units = Words.unitCount(totals.units, in: language)
        table.rows.append(["\(Words.total.text(in: language)), \(units)", "", "", ""] + numbers(totals.counts) + [""])
        let outcomes = Words.outcomes(totals.counts, in: language).map(\.words).joined(separator: ", ")
        return ["\(Words.cycle.text(in: language)): \(label)"] + table.lines(width: width)
            + (outcomes.isEmpty ? [] : [""] + "\(Words.outcome.text(in: language)): \(outcomes).".wrapped(to: width))
            + missing(rows, width: width)
    }

    /// What is missing, each once with the units that it is missing from.
    private func missing(_ rows: [WheelRow], width: Int) -> [String] {
        var lines: [String] = []
        for phase in Phase.allCases {
            let missing = rows.filter { $0.nextPhase == phase }.flatMap { row in row.missing.map { (row, $0) } }
            var codes: Set<String> = []
            for (_, first) in missing where codes.insert(first.code).inserted {
                let units = missing.filter { $0.1.code == first.code }.map { row, missing in
                    name(of: row) + (missing.count.map { " \($0)" } ?? "")
                }
                let what = Words.missing(first, before: phase, in: language)
                lines += "\(what): \(units.joined(separator: ", "))".wrapped(to: max(20, width - 2)).enumerated().map {
                    $0.offset == 0 ? "- \($0.element)" : "  \($0.element)"
                }
            }
        }
        return lines.isEmpty ? [] : ["", Words.missingTitle.text(in: language)] + lines
    }

    /// Selected, held, a no of child or guardian, everything else, pending: they sum up to the first.
    private func numbers(_ counts: WheelCounts) -> [String] {
        [
            counts.selected, counts.held, counts.declinedByChild + counts.refusedByGuardian,
            counts.interrupted + counts.noReply + counts.cancelled + counts.withdrawn, counts.pending,
        ].map(String.init)
    }

    private func cells(of row: WheelRow) -> [String] {
        [
            name(of: row), Words.name(row.committeeLabel, row.committee, in: language), row.phase.label(in: language),
            row.since.description,
        ] + numbers(row.counts) + [Words.nextDate(row, on: day, in: language)]
    }

    private func name(of row: WheelRow) -> String { Words.name(row.unitLabel, row.unit, in: language) }
}
