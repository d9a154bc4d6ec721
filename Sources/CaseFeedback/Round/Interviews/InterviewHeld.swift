package import CanonicalJSON
package import EventSourcing

/// A child was interviewed, by somebody who was not its case worker that day, with the guide in force that day.
package struct InterviewHeld: RoundEvent {
    package static let type = TypeName("interview-held")
    package static let step = Step.interview
    package static let secrecy = SecrecyClass.personal
    package static let retention = RetentionClass.child
    package let cycle: Identifier
    package let unit: Identifier
    package let interview: Identifier
    package let child: ChildReference
    package let interviewer: Identifier
    package let guide: Identifier
    /// Every statement of the interview keeps it, whatever is revised later.
    package let guideVersion: Int
    /// The version of the rule by which the consent was live.
    package let consentRuleVersion: Int

    package var subjects: Set<Tag> { [.child(child), .person(interviewer)] }

    package func apply(to round: inout Round, as fact: RecordedFact) {
        round.changeInterview(interview, of: child) {
            $0.held =
                $0.held
                ?? Conducted(
                    fact: fact, interviewer: interviewer, guide: guide, guideVersion: guideVersion,
                    consentRuleVersion: consentRuleVersion)
        }
        round.children[child.text]?.add(.held, fact)
    }
}

extension InterviewHeld {
    package init(fields reader: inout CanonicalReader) throws(UnexpectedText) {
        child = try reader.field("child")
        consentRuleVersion = try reader.field("consentRuleVersion")
        cycle = try reader.field("cycle")
        guide = try reader.field("guide")
        guideVersion = try reader.field("guideVersion")
        interview = try reader.field("interview")
        interviewer = try reader.field("interviewer")
        unit = try reader.field("unit")
    }
}

package struct HoldInterview: InterviewConduct {
    package static let type = TypeName("hold-interview")
    package static let step = InterviewHeld.step
    package let cycle: Identifier
    package let unit: Identifier
    package let interview: Identifier
    package let child: ChildReference
    package let interviewer: Identifier
    package let guide: Identifier

    package func happening(in turn: Turn) throws(Refusal) -> any RoundEvent {
        let versions = try requireConductible(in: turn)
        return InterviewHeld(
            cycle: cycle, unit: unit, interview: interview, child: child, interviewer: interviewer, guide: guide,
            guideVersion: versions.guide, consentRuleVersion: versions.consentRule)
    }
}
