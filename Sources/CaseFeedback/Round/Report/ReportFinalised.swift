package import CanonicalJSON
package import EventSourcing

/// The report was drawn up (*upprättad*): its content is these rows, and never changes.
package struct ReportFinalised: RoundEvent {
    package static let type = TypeName("report-finalised")
    package static let step = Step.drafting
    package let cycle: Identifier
    package let unit: Identifier
    package let report: Identifier
    package let template: Identifier
    package let templateVersion: Int
    package let compiler: Identifier
    /// The events of the rows that make up the content.
    package let rows: [Position]
    /// That no row points to a child.
    package let attested: Bool

    package var subjects: Set<Tag> { [.report(report), .person(compiler)] }

    package func apply(to round: inout Round, as fact: RecordedFact) {
        guard round.reports[report.text]?.finalised == nil else { return }
        round.reports[report.text]?.finalised = fact
    }
}

extension ReportFinalised {
    package init(fields reader: inout CanonicalReader) throws(UnexpectedText) {
        attested = try reader.field("attested")
        compiler = try reader.field("compiler")
        cycle = try reader.field("cycle")
        report = try reader.field("report")
        rows = try reader.field("rows")
        template = try reader.field("template")
        templateVersion = try reader.field("templateVersion")
        unit = try reader.field("unit")
    }
}

package struct FinaliseReport: RoundCommand {
    package static let type = TypeName("finalise-report")
    package static let step = ReportFinalised.step
    package let cycle: Identifier
    package let unit: Identifier
    package let report: Identifier
    /// The compiler attests that no row points to a child.
    package let attested: Bool

    package func happening(in turn: Turn) throws(Refusal) -> any RoundEvent {
        let draft = try turn.draft(report)
        guard attested else { throw Refusal("attestation-missing", field: "/data/attested") }
        guard let compiler = turn.round.compiler(asOf: turn.asOf)?.compiler else {
            throw Refusal("compiler-not-appointed")
        }
        guard draft.rows.allSatisfy({ turn.asOf.includes($0.fact) }) else {
            throw Refusal("row-written-later", ["report": report.text], field: "/data/report")
        }
        guard !draft.rows.isEmpty else {
            throw Refusal("report-without-rows", ["report": report.text], field: "/data/report")
        }
        guard let review = draft.reviews.last, !review.isReturned,
            draft.rows.allSatisfy({ $0.fact.position < review.fact.position })
        else { throw Refusal("report-not-reviewed", ["report": report.text], field: "/data/report") }
        return ReportFinalised(
            cycle: cycle, unit: unit, report: report, template: draft.template,
            templateVersion: draft.templateVersion, compiler: compiler,
            rows: draft.currentRows(asOf: turn.asOf).map(\.fact.position), attested: attested)
    }
}
