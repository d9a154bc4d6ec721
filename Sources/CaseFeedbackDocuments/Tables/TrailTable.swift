import CaseFeedback
import EventSourcing

/// The audit trail for people at a terminal.
package struct TrailTable {
    private let document: TrailDocument
    private var language: Language { document.language }

    package init(_ document: TrailDocument) { self.document = document }

    /// Lines of at most `width` columns, ended by a line break.
    package func text(width: Int) -> String {
        var lines = document.standpoint.heading(Words.trail.text(in: language), in: language, width: width)
        var table = TextTable(columns: [
            TextTable.Column(title: Words.position.text(in: language), isNumber: true),
            TextTable.Column(title: Words.happened.text(in: language), narrowest: 10),
            TextTable.Column(title: Words.recorded.text(in: language), narrowest: 10),
            TextTable.Column(title: Words.actor.text(in: language), narrowest: 12),
            TextTable.Column(title: Words.happening.text(in: language), narrowest: 24),
        ])
        table.rows = document.lines.map(cells)
        lines += document.lines.isEmpty ? [Words.noEvents.text(in: language)] : table.lines(width: width)
        if let note = document.note { lines += [""] + "* \(note)".wrapped(to: width) }
        if document.next != nil { lines += Words.more.text(in: language).wrapped(to: width) }
        return lines.joined(separator: "\n") + "\n"
    }

    private func cells(of line: TrailLine) -> [String] {
        [
            "\(line.position)", line.occurred.instant?.toMinute ?? line.occurred.day.description,
            line.recordedAt.toMinute, actor(of: line),
            ([line.sentence(in: language)] + marks(of: line)).joined(separator: " "),
        ]
    }

    /// `os#anna* (processledare)`, and who did it where that is somebody else.
    private func actor(of line: TrailLine) -> String {
        let role = Words.term(line.actor.role, of: Role.vocabulary, in: language)
        let by = line.actor.performedBy.map {
            ", " + Words.performedBy.text(in: language, filling: ["person": $0])
        }
        return "\(line.actor.recordedBy)\(line.actor.isAsserted ? "*" : "") (\(role))\(by ?? "")"
    }

    private func marks(of line: TrailLine) -> [String] {
        var marks: [String] = []
        if let source = line.source { marks.append(Words.cites.text(in: language, filling: ["source": source])) }
        if line.synthetic.contains("") {
            marks.append(Words.invented.text(in: language))
        } else if !line.synthetic.isEmpty {
            marks.append(
                Words.inventedFields.text(
                    in: language, filling: ["fields": line.synthetic.joined(separator: ", ")]))
        }
        marks += line.breaches.map {
            Words.breaks.text(in: language, filling: ["what": Words.term($0, of: "breach", in: language)])
        }
        if let unreadable = line.unreadable { marks.append("[\(unreadable)]") }
        return marks
    }
}

extension Instant {
    /// `2018-09-13 11:00Z`: what a person reads in a table; JSON has all of it.
    fileprivate var toMinute: String {
        let text = description
        return "\(text.prefix(10)) \(text.dropFirst(11).prefix(5))Z"
    }
}
