package import CanonicalJSON
package import EventSourcing

/// How far a goal has come.
package enum GoalResult: String, Term {
    case reached
    case partlyReached = "partly-reached"
    case notReached = "not-reached"
    /// It can't be said yet.
    case tooEarly = "too-early"

    package static let vocabulary = "result"
}

/// The unit looked at how far a goal has come.
package struct GoalFollowedUp: RoundEvent {
    package static let type = TypeName("goal-followed-up")
    package static let step = Step.goalFollowUp
    package static let secrecy = SecrecyClass.general
    package let cycle: Identifier
    package let unit: Identifier
    package let goal: Identifier
    package let result: GoalResult
    package let text: ProtectedText?

    package func apply(to round: inout Round, as fact: RecordedFact) {
        round.goals[goal.text]?.followUps.append(Goal.FollowUp(result: result, fact: fact))
    }
}

extension GoalFollowedUp {
    package init(fields reader: inout CanonicalReader) throws(UnexpectedText) {
        cycle = try reader.field("cycle")
        goal = try reader.field("goal")
        result = try reader.field("result")
        text = try reader.fieldIfPresent("text")
        unit = try reader.field("unit")
    }
}

package struct FollowUpGoal: RoundCommand {
    package static let type = TypeName("follow-up-goal")
    package static let step = GoalFollowedUp.step
    package let cycle: Identifier
    package let unit: Identifier
    package let goal: Identifier
    package let result: GoalResult
    package let text: FreeText?

    package func happening(in turn: Turn) throws(Refusal) -> any RoundEvent {
        _ = try turn.openGoal(goal)
        return GoalFollowedUp(
            cycle: cycle, unit: unit, goal: goal, result: result, text: text.map { turn.text($0, as: .general) })
    }
}
