package import CanonicalJSON
package import EventSourcing

/// Nothing more is expected of a goal, after it was followed up.
package struct GoalClosed: RoundEvent {
    package static let type = TypeName("goal-closed")
    package static let step = Step.goalFollowUp
    package let cycle: Identifier
    package let unit: Identifier
    package let goal: Identifier

    package func apply(to round: inout Round, as fact: RecordedFact) {
        guard round.goals[goal.text]?.closed == nil else { return }
        round.goals[goal.text]?.closed = fact
    }
}

extension GoalClosed {
    package init(fields reader: inout CanonicalReader) throws(UnexpectedText) {
        cycle = try reader.field("cycle")
        goal = try reader.field("goal")
        unit = try reader.field("unit")
    }
}

package struct CloseGoal: RoundCommand {
    package static let type = TypeName("close-goal")
    package static let step = GoalClosed.step
    package let cycle: Identifier
    package let unit: Identifier
    package let goal: Identifier

    package func happening(in turn: Turn) throws(Refusal) -> any RoundEvent {
        let open = try turn.openGoal(goal)
        guard open.followUps.contains(where: { turn.asOf.includes($0.fact) }) else {
            throw Refusal("goal-not-followed-up", ["goal": goal.text], field: "/data/goal")
        }
        return GoalClosed(cycle: cycle, unit: unit, goal: goal)
    }
}
