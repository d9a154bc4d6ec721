package import CanonicalJSON
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

extension CommitteeDecision: CanonicalObject {
    package init(fields reader: inout CanonicalReader) throws(UnexpectedText) {
        committee = try reader.field("committee")
        decision = try reader.field("decision")
        fact = try reader.field("fact")
        kind = try reader.field("kind")
        report = try reader.field("report")
        reservations = try reader.field("reservations")
        text = try reader.field("text")
    }

    package func write(fields writer: inout CanonicalWriter) {
        writer.field("committee", committee)
        writer.field("decision", decision)
        writer.field("fact", fact)
        writer.field("kind", kind)
        writer.field("report", report)
        writer.field("reservations", reservations)
        writer.field("text", text)
    }
}

/// The minutes of the meetings at which the round's report was dealt with.
package struct Minutes: Codable, Hashable, Sendable {
    package internal(set) var approved: RecordedFact?
    package internal(set) var announced: RecordedFact?

    package init() {}
}

extension Minutes: CanonicalObject {
    package init(fields reader: inout CanonicalReader) throws(UnexpectedText) {
        announced = try reader.fieldIfPresent("announced")
        approved = try reader.fieldIfPresent("approved")
    }

    package func write(fields writer: inout CanonicalWriter) {
        writer.fieldIfPresent("announced", announced)
        writer.fieldIfPresent("approved", approved)
    }
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

extension Goal.Carrying: CanonicalObject {
    package init(fields reader: inout CanonicalReader) throws(UnexpectedText) {
        fact = try reader.field("fact")
        toCycle = try reader.field("toCycle")
    }

    package func write(fields writer: inout CanonicalWriter) {
        writer.field("fact", fact)
        writer.field("toCycle", toCycle)
    }
}

extension Goal.FollowUp: CanonicalObject {
    package init(fields reader: inout CanonicalReader) throws(UnexpectedText) {
        fact = try reader.field("fact")
        result = try reader.field("result")
    }

    package func write(fields writer: inout CanonicalWriter) {
        writer.field("fact", fact)
        writer.field("result", result)
    }
}

extension Goal: CanonicalObject {
    package init(fields reader: inout CanonicalReader) throws(UnexpectedText) {
        audience = try reader.field("audience")
        carried = try reader.field("carried")
        closed = try reader.fieldIfPresent("closed")
        decision = try reader.fieldIfPresent("decision")
        fact = try reader.field("fact")
        followUps = try reader.field("followUps")
        goal = try reader.field("goal")
        proposals = try reader.field("proposals")
        text = try reader.field("text")
    }

    package func write(fields writer: inout CanonicalWriter) {
        writer.field("audience", audience)
        writer.field("carried", carried)
        writer.fieldIfPresent("closed", closed)
        writer.fieldIfPresent("decision", decision)
        writer.field("fact", fact)
        writer.field("followUps", followUps)
        writer.field("goal", goal)
        writer.field("proposals", proposals)
        writer.field("text", text)
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
