package import CanonicalJSON
package import EventSourcing

/// The conversation was written down, as it should be before the seminar.
package struct InterviewTranscribed: RoundEvent {
    package static let type = TypeName("interview-transcribed")
    package static let step = Step.interview
    package static let secrecy = SecrecyClass.personal
    package static let retention = RetentionClass.child
    package let cycle: Identifier
    package let unit: Identifier
    package let interview: Identifier
    package let child: ChildReference

    package var subjects: Set<Tag> { [.child(child)] }

    package func apply(to round: inout Round, as fact: RecordedFact) {
        round.changeInterview(interview, of: child) { $0.transcribed = $0.transcribed ?? fact }
    }
}

extension InterviewTranscribed {
    package init(fields reader: inout CanonicalReader) throws(UnexpectedText) {
        child = try reader.field("child")
        cycle = try reader.field("cycle")
        interview = try reader.field("interview")
        unit = try reader.field("unit")
    }
}

package struct TranscribeInterview: RoundCommand {
    package static let type = TypeName("transcribe-interview")
    package static let step = InterviewTranscribed.step
    package let cycle: Identifier
    package let unit: Identifier
    package let interview: Identifier

    package func happening(in turn: Turn) throws(Refusal) -> any RoundEvent {
        let held = try turn.conducted(interview).interview
        guard held.transcribed == nil else {
            throw Refusal("interview-already-transcribed", ["interview": interview.text], field: "/data/interview")
        }
        return InterviewTranscribed(cycle: cycle, unit: unit, interview: interview, child: held.child)
    }
}
