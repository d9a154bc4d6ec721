import EventSourcing

/// Facts of a round that were rightly accepted and that a rule would refuse by what was recorded later: they stay, and show.
struct WheelBreaches {
    let round: Round
    let unit: Unit?
    let states: [String: WheelState]

    func all(asOf: AsOf) -> [WheelBreach] {
        var conversations: [WheelBreach] = []
        for interview in round.interviews.values {
            if let held = interview.held, asOf.includes(held.fact) {
                conversations += breaches(of: interview, as: held)
            }
            if let interrupted = interview.interrupted, asOf.includes(interrupted.fact) {
                conversations += breaches(of: interview, as: interrupted)
            }
        }
        // There are very many statements and steps, and hardly ever one that a no or another phase stands in the way of.
        let objecting = Set(round.children.values.lazy.filter(\.mayObject).map(\.child.text))
        let statements =
            objecting.isEmpty
            ? []
            : round.statements.values.filter { objecting.contains($0.child.text) && asOf.includes($0.fact) }
                .compactMap(breach)
        var steps: [WheelBreach] = []
        for taken in round.steps where asOf.includes(taken.fact) {
            if let breach = breach(taken) { steps.append(breach) }
        }
        let papers = round.reports.values.flatMap { report in
            (report.submissions.map { ($0.committee, $0.fact) } + report.presentations.map { ($0.committee, $0.fact) })
                .filter { asOf.includes($0.1) }.compactMap { breach(committee: $0.0, $0.1) }
        }
        return (conversations + statements + steps + papers).sorted { ($0.position, $0.code) < ($1.position, $1.code) }
    }

    private func breaches(of interview: Interview, as conducted: Conducted) -> [WheelBreach] {
        var breaches: [WheelBreach] = []
        let history = states[AnnualWheel.childKey(interview.child)]?.child.history
        if let entry = history?.caseWorkers.entry(on: conducted.fact.day),
            entry.value.caseWorker == conducted.interviewer
        {
            breaches.append(
                WheelBreach(
                    code: "interviewer-is-case-worker", position: conducted.fact.position,
                    causedBy: entry.fact.position))
        }
        if let objection = round.children[interview.child.text]?.objection(to: conducted.fact) {
            breaches.append(
                WheelBreach(
                    code: objection.code, position: conducted.fact.position, causedBy: objection.turn.fact.position))
        }
        if let unit, unit.isRegistered, !unit.isOpen(on: conducted.fact.day) {
            breaches.append(WheelBreach(code: "unit-not-open", position: conducted.fact.position, causedBy: nil))
        }
        return breaches
    }

    private func breach(_ statement: Statement) -> WheelBreach? {
        round.children[statement.child.text]?.objection(to: statement.fact).map {
            WheelBreach(code: $0.code, position: statement.fact.position, causedBy: $0.turn.fact.position)
        }
    }

    private func breach(_ taken: StepTaken) -> WheelBreach? {
        guard let entry = round.phase(before: taken.fact), !taken.step.phases.contains(entry.phase) else { return nil }
        return WheelBreach(
            code: "phase-does-not-allow", position: taken.fact.position, causedBy: entry.fact.position)
    }

    /// A unit that was moved late, as of an earlier day: what was done belongs to another committee than it went to.
    private func breach(committee: Identifier, _ fact: RecordedFact) -> WheelBreach? {
        guard let entry = unit?.committees.entry(on: fact.day), entry.value != committee else { return nil }
        return WheelBreach(
            code: "committee-does-not-own-unit", position: fact.position, causedBy: entry.fact.position)
    }
}
