package import CanonicalJSON
package import EventSourcing

/// An interview was begun and broken off.
package struct InterviewInterrupted: RoundEvent {
    package static let type = TypeName("interview-interrupted")
    package static let step = Step.interview
    package static let secrecy = SecrecyClass.personal
    package static let retention = RetentionClass.child
    package let cycle: Identifier
    package let unit: Identifier
    package let interview: Identifier
    package let child: ChildReference
    package let interviewer: Identifier
    package let guide: Identifier
    package let guideVersion: Int
    package let consentRuleVersion: Int
    package let reason: Identifier

    package var subjects: Set<Tag> { [.child(child), .person(interviewer)] }

    package func apply(to round: inout Round, as fact: RecordedFact) {
        round.changeInterview(interview, of: child) {
            $0.interrupted =
                $0.interrupted
                ?? Conducted(
                    fact: fact, interviewer: interviewer, guide: guide, guideVersion: guideVersion,
                    consentRuleVersion: consentRuleVersion)
        }
        round.children[child.text]?.add(.interrupted, fact)
    }
}

extension InterviewInterrupted {
    package init(fields reader: inout CanonicalReader) throws(UnexpectedText) {
        child = try reader.field("child")
        consentRuleVersion = try reader.field("consentRuleVersion")
        cycle = try reader.field("cycle")
        guide = try reader.field("guide")
        guideVersion = try reader.field("guideVersion")
        interview = try reader.field("interview")
        interviewer = try reader.field("interviewer")
        reason = try reader.field("reason")
        unit = try reader.field("unit")
    }
}

package struct InterruptInterview: InterviewConduct {
    package static let type = TypeName("interrupt-interview")
    package static let step = InterviewInterrupted.step
    package let cycle: Identifier
    package let unit: Identifier
    package let interview: Identifier
    package let child: ChildReference
    package let interviewer: Identifier
    package let guide: Identifier
    package let reason: Identifier

    package func happening(in turn: Turn) throws(Refusal) -> any RoundEvent {
        let versions = try requireConductible(in: turn)
        return InterviewInterrupted(
            cycle: cycle, unit: unit, interview: interview, child: child, interviewer: interviewer, guide: guide,
            guideVersion: versions.guide, consentRuleVersion: versions.consentRule, reason: reason)
    }
}
