package import CanonicalJSON
package import EventSourcing

/// An appointment came to nothing.
package struct InterviewCancelled: RoundEvent {
    package static let type = TypeName("interview-cancelled")
    package static let step = Step.always
    package static let secrecy = SecrecyClass.personal
    package static let retention = RetentionClass.child
    package let cycle: Identifier
    package let unit: Identifier
    package let interview: Identifier
    package let child: ChildReference
    package let reason: Identifier

    package var subjects: Set<Tag> { [.child(child)] }

    package func apply(to round: inout Round, as fact: RecordedFact) {
        round.changeInterview(interview, of: child) { $0.cancelled = $0.cancelled ?? fact }
        round.children[child.text]?.add(.cancelled, fact)
    }
}

extension InterviewCancelled {
    package init(fields reader: inout CanonicalReader) throws(UnexpectedText) {
        child = try reader.field("child")
        cycle = try reader.field("cycle")
        interview = try reader.field("interview")
        reason = try reader.field("reason")
        unit = try reader.field("unit")
    }
}

package struct CancelInterview: RoundCommand {
    package static let type = TypeName("cancel-interview")
    package static let step = InterviewCancelled.step
    package let cycle: Identifier
    package let unit: Identifier
    package let interview: Identifier
    package let reason: Identifier

    package func happening(in turn: Turn) throws(Refusal) -> any RoundEvent {
        let scheduled = try turn.scheduled(interview)
        return InterviewCancelled(
            cycle: cycle, unit: unit, interview: interview, child: scheduled.child, reason: reason)
    }
}

extension Turn {
    /// An interview with an appointment that has come to nothing yet.
    func scheduled(_ interview: Identifier) throws(Refusal) -> Interview {
        guard let found = round.interviews[interview.text], found.appointment(asOf: asOf) != nil else {
            throw Refusal("interview-not-scheduled", ["interview": interview.text], field: "/data/interview")
        }
        try found.requireNotCancelled()
        try found.requireNotConducted()
        return found
    }
}
