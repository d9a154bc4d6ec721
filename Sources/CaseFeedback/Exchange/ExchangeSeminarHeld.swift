package import EventSourcing

/// An exchange seminar was held, on the day that the event happened.
package struct ExchangeSeminarHeld: ExchangeSeminarEvent {
    package static let type = TypeName("exchange-seminar-held")
    package static let secrecy = SecrecyClass.professional

    package let seminar: Identifier
    package let cycle: Identifier?
    package let label: LocalizedLabel
    package let place: Label?
    /// Registered units that took part.
    package let units: [Identifier]
    /// Others that took part: districts, administrations, municipalities.
    package let organisations: [Label]
    package let participants: Int?

    package var stream: StreamName { .exchangeSeminar(seminar) }
    package var tags: Set<Tag> { exchangeTags(seminar, cycle, units: units) }

    package func apply(to seminar: inout ExchangeSeminar, as fact: RecordedFact) {
        seminar.hold(as: label, in: cycle, by: fact)
    }
}

/// Records that an exchange seminar was held, planned or not.
package struct HoldExchangeSeminar: CommandBody {
    package static let type = TypeName("hold-exchange-seminar")

    package let seminar: Identifier
    package let cycle: Identifier?
    package let label: LocalizedLabel
    package let place: Label?
    package let units: [Identifier]
    package let organisations: [Label]
    package let participants: Int?

    package var streams: [StreamName] {
        [.exchangeSeminar(seminar)] + (cycle.map { [.cycle($0)] } ?? []) + units.map { .unit($0) }
    }

    package func decide(on states: StreamStates, in context: CommandContext) throws(Refusal) -> [ProposedEvent] {
        if let held = try states.state(ExchangeSeminar.self, of: .exchangeSeminar(seminar)).held {
            throw Refusal(
                "exchange-seminar-already-held", ["seminar": seminar.text, "day": held.day.description],
                field: "/data/seminar")
        }
        if let cycle { try states.requireOpen(cycle: cycle, on: context.day, field: "/data/cycle") }
        for (index, unit) in units.enumerated() {
            try states.requireOpen(unit: unit, on: context.day, field: "/data/units/\(index)")
        }
        guard !units.isEmpty || !organisations.isEmpty else {
            throw Refusal("nobody-took-part", ["seminar": seminar.text], field: "/data/organisations")
        }
        if let participants, participants < 1 {
            throw Refusal("nobody-took-part", ["seminar": seminar.text], field: "/data/participants")
        }
        return [
            ProposedEvent(
                ExchangeSeminarHeld(
                    seminar: seminar, cycle: cycle, label: label, place: place, units: units,
                    organisations: organisations, participants: participants))
        ]
    }
}
