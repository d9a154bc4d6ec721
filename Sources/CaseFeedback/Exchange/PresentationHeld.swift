package import EventSourcing

/// Something was presented at an exchange seminar, by somebody in a role.
package struct PresentationHeld: ExchangeSeminarEvent {
    package static let type = TypeName("presentation-held")
    package static let secrecy = SecrecyClass.professional

    package let seminar: Identifier
    package let cycle: Identifier?
    /// Dense within the seminar, from 1.
    package let number: Int
    package let role: Role
    /// What it was about.
    package let text: ProtectedText

    package var stream: StreamName { .exchangeSeminar(seminar) }
    package var tags: Set<Tag> { exchangeTags(seminar, cycle) }

    package func apply(to seminar: inout ExchangeSeminar, as fact: RecordedFact) {
        seminar.present(ExchangeSeminar.NumberedText(number: number, text: fact.reference(to: text), fact: fact))
    }
}

/// Records what was presented at an exchange seminar.
package struct HoldPresentation: CommandBody {
    package static let type = TypeName("hold-presentation")

    package let seminar: Identifier
    package let role: Role
    package let text: FreeText

    package var streams: [StreamName] { [.exchangeSeminar(seminar)] }

    package func decide(on states: StreamStates, in context: CommandContext) throws(Refusal) -> [ProposedEvent] {
        let state = try states.requireHeld(exchangeSeminar: seminar, by: context.day)
        let number = (state.presentations.map(\.number).max() ?? 0) + 1
        let text = text.protected(as: .general, about: .record(.exchangeSeminar(seminar)))
        return [
            ProposedEvent(
                PresentationHeld(seminar: seminar, cycle: state.cycle, number: number, role: role, text: text))
        ]
    }
}
