package import CanonicalJSON
package import EventSourcing

/// A unit belongs to another committee from a day on; what it did before stays under the one that it had.
package struct UnitMoved: UnitEvent {
    package static let type = TypeName("unit-moved")
    package static let retention = RetentionClass.reference

    package let unit: Identifier
    package let committee: Identifier
    package let validFrom: Day

    package var stream: StreamName { .unit(unit) }
    package var tags: Set<Tag> { [.unit(unit), .committee(committee)] }

    package func apply(to unit: inout Unit, as fact: RecordedFact) {
        unit.move(to: committee, from: validFrom, by: fact)
    }
}

extension UnitMoved {
    package init(fields reader: inout CanonicalReader) throws(UnexpectedText) {
        committee = try reader.field("committee")
        unit = try reader.field("unit")
        validFrom = try reader.field("validFrom")
    }
}

/// Moves a unit to another committee, on the day that the reorganisation takes effect.
package struct MoveUnit: CommandBody {
    package static let type = TypeName("move-unit")

    package let unit: Identifier
    package let committee: Identifier
    package let validFrom: Day

    package var streams: [StreamName] { [.unit(unit), .committee(committee)] }

    package func decide(on states: StreamStates, in context: CommandContext) throws(Refusal) -> [ProposedEvent] {
        let state = try states.requireOpen(unit: unit, on: validFrom, field: "/data/unit")
        guard state.committee(on: validFrom) != committee else {
            throw Refusal(
                "unit-already-there",
                ["unit": unit.text, "committee": committee.text, "day": validFrom.description], field: "/data/committee"
            )
        }
        try states.requireOpen(committee: committee, on: validFrom, field: "/data/committee")
        return [ProposedEvent(UnitMoved(unit: unit, committee: committee, validFrom: validFrom))]
    }
}
