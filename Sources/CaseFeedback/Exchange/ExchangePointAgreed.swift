package import EventSourcing

/// A point on which the talks of an exchange seminar agreed.
package struct ExchangePointAgreed: ExchangeSeminarEvent {
    package static let type = TypeName("exchange-point-agreed")
    package static let secrecy = SecrecyClass.professional

    package let seminar: Identifier
    package let cycle: Identifier?
    /// Dense within the seminar, from 1.
    package let number: Int
    package let text: ProtectedText

    package var stream: StreamName { .exchangeSeminar(seminar) }
    package var tags: Set<Tag> { exchangeTags(seminar, cycle) }

    package func apply(to seminar: inout ExchangeSeminar, as fact: RecordedFact) {
        seminar.agree(on: ExchangeSeminar.NumberedText(number: number, text: fact.reference(to: text), fact: fact))
    }
}

/// Records the next point on which the talks agreed.
package struct AgreeExchangePoint: CommandBody {
    package static let type = TypeName("agree-exchange-point")

    package let seminar: Identifier
    package let text: FreeText

    package var streams: [StreamName] { [.exchangeSeminar(seminar)] }

    package func decide(on states: StreamStates, in context: CommandContext) throws(Refusal) -> [ProposedEvent] {
        let state = try states.requireHeld(exchangeSeminar: seminar, by: context.day)
        let number = (state.points.map(\.number).max() ?? 0) + 1
        let text = text.protected(as: .general, about: .record(.exchangeSeminar(seminar)))
        return [
            ProposedEvent(ExchangePointAgreed(seminar: seminar, cycle: state.cycle, number: number, text: text))
        ]
    }
}
