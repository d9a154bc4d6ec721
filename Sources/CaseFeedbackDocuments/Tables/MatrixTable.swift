package import CaseFeedback
import EventSourcing

/// The report matrix for people at a terminal: under each topic and aspect the columns of the template, one below the other,
/// with the positions that they came from.
package struct MatrixTable {
    private let document: MatrixDocument
    private let language: Language

    package init(_ document: MatrixDocument, in language: Language) {
        self.document = document
        self.language = language
    }

    /// Lines of at most `width` columns, ended by a line break.
    package func text(width: Int) -> String {
        let answer = document.answer
        let title = "\(Words.matrix.text(in: language)) · \(answer.unit) · \(answer.cycle)"
        var lines = document.standpoint.heading(title, in: language, width: width)
        lines += status.flatMap { $0.wrapped(to: width) }
        if answer.columns.isEmpty { lines.append(Words.noTemplate.text(in: language)) }
        for topic in Topic.allCases where !answer.columns.isEmpty {
            for aspect in Aspect.allCases {
                lines += ["", "\(topic.label(in: language).capitalisedFirst) · \(aspect.label(in: language))"]
                // Where there is nothing at all, one line says so in place of a table of blanks.
                let isEmpty = answer.cells.allSatisfy {
                    $0.topic != topic || $0.aspect != aspect || ($0.text == nil && $0.sources.isEmpty)
                }
                lines += isEmpty ? [Words.nothing.text(in: language)] : table(topic, aspect).lines(width: width)
            }
        }
        lines += corrections(width: width)
        return lines.joined(separator: "\n") + "\n"
    }

    /// Which report under which template.
    private var status: [String] {
        let answer = document.answer
        let report = answer.report.map { report in
            "\(Words.report.text(in: language)) \(report): \(answer.state.map { Words.state($0, in: language) } ?? "")"
        }
        let version = answer.templateVersion.map { ", \(Words.version.text(in: language)) \($0)" } ?? ""
        let label = answer.templateLabel.map { " – \($0.text(in: language))" } ?? ""
        return [
            report ?? Words.noReport.text(in: language),
            "\(Words.template.text(in: language)) \(answer.template)\(version)\(label)",
        ]
    }

    private func table(_ topic: Topic, _ aspect: Aspect) -> TextTable {
        var table = TextTable(
            columns: [
                TextTable.Column(title: Words.column.text(in: language), narrowest: 12),
                TextTable.Column(title: Words.text.text(in: language), narrowest: 20),
                TextTable.Column(title: Words.sources.text(in: language), narrowest: 12),
            ], isSpaced: false)
        table.rows = document.answer.columns.compactMap { column in
            guard let cell = document.answer.cell(topic, aspect, column.code) else { return nil }
            let words = document.text(cell.text)?.words(in: language) ?? Words.nothing.text(in: language)
            let sources = cell.sourceWords(in: language).joined(separator: "; ")
            return [column.label.text(in: language), words, sources]
        }
        return table
    }

    private func corrections(width: Int) -> [String] {
        document.answer.corrections.flatMap { correction in
            let words = document.text(correction.text)?.words(in: language) ?? ""
            let mark = Words.correction.text(in: language, filling: ["on": correction.on.description])
            return [""] + "\(mark): \(words)".wrapped(to: width)
        }
    }
}
