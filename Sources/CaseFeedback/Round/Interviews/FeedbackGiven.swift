package import CanonicalJSON
package import EventSourcing

/// The child was told what became of what it said.
package struct FeedbackGiven: RoundEvent {
    package static let type = TypeName("feedback-given")
    package static let step = Step.always
    package static let secrecy = SecrecyClass.personal
    package static let retention = RetentionClass.child
    package let cycle: Identifier
    package let unit: Identifier
    package let child: ChildReference
    package let text: ProtectedText?

    package var subjects: Set<Tag> { [.child(child)] }

    package func apply(to round: inout Round, as fact: RecordedFact) {
        round.children[child.text]?.feedback.append(fact)
    }
}

extension FeedbackGiven {
    package init(fields reader: inout CanonicalReader) throws(UnexpectedText) {
        child = try reader.field("child")
        cycle = try reader.field("cycle")
        text = try reader.fieldIfPresent("text")
        unit = try reader.field("unit")
    }
}

package struct GiveFeedback: RoundCommand {
    package static let type = TypeName("give-feedback")
    package static let step = FeedbackGiven.step
    package let cycle: Identifier
    package let unit: Identifier
    package let child: ChildReference
    package let text: FreeText?

    package func happening(in turn: Turn) throws(Refusal) -> any RoundEvent {
        switch try turn.selected(child).outcome(asOf: turn.asOf) {
        case .held, .interrupted: break
        default: throw Refusal("child-not-interviewed", ["child": child.text], field: "/data/child")
        }
        return FeedbackGiven(
            cycle: cycle, unit: unit, child: child, text: text.map { turn.text($0, about: child) })
    }
}
