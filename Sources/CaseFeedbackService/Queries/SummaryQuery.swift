package import CaseFeedback
package import EventSourcing
package import EventStore

/// What a summary for the committee is made of: the states of wheel and matrix at one position, and where facts are from.
package struct SummaryMaterial: Sendable {
    package let report: Identifier
    package let cycle: Identifier
    package let unit: Identifier
    package let wheel: [String: WheelState]
    package let matrix: [String: MatrixState]
    /// Of the events of the unit's round, by position.
    package let provenance: [Position: Provenance]
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
        let wheel = try await log.states(of: AnnualWheel.self, for: question)
        let rounds = wheel.states.values.map(\.round)
        guard let round = rounds.first(where: { $0.reports[report.text] != nil }), let enrolment = round.enrolment,
            let found = round.reports[report.text]
        else {
            throw Problem(.notFound, "report-not-found", ["report": report.text], field: "report", value: report.text)
        }
        guard found.isFinalised(asOf: wheel.standpoint.asOf) else {
            throw Problem(
                .refused, "report-not-finalised", ["report": report.text], field: "report", value: report.text)
        }
        // The matrix is read at the position that the wheel shows, so that both are of one moment.
        var pinned = question
        pinned.unit = enrolment.unit
        pinned.cycle = enrolment.cycle
        pinned.knownAt = .position(wheel.standpoint.position.position)
        let matrix = try await log.states(of: ReportMatrix.self, for: pinned)
        return Answered(
            content: SummaryMaterial(
                report: report, cycle: enrolment.cycle, unit: enrolment.unit, wheel: wheel.states,
                matrix: matrix.states, provenance: try await provenance(of: enrolment, at: wheel.standpoint.position)),
            standpoint: wheel.standpoint)
    }

    private func provenance(
        of enrolment: Enrolment, at position: LogPosition
    ) async throws(Problem) -> [Position: Provenance] {
        let events = try await storing { () async throws(StoreError) in
            try await log.events(
                of: position.log, taggedBy: [[.cycle(enrolment.cycle), .unit(enrolment.unit)]], to: position.position)
        }
        return events.reduce(into: [:]) { $0[$1.position] = Provenance(reading: $1) }
    }

    /// The words of texts of a summary; hidden are those that are withdrawn by now.
    package func reveal(
        _ references: [TextReference], of material: Answered<SummaryMaterial>, to caller: Caller
    ) async throws(Problem) -> [TextReference: RevealedText] {
        let organisation = material.standpoint.position.log.organisation
        let now = try await log.states(
            of: ReportMatrix.self,
            for: Question(organisation: organisation, unit: material.content.unit, cycle: material.content.cycle)
        )
        return try await revealer.reveal(
            references, of: organisation, hidden: ReportMatrix.hidden(in: now.states), to: caller,
            purpose: TypeName("committee-summary"))
    }
}
