package import CanonicalJSON
package import EventSourcing

/// The report was begun, under the version of the matrix template that was in force; it keeps that version and its columns.
package struct ReportDraftStarted: RoundEvent {
    package static let type = TypeName("report-draft-started")
    package static let step = Step.drafting
    package let cycle: Identifier
    package let unit: Identifier
    package let report: Identifier
    package let template: Identifier
    package let templateVersion: Int
    package let columns: [Identifier]

    package var subjects: Set<Tag> { [.report(report)] }

    package func apply(to round: inout Round, as fact: RecordedFact) {
        guard round.reports[report.text] == nil else { return }
        round.reports[report.text] = Report(
            report: report, template: template, templateVersion: templateVersion, columns: columns, started: fact)
    }
}

extension ReportDraftStarted {
    package init(fields reader: inout CanonicalReader) throws(UnexpectedText) {
        columns = try reader.field("columns")
        cycle = try reader.field("cycle")
        report = try reader.field("report")
        template = try reader.field("template")
        templateVersion = try reader.field("templateVersion")
        unit = try reader.field("unit")
    }
}

package struct StartDraft: RoundCommand {
    package static let type = TypeName("start-draft")
    package static let step = ReportDraftStarted.step
    package let cycle: Identifier
    package let unit: Identifier
    package let report: Identifier
    package let template: Identifier

    package var alsoReads: [StreamName] { [.matrixTemplate(template)] }

    package func happening(in turn: Turn) throws(Refusal) -> any RoundEvent {
        if let begun = turn.round.report {
            throw Refusal("report-already-begun", ["report": begun.report.text], field: "/data/report")
        }
        guard turn.round.compiler(asOf: turn.asOf) != nil else { throw Refusal("compiler-not-appointed") }
        guard turn.round.enrolment?.template == template else {
            throw Refusal("template-not-of-round", ["template": template.text], field: "/data/template")
        }
        let inForce = try turn.states.template(template, on: turn.day)
        return ReportDraftStarted(
            cycle: cycle, unit: unit, report: report, template: template, templateVersion: inForce.version,
            columns: inForce.columns)
    }
}
