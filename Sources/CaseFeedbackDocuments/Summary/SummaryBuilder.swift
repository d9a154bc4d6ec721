package import CaseFeedback
package import EventSourcing

extension CommitteeSummary {
    /// The summary of a round's report, by the states of the wheel and of the matrix at one position.
    ///
    /// `provenance` tells of events, by position, where they are from; those that the summary rests on are named in it.
    ///
    /// - Throws: `report-not-finalised`, also when no report was begun or the unit takes no part.
    package init(
        cycle: Identifier, unit: Identifier, from standpoint: Standpoint, wheel: [String: WheelState],
        matrix: [String: MatrixState], provenance: [Position: Provenance] = [:]
    ) throws(Refusal) {
        let asOf = standpoint.asOf
        let key = AnnualWheel.roundKey(cycle: cycle, unit: unit)
        guard let row = AnnualWheel.row(key, asOf: asOf, from: wheel), let round = wheel[key]?.round,
            let answer = ReportMatrix.answer(cycle: cycle, unit: unit, asOf: asOf, from: matrix),
            let name = answer.report, let report = round.reports[name.text], let finalised = report.finalised,
            asOf.includes(finalised)
        else { throw Refusal("report-not-finalised", ["unit": unit.text, "cycle": cycle.text]) }
        let structure = wheel[AnnualWheel.structureKey]?.structure ?? AnnualWheel.initial.structure
        func named(_ committee: Identifier) -> Named {
            Named(id: committee, label: structure.committees[committee.text]?.label)
        }
        self.standpoint = standpoint
        self.unit = Named(id: unit, label: structure.units[unit.text]?.label(on: finalised.day))
        self.cycle = Named(id: cycle, label: row.cycleLabel)
        let submitted = report.submissions.filter { asOf.includes($0.fact) }.max { $0.fact < $1.fact }?.committee
        committee = (submitted ?? structure.units[unit.text]?.committee(on: finalised.day)).map(named)
        self.report = name
        state = report.state(asOf: asOf)
        finalisedOn = finalised.day
        finalisedAt = finalised.position
        registrationNumber = report.registrations.last { asOf.includes($0.fact) }?.number
        template = Template(
            id: report.template, version: report.templateVersion, label: answer.templateLabel,
            isNeutralDefault: answer.isNeutralDefault, columns: answer.columns)
        counts = row.counts
        rows = Topic.allCases.flatMap { topic in
            Aspect.allCases.map { aspect in
                let cells = answer.cells.filter { $0.topic == topic && $0.aspect == aspect }
                return Row(
                    topic: topic, aspect: aspect,
                    cells: cells.map {
                        Row.Cell(column: $0.column, text: $0.text, sources: $0.sources.map(\.position))
                    })
            }
        }
        corrections = answer.corrections
        let accepted = round.acceptedFindings(asOf: asOf)
        findings = accepted.map {
            Point(id: $0.finding, kind: $0.kind, topic: $0.topic, aspect: $0.aspect, text: $0.text, restsOn: [])
        }
        let standing = round.standingProposals(asOf: asOf)
        proposals = standing.map {
            Point(id: $0.proposal, kind: nil, topic: nil, aspect: nil, text: $0.text, restsOn: $0.findings)
        }
        let taken = round.decisions.values.filter { $0.report == name && asOf.includes($0.fact) }
            .sorted { $0.fact.position < $1.fact.position }
        decisions = taken.map {
            Decision(id: $0.decision, kind: $0.kind, committee: named($0.committee), on: $0.fact.day, text: $0.text)
        }
        let set = round.goals.values.filter { asOf.includes($0.fact) }.sorted { $0.fact.position < $1.fact.position }
        goals = set.map {
            SetGoal(
                id: $0.goal, audience: $0.audience, proposals: $0.proposals, decision: $0.decision, on: $0.fact.day,
                text: $0.text)
        }
        var positions = Set(rows.flatMap { $0.cells.flatMap(\.sources) })
        positions.formUnion(accepted.map(\.fact.position) + standing.map(\.fact.position))
        positions.formUnion(taken.map(\.fact.position) + set.map(\.fact.position) + [finalised.position])
        origins = positions.sorted().compactMap { position in
            provenance[position].map { Origin(position: position, source: $0.source, synthetic: $0.synthetic) }
        }
    }
}
