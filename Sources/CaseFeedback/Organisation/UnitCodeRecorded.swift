package import EventSourcing

/// The code that a municipality's own register has for a unit from a day on.
package struct UnitCodeRecorded: UnitEvent {
    package static let type = TypeName("unit-code-recorded")
    package static let retention = RetentionClass.reference

    package let unit: Identifier
    /// The register, such as `payroll`.
    package let register: Identifier
    package let code: Label
    package let validFrom: Day

    package var stream: StreamName { .unit(unit) }
    package var tags: Set<Tag> { [.unit(unit)] }

    package func apply(to unit: inout Unit, as fact: RecordedFact) {
        unit.record(code: code, of: register, from: validFrom, by: fact)
    }
}

/// Records the code that another register has for a unit.
package struct RecordUnitCode: CommandBody {
    package static let type = TypeName("record-unit-code")

    package let unit: Identifier
    package let register: Identifier
    package let code: Label
    package let validFrom: Day

    package var streams: [StreamName] { [.unit(unit)] }

    package func decide(on states: StreamStates, in context: CommandContext) throws(Refusal) -> [ProposedEvent] {
        try states.requireOpen(unit: unit, on: validFrom, field: "/data/unit")
        return [
            ProposedEvent(UnitCodeRecorded(unit: unit, register: register, code: code, validFrom: validFrom))
        ]
    }
}
