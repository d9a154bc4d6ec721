package import CanonicalJSON
package import EventSourcing

/// The report went to the committee that the unit belonged to that day.
package struct ReportSubmitted: RoundEvent {
    package static let type = TypeName("report-submitted")
    package static let step = Step.submission
    package let cycle: Identifier
    package let unit: Identifier
    package let report: Identifier
    package let committee: Identifier

    package var subjects: Set<Tag> { [.report(report), .committee(committee)] }

    package func apply(to round: inout Round, as fact: RecordedFact) {
        round.reports[report.text]?.submissions.append(Report.Submission(committee: committee, fact: fact))
    }
}

extension ReportSubmitted {
    package init(fields reader: inout CanonicalReader) throws(UnexpectedText) {
        committee = try reader.field("committee")
        cycle = try reader.field("cycle")
        report = try reader.field("report")
        unit = try reader.field("unit")
    }
}

package struct SubmitReport: RoundCommand {
    package static let type = TypeName("submit-report")
    package static let step = ReportSubmitted.step
    package let cycle: Identifier
    package let unit: Identifier
    package let report: Identifier

    package var alsoReads: [StreamName] { [.unit(unit)] }

    package func happening(in turn: Turn) throws(Refusal) -> any RoundEvent {
        let committee = try turn.states.committee(owning: unit, on: turn.day)
        let finalised = try turn.finalisedReport(report)
        guard !finalised.submissions.contains(where: { $0.committee == committee }) else {
            throw Refusal(
                "report-already-submitted", ["report": report.text, "committee": committee.text],
                field: "/data/report")
        }
        return ReportSubmitted(cycle: cycle, unit: unit, report: report, committee: committee)
    }
}
