package import CanonicalJSON
package import EventSourcing

/// The interviewer prepared the conversation.
package struct InterviewPrepared: RoundEvent {
    package static let type = TypeName("interview-prepared")
    package static let step = Step.interviewPlanning
    package static let secrecy = SecrecyClass.personal
    package static let retention = RetentionClass.child
    package let cycle: Identifier
    package let unit: Identifier
    package let interview: Identifier
    package let child: ChildReference

    package var subjects: Set<Tag> { [.child(child)] }

    package func apply(to round: inout Round, as fact: RecordedFact) {
        round.changeInterview(interview, of: child) { $0.prepared = $0.prepared ?? fact }
    }
}

extension InterviewPrepared {
    package init(fields reader: inout CanonicalReader) throws(UnexpectedText) {
        child = try reader.field("child")
        cycle = try reader.field("cycle")
        interview = try reader.field("interview")
        unit = try reader.field("unit")
    }
}

package struct PrepareInterview: RoundCommand {
    package static let type = TypeName("prepare-interview")
    package static let step = InterviewPrepared.step
    package let cycle: Identifier
    package let unit: Identifier
    package let interview: Identifier

    package func happening(in turn: Turn) throws(Refusal) -> any RoundEvent {
        let scheduled = try turn.scheduled(interview)
        guard scheduled.prepared == nil else {
            throw Refusal("interview-already-prepared", ["interview": interview.text], field: "/data/interview")
        }
        return InterviewPrepared(cycle: cycle, unit: unit, interview: interview, child: scheduled.child)
    }
}
