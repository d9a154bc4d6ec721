package import CanonicalJSON
package import EventSourcing

/// The official's paper (*tjänsteskrivelse*) that brings the report before the committee.
package struct OfficersReportIssued: RoundEvent {
    package static let type = TypeName("officers-report-issued")
    package static let step = Step.presentation
    package static let secrecy = SecrecyClass.general
    package let cycle: Identifier
    package let unit: Identifier
    package let report: Identifier
    /// What the committee is asked to decide.
    package let text: ProtectedText?

    package var subjects: Set<Tag> { [.report(report)] }

    package func apply(to round: inout Round, as fact: RecordedFact) {
        round.reports[report.text]?.officersReports.append(fact)
    }
}

extension OfficersReportIssued {
    package init(fields reader: inout CanonicalReader) throws(UnexpectedText) {
        cycle = try reader.field("cycle")
        report = try reader.field("report")
        text = try reader.fieldIfPresent("text")
        unit = try reader.field("unit")
    }
}

package struct IssueOfficersReport: RoundCommand {
    package static let type = TypeName("issue-officers-report")
    package static let step = OfficersReportIssued.step
    package let cycle: Identifier
    package let unit: Identifier
    package let report: Identifier
    package let text: FreeText?

    package func happening(in turn: Turn) throws(Refusal) -> any RoundEvent {
        _ = try turn.finalisedReport(report)
        return OfficersReportIssued(
            cycle: cycle, unit: unit, report: report, text: text.map { turn.text($0, as: .general) })
    }
}
