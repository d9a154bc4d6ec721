package import EventSourcing

/// A unit says what it goes on working with after an exchange seminar.
package struct NextStepStated: ExchangeSeminarEvent {
    package static let type = TypeName("next-step-stated")
    package static let secrecy = SecrecyClass.professional

    package let seminar: Identifier
    package let cycle: Identifier?
    package let unit: Identifier
    package let text: ProtectedText

    package var stream: StreamName { .exchangeSeminar(seminar) }
    package var tags: Set<Tag> { exchangeTags(seminar, cycle, units: [unit]) }

    package func apply(to seminar: inout ExchangeSeminar, as fact: RecordedFact) {
        seminar.state(ExchangeSeminar.NextStep(unit: unit, text: fact.reference(to: text), fact: fact))
    }
}

/// States a unit's next step after an exchange seminar, whether the unit was there or was told.
package struct StateNextStep: CommandBody {
    package static let type = TypeName("state-next-step")

    package let seminar: Identifier
    package let unit: Identifier
    package let text: FreeText

    package var streams: [StreamName] { [.exchangeSeminar(seminar), .unit(unit)] }

    package func decide(on states: StreamStates, in context: CommandContext) throws(Refusal) -> [ProposedEvent] {
        let state = try states.requireHeld(exchangeSeminar: seminar, by: context.day)
        try states.requireOpen(unit: unit, on: context.day, field: "/data/unit")
        let text = text.protected(as: .professional, about: .record(.exchangeSeminar(seminar)))
        return [ProposedEvent(NextStepStated(seminar: seminar, cycle: state.cycle, unit: unit, text: text))]
    }
}
