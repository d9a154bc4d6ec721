package import CanonicalJSON
package import EventSourcing

/// What listening to the children was like for the team.
package struct StaffExperienceRecorded: RoundEvent {
    package static let type = TypeName("staff-experience-recorded")
    package static let step = Step.analysis
    package static let secrecy = SecrecyClass.professional
    package let cycle: Identifier
    package let unit: Identifier
    package let text: ProtectedText

    package func apply(to round: inout Round, as fact: RecordedFact) {
        round.experiences.append(NotedText(fact: fact, text: fact.reference(to: text)))
    }
}

extension StaffExperienceRecorded {
    package init(fields reader: inout CanonicalReader) throws(UnexpectedText) {
        cycle = try reader.field("cycle")
        text = try reader.field("text")
        unit = try reader.field("unit")
    }
}

package struct RecordStaffExperience: RoundCommand {
    package static let type = TypeName("record-staff-experience")
    package static let step = StaffExperienceRecorded.step
    package let cycle: Identifier
    package let unit: Identifier
    package let text: FreeText

    package func happening(in turn: Turn) throws(Refusal) -> any RoundEvent {
        try turn.requireSeminarHeld()
        return StaffExperienceRecorded(cycle: cycle, unit: unit, text: turn.text(text, as: .professional))
    }
}
