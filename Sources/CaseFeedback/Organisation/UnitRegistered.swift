package import EventSourcing

/// A unit exists from a day on, under a committee.
package struct UnitRegistered: UnitEvent {
    package static let type = TypeName("unit-registered")
    package static let retention = RetentionClass.reference

    package let unit: Identifier
    package let label: LocalizedLabel
    package let committee: Identifier
    package let validFrom: Day

    package var stream: StreamName { .unit(unit) }
    package var tags: Set<Tag> { [.unit(unit), .committee(committee)] }

    package func apply(to unit: inout Unit, as fact: RecordedFact) {
        unit.register(as: label, under: committee, from: validFrom, by: fact)
    }
}

/// Registers a unit; its identifier outlives every renaming and moving.
package struct RegisterUnit: CommandBody {
    package static let type = TypeName("register-unit")

    package let unit: Identifier
    package let label: LocalizedLabel
    package let committee: Identifier
    package let validFrom: Day

    package var streams: [StreamName] { [.unit(unit), .committee(committee)] }

    package func decide(on states: StreamStates, in context: CommandContext) throws(Refusal) -> [ProposedEvent] {
        guard try !states.state(Unit.self, of: .unit(unit)).isRegistered else {
            throw Refusal("unit-already-registered", ["unit": unit.text], field: "/data/unit")
        }
        try states.requireOpen(committee: committee, on: validFrom, field: "/data/committee")
        return [ProposedEvent(UnitRegistered(unit: unit, label: label, committee: committee, validFrom: validFrom))]
    }
}
