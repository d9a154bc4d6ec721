package import CanonicalJSON
package import EventSourcing

/// The report got its registration number (*diarienummer*).
package struct ReportRegistered: RoundEvent {
    package static let type = TypeName("report-registered")
    package static let step = Step.submission
    package let cycle: Identifier
    package let unit: Identifier
    package let report: Identifier
    package let registrationNumber: RegistrationNumber

    package var subjects: Set<Tag> { [.report(report)] }

    package func apply(to round: inout Round, as fact: RecordedFact) {
        round.reports[report.text]?.registrations.append(Report.Registration(number: registrationNumber, fact: fact))
    }
}

extension ReportRegistered {
    package init(fields reader: inout CanonicalReader) throws(UnexpectedText) {
        cycle = try reader.field("cycle")
        registrationNumber = try reader.field("registrationNumber")
        report = try reader.field("report")
        unit = try reader.field("unit")
    }
}

package struct RegisterReport: RoundCommand {
    package static let type = TypeName("register-report")
    package static let step = ReportRegistered.step
    package let cycle: Identifier
    package let unit: Identifier
    package let report: Identifier
    package let registrationNumber: RegistrationNumber

    package func happening(in turn: Turn) throws(Refusal) -> any RoundEvent {
        let registrations = try turn.finalisedReport(report).registrations
        if let registration = registrations.last {
            throw Refusal(
                "report-already-registered", ["report": report.text, "number": registration.number.text],
                field: "/data/registrationNumber")
        }
        return ReportRegistered(cycle: cycle, unit: unit, report: report, registrationNumber: registrationNumber)
    }
}
