package import CanonicalJSON
package import EventSourcing

/// Something came up in an interview that others must act on: that it was handed over, and to whom, never what it was.
package struct ConcernHandedOver: RoundEvent {
    package static let type = TypeName("concern-handed-over")
    package static let step = Step.always
    package static let secrecy = SecrecyClass.personal
    package static let retention = RetentionClass.child
    package let cycle: Identifier
    package let unit: Identifier
    package let interview: Identifier
    package let child: ChildReference
    /// The role that took it over.
    package let to: Identifier

    package var subjects: Set<Tag> { [.child(child)] }

    package func apply(to round: inout Round, as fact: RecordedFact) {
        round.changeInterview(interview, of: child) { $0.concerns.append(fact) }
    }
}

extension ConcernHandedOver {
    package init(fields reader: inout CanonicalReader) throws(UnexpectedText) {
        child = try reader.field("child")
        cycle = try reader.field("cycle")
        interview = try reader.field("interview")
        to = try reader.field("to")
        unit = try reader.field("unit")
    }
}

package struct HandOverConcern: RoundCommand {
    package static let type = TypeName("hand-over-concern")
    package static let step = ConcernHandedOver.step
    package let cycle: Identifier
    package let unit: Identifier
    package let interview: Identifier
    package let to: Identifier

    package func happening(in turn: Turn) throws(Refusal) -> any RoundEvent {
        let held = try turn.conducted(interview).interview
        return ConcernHandedOver(cycle: cycle, unit: unit, interview: interview, child: held.child, to: to)
    }
}
