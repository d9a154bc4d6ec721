package import EventSourcing

/// A unit is called something else from a day on; its identifier stays.
package struct UnitRenamed: UnitEvent {
    package static let type = TypeName("unit-renamed")
    package static let retention = RetentionClass.reference

    package let unit: Identifier
    package let label: LocalizedLabel
    package let validFrom: Day

    package var stream: StreamName { .unit(unit) }
    package var tags: Set<Tag> { [.unit(unit)] }

    package func apply(to unit: inout Unit, as fact: RecordedFact) {
        unit.rename(to: label, from: validFrom, by: fact)
    }
}

/// Gives a unit another label from a day on.
package struct RenameUnit: CommandBody {
    package static let type = TypeName("rename-unit")

    package let unit: Identifier
    package let label: LocalizedLabel
    package let validFrom: Day

    package var streams: [StreamName] { [.unit(unit)] }

    package func decide(on states: StreamStates, in context: CommandContext) throws(Refusal) -> [ProposedEvent] {
        try states.requireOpen(unit: unit, on: validFrom, field: "/data/unit")
        return [ProposedEvent(UnitRenamed(unit: unit, label: label, validFrom: validFrom))]
    }
}
