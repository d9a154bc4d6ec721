package import CaseFeedback
package import EventSourcing

/// A committee summary as a paper to read: plain text with the marks of Markdown, and with the words of its texts.
package struct SummaryPaper {
    private let summary: CommitteeSummary
    private let texts: [TextReference: RevealedText]
    private let language: Language
    private let digest: String?

    /// `digest` is the one of the summary's canonical JSON, for the last line; a text that isn't handed in is withheld.
    package init(
        _ summary: CommitteeSummary, texts: [TextReference: RevealedText], in language: Language, digest: String? = nil
    ) {
        self.summary = summary
        self.texts = texts
        self.language = language
        self.digest = digest
    }

    /// Lines ended by a line break.
    package var text: String {
        let parts = [head, counts, matrix, points, decisions, origins, foot]
        return parts.map { $0.joined(separator: "\n") }.filter { !$0.isEmpty }.joined(separator: "\n\n") + "\n"
    }

    /// What may stand on the paper in a text's place: only what was written for all, and never with a child's reference.
    private func words(_ reference: TextReference) -> String {
        guard reference.secrecy == .general || reference.secrecy == .open else {
            return RevealedText.withheld(reason: "not-general").words(in: language)
        }
        let revealed = texts[reference] ?? .notRevealed
        if case .text(let words) = revealed, ChildReferenceSearch.finds(in: words) {
            return RevealedText.withheld(reason: "names-child").words(in: language)
        }
        return revealed.words(in: language).split(whereSeparator: \.isNewline).joined(separator: " ")
    }

    private var head: [String] {
        let unit = Words.name(summary.unit.label, summary.unit.id, in: language)
        let title = SummaryWords.title.text(in: language, filling: ["unit": unit])
        var lines = ["# \(title)", ""]
        if summary.standpoint.nature == .demonstration {
            lines += ["**\(Words.demonstration.text(in: language))**", ""]
        }
        let number = summary.registrationNumber?.text ?? SummaryWords.notRegistered.text(in: language)
        let committee = Words.name(summary.committee?.label, summary.committee?.id, in: language)
        let label = summary.template.label.map { " – \($0.text(in: language))" } ?? ""
        let facts: [(Sentence, String)] = [
            (SummaryWords.organisation, summary.standpoint.organisationName(in: language)),
            (Words.committee, committee), (Words.unit, unit),
            (Words.cycle, Words.name(summary.cycle.label, summary.cycle.id, in: language)),
            (SummaryWords.registrationNumber, number),
            (Words.report, "\(summary.report), \(Words.state(summary.state, in: language))"),
            (SummaryWords.finalised, "\(summary.finalisedOn)"),
            (
                Words.template,
                "\(summary.template.id), \(Words.version.text(in: language)) \(summary.template.version)\(label)"
            ),
        ]
        lines += facts.map { "- \($0.0.text(in: language)): \($0.1)" }
        return lines
    }

    private var counts: [String] {
        let counts = summary.counts
        return [
            heading(SummaryWords.interviews), "",
            SummaryWords.selected.text(in: language, filling: ["count": String(counts.selected)]),
            "",
        ] + Words.outcomes(counts, in: language).map { "- \($0.words)" }
    }

    private var matrix: [String] {
        var lines = [heading(Words.matrix)]
        for row in summary.rows {
            let written = row.cells.filter { $0.text != nil }
            guard !written.isEmpty else { continue }
            lines += [
                "", "### \(row.topic.label(in: language).capitalisedFirst) – \(row.aspect.label(in: language))", "",
            ]
            for cell in written {
                let column = summary.template.columns.first { $0.code == cell.column }
                let label = column?.label.text(in: language) ?? cell.column.text
                lines.append("- **\(label):** \(cell.text.map(words) ?? "")")
            }
        }
        lines += summary.corrections.map { correction in
            let mark = Words.correction.text(in: language, filling: ["on": correction.on.description])
            return "\n\(mark): \(words(correction.text))"
        }
        return lines
    }

    private var points: [String] {
        let strengths = summary.findings.filter { $0.kind == .strength }
        let developments = summary.findings.filter { $0.kind != .strength }
        let lists = [
            (SummaryWords.strengths, strengths), (SummaryWords.developments, developments),
            (SummaryWords.proposals, summary.proposals),
        ]
        let sections = lists.filter { !$0.1.isEmpty }.map { title, points in
            ([heading(title), ""] + points.map { "- \(words($0.text))" }).joined(separator: "\n")
        }
        return sections.isEmpty ? [] : [sections.joined(separator: "\n\n")]
    }

    private var decisions: [String] {
        var sections: [String] = []
        if !summary.decisions.isEmpty {
            let lines = summary.decisions.map { decision in
                let committee = Words.name(decision.committee.label, decision.committee.id, in: language)
                return "- \(decision.on), \(committee), \(decision.kind.label(in: language)): \(words(decision.text))"
            }
            sections.append(([heading(SummaryWords.decisions), ""] + lines).joined(separator: "\n"))
        }
        if !summary.goals.isEmpty {
            let lines = GoalAudience.allCases.flatMap { audience in
                summary.goals.filter { $0.audience == audience }.map {
                    "- \(SummaryWords.goalFor.text(in: language, filling: ["audience": audience.label(in: language)])): "
                        + words($0.text)
                }
            }
            sections.append(([heading(SummaryWords.goals), ""] + lines).joined(separator: "\n"))
        }
        return sections.isEmpty ? [] : [sections.joined(separator: "\n\n")]
    }

    private var origins: [String] {
        let sources = Set(summary.origins.compactMap { $0.source?.text }).sorted()
        let invented = summary.origins.count { $0.synthetic != nil }
        var lines: [String] = []
        if summary.template.isNeutralDefault { lines.append("- \(SummaryWords.neutral.text(in: language))") }
        if !sources.isEmpty {
            let list = sources.joined(separator: ", ")
            lines.append("- \(SummaryWords.sources.text(in: language, filling: ["sources": list]))")
        }
        if invented > 0 {
            lines.append("- \(SummaryWords.invented.text(in: language, filling: ["count": String(invented)]))")
        }
        return lines.isEmpty ? [] : [heading(SummaryWords.origins), ""] + lines
    }

    private var foot: [String] {
        var lines = ["---", summary.standpoint.moment(in: language)]
        if let digest { lines.append(SummaryWords.digest.text(in: language, filling: ["digest": digest])) }
        return lines
    }

    private func heading(_ title: Sentence) -> String { "## \(title.text(in: language))" }
}
