package import CanonicalJSON
package import EventSourcing

/// A goal that is not reached goes with the unit into another cycle.
package struct GoalCarriedForward: RoundEvent {
    package static let type = TypeName("goal-carried-forward")
    package static let step = Step.goalFollowUp
    package let cycle: Identifier
    package let unit: Identifier
    package let goal: Identifier
    package let toCycle: Identifier

    package var subjects: Set<Tag> { [.cycle(toCycle)] }

    package func apply(to round: inout Round, as fact: RecordedFact) {
        round.goals[goal.text]?.carried.append(Goal.Carrying(toCycle: toCycle, fact: fact))
    }
}

extension GoalCarriedForward {
    package init(fields reader: inout CanonicalReader) throws(UnexpectedText) {
        cycle = try reader.field("cycle")
        goal = try reader.field("goal")
        toCycle = try reader.field("toCycle")
        unit = try reader.field("unit")
    }
}

package struct CarryGoalForward: RoundCommand {
    package static let type = TypeName("carry-goal-forward")
    package static let step = GoalCarriedForward.step
    package let cycle: Identifier
    package let unit: Identifier
    package let goal: Identifier
    package let toCycle: Identifier

    package var alsoReads: [StreamName] { [.cycle(toCycle)] }

    package func happening(in turn: Turn) throws(Refusal) -> any RoundEvent {
        let open = try turn.openGoal(goal)
        guard toCycle != cycle else {
            throw Refusal("goal-carried-to-own-cycle", ["cycle": cycle.text], field: "/data/toCycle")
        }
        try turn.states.requireOpen(cycle: toCycle, on: turn.day, field: "/data/toCycle")
        guard !open.carried.contains(where: { $0.toCycle == toCycle }) else {
            throw Refusal(
                "goal-already-carried", ["goal": goal.text, "cycle": toCycle.text], field: "/data/toCycle")
        }
        return GoalCarriedForward(cycle: cycle, unit: unit, goal: goal, toCycle: toCycle)
    }
}
