package import EventSourcing

/// What a committee decided on a report.
package enum DecisionKind: String, Term {
    case noted, assignment, goal, remit

    package static let vocabulary = "kind"
}

/// A decision of the committee.
package struct CommitteeDecision: Codable, Hashable, Sendable {
    package let decision: Identifier
    package let report: Identifier
    package let committee: Identifier
    package let kind: DecisionKind
    package let text: TextReference
    package let fact: RecordedFact
    package internal(set) var reservations: [RecordedFact] = []
}

/// The minutes of the meetings at which the round's report was dealt with.
package struct Minutes: Codable, Hashable, Sendable {
    package internal(set) var approved: RecordedFact?
    package internal(set) var announced: RecordedFact?

    package init() {}
}

/// For whom a goal is set: goals are written apart for the children and for the staff and the services.
package enum GoalAudience: String, Term {
    case children
    case staffAndServices = "staff-and-services"

    package static let vocabulary = "audience"
}

/// What is to become of proposals; followed up, and then closed or carried into another cycle.
package struct Goal: Codable, Hashable, Sendable {
    package let goal: Identifier
    package let audience: GoalAudience
    package let decision: Identifier?
    package let proposals: [Identifier]
    package let text: TextReference
    package let fact: RecordedFact
    package internal(set) var followUps: [FollowUp] = []
    package internal(set) var carried: [Carrying] = []
    package internal(set) var closed: RecordedFact?

    package struct FollowUp: Codable, Hashable, Sendable {
        package let result: GoalResult
        package let fact: RecordedFact
    }

    package struct Carrying: Codable, Hashable, Sendable {
        package let toCycle: Identifier
        package let fact: RecordedFact
    }

    /// Neither closed nor carried into another cycle by then.
    package func isOpen(asOf: AsOf) -> Bool {
        asOf.includes(fact) && !(closed.map(asOf.includes) ?? false)
            && !carried.contains { asOf.includes($0.fact) }
    }
}

extension Round {
    package func openGoals(asOf: AsOf) -> [Goal] {
        goals.values.filter { $0.isOpen(asOf: asOf) }.sorted { $0.fact.position < $1.fact.position }
    }

    /// The first presentation of the round's report by then.
    package func presentation(asOf: AsOf) -> Report.Presentation? {
        reports.values.flatMap(\.presentations).filter { asOf.includes($0.fact) }.min { $0.fact < $1.fact }
    }
}

extension Turn {
    func requirePresented() throws(Refusal) -> Report.Presentation {
        guard let presentation = round.presentation(asOf: asOf) else {
            throw Refusal("report-not-presented", ["unit": unit.text])
        }
        return presentation
    }

    func decision(_ decision: Identifier, field: String = "/data/decision") throws(Refusal) -> CommitteeDecision {
        guard let found = round.decisions[decision.text], asOf.includes(found.fact) else {
            throw Refusal("decision-not-taken", ["decision": decision.text], field: field)
        }
        return found
    }

    func goal(_ goal: Identifier) throws(Refusal) -> Goal {
        guard let found = round.goals[goal.text], asOf.includes(found.fact) else {
            throw Refusal("goal-not-set", ["goal": goal.text], field: "/data/goal")
        }
        return found
    }

    /// A goal that may still be worked on. Whatever the day: nothing is done late for a goal that is known to be closed.
    func openGoal(_ name: Identifier) throws(Refusal) -> Goal {
        let found = try goal(name)
        guard found.closed == nil else { throw Refusal("goal-closed", ["goal": name.text], field: "/data/goal") }
        return found
    }
}
