package import CaseFeedback
package import EventSourcing
package import EventStore

/// What a summary for the committee is made of: the round as a whole, its row of the wheel and its matrix, at one position.
package struct SummaryMaterial: Sendable {
    package let report: Identifier
    package let round: Round
    package let row: WheelRow
    package let matrix: MatrixAnswer
}

/// Gathers what a committee's summary of a finalised report is made of.
package struct SummaryQuery: Sendable {
    private let log: EventLog
    private let revealer: TextRevealer

    package init(_ log: EventLog, revealer: TextRevealer) {
        self.log = log
        self.revealer = revealer
    }

    /// The material for one report; refused before the report is finalised.
    package func material(
        of report: Identifier, in question: Question
    ) async throws(Problem) -> Answered<SummaryMaterial> {
        let wheel = try await log.states(of: AnnualWheel.self, for: question) { AnnualWheel.childTags(in: $0) }
        let asOf = wheel.standpoint.asOf
        guard let round = wheel.states.values.map(\.round).first(where: { $0.reports[report.text] != nil }),
            let enrolment = round.enrolment, let found = round.reports[report.text],
            let row = AnnualWheel.row(
                AnnualWheel.roundKey(cycle: enrolment.cycle, unit: enrolment.unit), asOf: asOf, from: wheel.states)
        else {
            throw Problem(.notFound, "report-not-found", ["report": report.text], field: "report", value: report.text)
        }
        guard found.isFinalised(asOf: asOf) else {
            throw Problem(
                .refused, "report-not-finalised", ["report": report.text], field: "report", value: report.text)
        }
        // The matrix is read at the position that the wheel shows, so that both are of one moment.
        var pinned = question
        pinned.unit = enrolment.unit
        pinned.cycle = enrolment.cycle
        pinned.knownAt = .position(wheel.standpoint.position.position)
        let matrix = try await log.states(of: ReportMatrix.self, for: pinned) { _ in [] }
        guard
            let answer = ReportMatrix.answer(
                cycle: enrolment.cycle, unit: enrolment.unit, asOf: asOf, from: matrix.states)
        else {
            throw Problem(.notFound, "report-not-found", ["report": report.text], field: "report", value: report.text)
        }
        return Answered(
            content: SummaryMaterial(report: report, round: round, row: row, matrix: answer),
            standpoint: wheel.standpoint)
    }

    /// The words of texts of a summary; hidden are those that are withdrawn by now.
    package func reveal(
        _ references: [TextReference], of material: Answered<SummaryMaterial>, to caller: Caller
    ) async throws(Problem) -> [TextReference: RevealedText] {
        let organisation = material.standpoint.position.log.organisation
        let enrolled = material.content.row
        let now = try await log.states(
            of: ReportMatrix.self,
            for: Question(organisation: organisation, unit: enrolled.unit, cycle: enrolled.cycle)
        ) { _ in [] }
        return try await revealer.reveal(
            references, of: organisation, hidden: ReportMatrix.hidden(in: now.states), to: caller,
            purpose: TypeName("committee-summary"))
    }
}
