package import CanonicalJSON
package import EventSourcing

/// A finalised report was corrected: the correction stands beside its content, which stays as it is.
package struct ReportCorrected: RoundEvent {
    package static let type = TypeName("report-corrected")
    package static let step = Step.correction
    package static let secrecy = SecrecyClass.general
    package let cycle: Identifier
    package let unit: Identifier
    package let report: Identifier
    /// The row that it is about, where it is about one.
    package let topic: Topic?
    package let aspect: Aspect?
    package let text: ProtectedText

    package var subjects: Set<Tag> { [.report(report)] }

    package func apply(to round: inout Round, as fact: RecordedFact) {
        round.reports[report.text]?.corrections.append(
            Report.Correction(text: fact.reference(to: text), topic: topic, aspect: aspect, fact: fact))
    }
}

extension ReportCorrected {
    package init(fields reader: inout CanonicalReader) throws(UnexpectedText) {
        aspect = try reader.fieldIfPresent("aspect")
        cycle = try reader.field("cycle")
        report = try reader.field("report")
        text = try reader.field("text")
        topic = try reader.fieldIfPresent("topic")
        unit = try reader.field("unit")
    }
}

package struct CorrectReport: RoundCommand {
    package static let type = TypeName("correct-report")
    package static let step = ReportCorrected.step
    package let cycle: Identifier
    package let unit: Identifier
    package let report: Identifier
    package let topic: Topic?
    package let aspect: Aspect?
    package let text: FreeText

    package func happening(in turn: Turn) throws(Refusal) -> any RoundEvent {
        _ = try turn.finalisedReport(report)
        guard (topic == nil) == (aspect == nil) else {
            throw Refusal("row-half-named", field: topic == nil ? "/data/topic" : "/data/aspect")
        }
        return ReportCorrected(
            cycle: cycle, unit: unit, report: report, topic: topic, aspect: aspect,
            text: turn.text(text, as: .general))
    }
}
