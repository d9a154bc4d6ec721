package import CanonicalJSON
package import EventSourcing

/// Somebody read the draft and has nothing against it.
package struct ReportReviewed: RoundEvent {
    package static let type = TypeName("report-reviewed")
    package static let step = Step.drafting
    package let cycle: Identifier
    package let unit: Identifier
    package let report: Identifier

    package var subjects: Set<Tag> { [.report(report)] }

    package func apply(to round: inout Round, as fact: RecordedFact) {
        round.reports[report.text]?.reviews.append(Report.Review(isReturned: false, fact: fact))
    }
}

extension ReportReviewed {
    package init(fields reader: inout CanonicalReader) throws(UnexpectedText) {
        cycle = try reader.field("cycle")
        report = try reader.field("report")
        unit = try reader.field("unit")
    }
}

package struct ReviewReport: RoundCommand {
    package static let type = TypeName("review-report")
    package static let step = ReportReviewed.step
    package let cycle: Identifier
    package let unit: Identifier
    package let report: Identifier

    package func happening(in turn: Turn) throws(Refusal) -> any RoundEvent {
        guard try !turn.draft(report).rows.isEmpty else {
            throw Refusal("report-without-rows", ["report": report.text], field: "/data/report")
        }
        return ReportReviewed(cycle: cycle, unit: unit, report: report)
    }
}

/// Somebody read the draft and gave it back.
package struct ReportReturned: RoundEvent {
    package static let type = TypeName("report-returned")
    package static let step = Step.drafting
    package static let secrecy = SecrecyClass.professional
    package let cycle: Identifier
    package let unit: Identifier
    package let report: Identifier
    package let reason: ProtectedText

    package var subjects: Set<Tag> { [.report(report)] }

    package func apply(to round: inout Round, as fact: RecordedFact) {
        round.reports[report.text]?.reviews.append(Report.Review(isReturned: true, fact: fact))
    }
}

extension ReportReturned {
    package init(fields reader: inout CanonicalReader) throws(UnexpectedText) {
        cycle = try reader.field("cycle")
        reason = try reader.field("reason")
        report = try reader.field("report")
        unit = try reader.field("unit")
    }
}

package struct ReturnReport: RoundCommand {
    package static let type = TypeName("return-report")
    package static let step = ReportReturned.step
    package let cycle: Identifier
    package let unit: Identifier
    package let report: Identifier
    package let reason: FreeText

    package func happening(in turn: Turn) throws(Refusal) -> any RoundEvent {
        guard try !turn.draft(report).rows.isEmpty else {
            throw Refusal("report-without-rows", ["report": report.text], field: "/data/report")
        }
        return ReportReturned(
            cycle: cycle, unit: unit, report: report, reason: turn.text(reason, as: .professional))
    }
}
