package import CanonicalJSON
package import EventSourcing

/// One or a few from the team presented the report to the committee that the unit belonged to that day.
package struct ReportPresented: RoundEvent {
    package static let type = TypeName("report-presented")
    package static let step = Step.presentation
    package let cycle: Identifier
    package let unit: Identifier
    package let report: Identifier
    package let committee: Identifier
    /// The role of those who presented it.
    package let byRole: Identifier

    package var subjects: Set<Tag> { [.report(report), .committee(committee)] }

    package func apply(to round: inout Round, as fact: RecordedFact) {
        round.reports[report.text]?.presentations.append(
            Report.Presentation(committee: committee, by: byRole, fact: fact))
    }
}

extension ReportPresented {
    package init(fields reader: inout CanonicalReader) throws(UnexpectedText) {
        byRole = try reader.field("byRole")
        committee = try reader.field("committee")
        cycle = try reader.field("cycle")
        report = try reader.field("report")
        unit = try reader.field("unit")
    }
}

package struct PresentReport: RoundCommand {
    package static let type = TypeName("present-report")
    package static let step = ReportPresented.step
    package let cycle: Identifier
    package let unit: Identifier
    package let report: Identifier
    package let byRole: Identifier

    package var alsoReads: [StreamName] { [.unit(unit)] }

    package func happening(in turn: Turn) throws(Refusal) -> any RoundEvent {
        let committee = try turn.states.committee(owning: unit, on: turn.day)
        let finalised = try turn.finalisedReport(report)
        // After a reorganisation the committee that took over is a new one to submit to.
        guard finalised.submissions.contains(where: { $0.committee == committee && turn.asOf.includes($0.fact) }) else {
            throw Refusal(
                "report-not-submitted", ["report": report.text, "committee": committee.text], field: "/data/report")
        }
        guard !finalised.presentations.contains(where: { $0.committee == committee }) else {
            throw Refusal(
                "report-already-presented", ["report": report.text, "committee": committee.text],
                field: "/data/report")
        }
        return ReportPresented(cycle: cycle, unit: unit, report: report, committee: committee, byRole: byRole)
    }
}
