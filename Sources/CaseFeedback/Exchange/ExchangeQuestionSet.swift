package import EventSourcing

/// A question that the talks of an exchange seminar are given, in its published wording.
package struct ExchangeQuestionSet: ExchangeSeminarEvent {
    package static let type = TypeName("exchange-question-set")
    package static let secrecy = SecrecyClass.professional

    package let seminar: Identifier
    package let cycle: Identifier?
    /// From 1; groups are mixed anew in each.
    package let round: Int
    /// Dense within the seminar's round, from 1.
    package let number: Int
    package let wording: Wording

    package var stream: StreamName { .exchangeSeminar(seminar) }
    package var tags: Set<Tag> { exchangeTags(seminar, cycle) }

    package func apply(to seminar: inout ExchangeSeminar, as fact: RecordedFact) {
        seminar.set(ExchangeSeminar.Question(round: round, number: number, wording: wording, fact: fact))
    }
}

/// Sets the next question of a round of talks.
package struct SetExchangeQuestion: CommandBody {
    package static let type = TypeName("set-exchange-question")

    package let seminar: Identifier
    package let round: Int
    package let wording: Wording

    package var streams: [StreamName] { [.exchangeSeminar(seminar)] }

    package func decide(on states: StreamStates, in context: CommandContext) throws(Refusal) -> [ProposedEvent] {
        let state = try states.requireKnown(exchangeSeminar: seminar)
        guard (1...20).contains(round) else {
            throw Refusal(
                "talk-round-out-of-range", ["round": String(round), "minimum": "1", "maximum": "20"],
                field: "/data/round")
        }
        let asked = state.questions.filter { $0.round == round }
        guard !asked.contains(where: { $0.wording == wording }) else {
            throw Refusal("question-already-set", ["seminar": seminar.text], field: "/data/wording")
        }
        let number = (asked.map(\.number).max() ?? 0) + 1
        return [
            ProposedEvent(
                ExchangeQuestionSet(
                    seminar: seminar, cycle: state.cycle, round: round, number: number, wording: wording))
        ]
    }
}
