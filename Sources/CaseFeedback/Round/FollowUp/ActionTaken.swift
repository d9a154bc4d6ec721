package import CanonicalJSON
package import EventSourcing

/// The unit did something towards a goal.
package struct ActionTaken: RoundEvent {
    package static let type = TypeName("action-taken")
    package static let step = Step.action
    package static let secrecy = SecrecyClass.general
    package let cycle: Identifier
    package let unit: Identifier
    package let action: Identifier
    package let goal: Identifier
    package let text: ProtectedText

    package func apply(to round: inout Round, as fact: RecordedFact) {
        guard round.actions[action.text] == nil else { return }
        round.actions[action.text] = Kept(action: action, goal: goal, text: fact.reference(to: text), fact: fact)
    }

    /// What the round keeps of it.
    package struct Kept: Codable, Hashable, Sendable {
        package let action: Identifier
        package let goal: Identifier
        package let text: TextReference
        package let fact: RecordedFact
    }
}

extension ActionTaken.Kept: CanonicalObject {
    package init(fields reader: inout CanonicalReader) throws(UnexpectedText) {
        action = try reader.field("action")
        fact = try reader.field("fact")
        goal = try reader.field("goal")
        text = try reader.field("text")
    }

    package func write(fields writer: inout CanonicalWriter) {
        writer.field("action", action)
        writer.field("fact", fact)
        writer.field("goal", goal)
        writer.field("text", text)
    }
}

extension ActionTaken {
    package init(fields reader: inout CanonicalReader) throws(UnexpectedText) {
        action = try reader.field("action")
        cycle = try reader.field("cycle")
        goal = try reader.field("goal")
        text = try reader.field("text")
        unit = try reader.field("unit")
    }
}

package struct TakeAction: RoundCommand {
    package static let type = TypeName("take-action")
    package static let step = ActionTaken.step
    package let cycle: Identifier
    package let unit: Identifier
    package let action: Identifier
    package let goal: Identifier
    package let text: FreeText

    package func happening(in turn: Turn) throws(Refusal) -> any RoundEvent {
        guard turn.round.actions[action.text] == nil else {
            throw Refusal("action-already-taken", ["action": action.text], field: "/data/action")
        }
        _ = try turn.openGoal(goal)
        return ActionTaken(
            cycle: cycle, unit: unit, action: action, goal: goal, text: turn.text(text, as: .general))
    }
}
