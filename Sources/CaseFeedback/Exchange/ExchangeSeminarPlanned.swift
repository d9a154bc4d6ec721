package import EventSourcing

/// An exchange seminar is to be held on a day; planned again, the later plan holds.
package struct ExchangeSeminarPlanned: ExchangeSeminarEvent {
    package static let type = TypeName("exchange-seminar-planned")
    package static let secrecy = SecrecyClass.professional

    package let seminar: Identifier
    package let cycle: Identifier?
    package let label: LocalizedLabel
    package let plannedFor: Day
    package let place: Label?

    package var stream: StreamName { .exchangeSeminar(seminar) }
    package var tags: Set<Tag> { exchangeTags(seminar, cycle) }

    package func apply(to seminar: inout ExchangeSeminar, as fact: RecordedFact) {
        seminar.plan(as: label, in: cycle, for: plannedFor)
    }
}

/// Plans an exchange seminar, or plans it anew.
package struct PlanExchangeSeminar: CommandBody {
    package static let type = TypeName("plan-exchange-seminar")

    package let seminar: Identifier
    package let cycle: Identifier?
    package let label: LocalizedLabel
    package let plannedFor: Day
    package let place: Label?

    package var streams: [StreamName] { [.exchangeSeminar(seminar)] + (cycle.map { [.cycle($0)] } ?? []) }

    package func decide(on states: StreamStates, in context: CommandContext) throws(Refusal) -> [ProposedEvent] {
        if let held = try states.state(ExchangeSeminar.self, of: .exchangeSeminar(seminar)).held {
            throw Refusal(
                "exchange-seminar-already-held", ["seminar": seminar.text, "day": held.day.description],
                field: "/data/seminar")
        }
        if let cycle { try states.requireOpen(cycle: cycle, on: context.day, field: "/data/cycle") }
        return [
            ProposedEvent(
                ExchangeSeminarPlanned(
                    seminar: seminar, cycle: cycle, label: label, plannedFor: plannedFor, place: place))
        ]
    }
}
