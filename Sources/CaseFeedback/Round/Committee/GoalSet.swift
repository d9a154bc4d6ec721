package import CanonicalJSON
package import EventSourcing

/// A goal that answers proposals of the team, for the children or for the staff and the services.
package struct GoalSet: RoundEvent {
    package static let type = TypeName("goal-set")
    package static let step = Step.decision
    package static let secrecy = SecrecyClass.general
    package let cycle: Identifier
    package let unit: Identifier
    package let goal: Identifier
    package let audience: GoalAudience
    /// The decision that it comes from, where the committee set it.
    package let decision: Identifier?
    package let proposals: [Identifier]
    package let text: ProtectedText

    package func apply(to round: inout Round, as fact: RecordedFact) {
        guard round.goals[goal.text] == nil else { return }
        round.goals[goal.text] = Goal(
            goal: goal, audience: audience, decision: decision, proposals: proposals, text: fact.reference(to: text),
            fact: fact)
    }
}

extension GoalSet {
    package init(fields reader: inout CanonicalReader) throws(UnexpectedText) {
        audience = try reader.field("audience")
        cycle = try reader.field("cycle")
        decision = try reader.fieldIfPresent("decision")
        goal = try reader.field("goal")
        proposals = try reader.field("proposals")
        text = try reader.field("text")
        unit = try reader.field("unit")
    }
}

package struct SetGoal: RoundCommand {
    package static let type = TypeName("set-goal")
    package static let step = GoalSet.step
    package let cycle: Identifier
    package let unit: Identifier
    package let goal: Identifier
    package let audience: GoalAudience
    package let decision: Identifier?
    package let proposals: [Identifier]
    package let text: FreeText

    package func happening(in turn: Turn) throws(Refusal) -> any RoundEvent {
        guard turn.round.goals[goal.text] == nil else {
            throw Refusal("goal-already-set", ["goal": goal.text], field: "/data/goal")
        }
        _ = try turn.requirePresented()
        if let decision { _ = try turn.decision(decision) }
        guard !proposals.isEmpty else { throw Refusal("goal-without-proposals", field: "/data/proposals") }
        for proposal in proposals { _ = try turn.standingProposal(proposal, field: "/data/proposals") }
        return GoalSet(
            cycle: cycle, unit: unit, goal: goal, audience: audience, decision: decision, proposals: proposals,
            text: turn.text(text, as: .general))
    }
}
