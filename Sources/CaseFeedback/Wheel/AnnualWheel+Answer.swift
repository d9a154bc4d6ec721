package import EventSourcing

extension AnnualWheel {
    /// The wheel as it was on a day, by everything that the states know: a row for every unit that took part by then, by
    /// cycle and unit.
    package static func answer(asOf: AsOf, from states: [String: WheelState]) -> [WheelRow] {
        states.keys.compactMap { row($0, asOf: asOf, from: states) }
            .sorted { ($0.cycle, $0.unit) < ($1.cycle, $1.unit) }
    }

    /// One row; nothing for a key that is no round's, and before the unit was enrolled.
    package static func row(_ key: String, asOf: AsOf, from states: [String: WheelState]) -> WheelRow? {
        guard isRound(key), let round = states[key]?.round, let enrolment = round.enrolment,
            asOf.includes(enrolment.fact), let phase = round.phase(asOf: asOf)
        else { return nil }
        let structure = states[structureKey]?.structure ?? WheelStructure()
        let unit = structure.units[enrolment.unit.text]
        let committee = unit?.committees.value(asOf: asOf)
        let statements = round.statementCounts(asOf: asOf)
        return WheelRow(
            unit: enrolment.unit,
            unitLabel: unit?.labels.value(asOf: asOf) ?? unit?.labels.entries.first?.value,
            cycle: enrolment.cycle,
            cycleLabel: structure.cycles[enrolment.cycle.text]?.label,
            committee: committee,
            committeeLabel: committee.flatMap { structure.committees[$0.text]?.label },
            committees: (unit?.committees.entries ?? []).map {
                WheelCommittee(committee: $0.value, validFrom: $0.validFrom, position: $0.fact.position)
            },
            phase: phase.phase,
            since: phase.fact.day,
            sincePosition: phase.fact.position,
            counts: round.counts(asOf: asOf),
            statements: statements.all,
            statementsHidden: statements.hidden,
            interviewsNotCovered: round.interviewsNotCovered(asOf: asOf).map(\.interview),
            nextPhase: phase.phase.next,
            missing: phase.phase.next.map { round.missing(before: $0, asOf: asOf) } ?? [],
            dates: round.outstandingDates(asOf: asOf),
            breaches: WheelBreaches(round: round, unit: unit, states: states).all(asOf: asOf))
    }
}

extension Round {
    package func counts(asOf: AsOf) -> WheelCounts {
        var counts = WheelCounts()
        for child in children.values {
            if let outcome = child.outcome(asOf: asOf) { counts.count(outcome) }
        }
        return counts
    }

    /// How many there are, and how many of them no answer shows: those that were retracted, and those of children of whom a
    /// voice has withdrawn.
    fileprivate func statementCounts(asOf: AsOf) -> (all: Int, hidden: Int) {
        let hasWithdrawals = children.values.contains { !$0.withdrawals.isEmpty }
        var counts = (all: 0, hidden: 0)
        for outline in statements.outlines where asOf.includes(outline.fact) {
            counts.all += 1
            guard hasWithdrawals || outline.isTouched else { continue }
            if hiding(of: statements[outline]) != nil { counts.hidden += 1 }
        }
        return counts
    }

    /// The days that were set by then and have not come to anything by then, in their order.
    package func outstandingDates(asOf: AsOf) -> [WheelDate] {
        let seminar = seminarPlans.map { PlannedDate(milestone: .seminar, day: $0.plannedOn, fact: $0.fact) }
        let planned = Dictionary(grouping: (plans + seminar).filter { asOf.includes($0.fact) }, by: \.milestone)
            .compactMap { milestone, dates -> WheelDate? in
                guard !isReached(milestone, asOf: asOf), let latest = dates.max(by: { $0.fact < $1.fact }) else {
                    return nil
                }
                return WheelDate(step: milestone.rawValue, day: latest.day, position: latest.fact.position)
            }
        let appointments = interviews.values.filter { $0.isOpen(asOf: asOf) }.compactMap { $0.appointment(asOf: asOf) }
            .map { WheelDate(step: "interview", day: $0.plannedOn, position: $0.fact.position) }
        return (planned + appointments).sorted { ($0.day, $0.step, $0.position) < ($1.day, $1.step, $1.position) }
    }

    private func isReached(_ milestone: Milestone, asOf: AsOf) -> Bool {
        let phase = phase(asOf: asOf)?.phase ?? .planning
        return switch milestone {
        case .kickOff: kickOff.map(asOf.includes) ?? false
        case .firstInterview: interviews.values.contains { $0.isConducted(asOf: asOf) }
        case .lastInterview: phase > .interviews
        case .seminar: !seminars(asOf: asOf).isEmpty
        case .reportFinalised: report?.isFinalised(asOf: asOf) ?? false
        case .committeeMeeting: presentation(asOf: asOf) != nil
        case .followUp: phase == .closed
        }
    }
}
