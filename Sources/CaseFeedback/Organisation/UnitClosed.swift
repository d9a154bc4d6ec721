package import EventSourcing

/// A unit does not exist after its last day; another one may have gone on with its work.
package struct UnitClosed: UnitEvent {
    package static let type = TypeName("unit-closed")
    package static let retention = RetentionClass.reference

    package let unit: Identifier
    package let lastDay: Day
    package let successor: Identifier?

    package var stream: StreamName { .unit(unit) }
    package var tags: Set<Tag> { Set([unit, successor].compactMap { $0.map(Tag.unit) }) }

    package func apply(to unit: inout Unit, as fact: RecordedFact) { unit.close(after: lastDay, successor: successor) }
}

/// Closes a unit.
package struct CloseUnit: CommandBody {
    package static let type = TypeName("close-unit")

    package let unit: Identifier
    package let lastDay: Day
    package let successor: Identifier?

    package var streams: [StreamName] { [.unit(unit)] + (successor.map { [.unit($0)] } ?? []) }

    package func decide(on states: StreamStates, in context: CommandContext) throws(Refusal) -> [ProposedEvent] {
        let state = try states.requireRegistered(unit: unit, field: "/data/unit")
        if let closed = state.lastDay {
            throw Refusal("unit-already-closed", ["unit": unit.text, "day": closed.description], field: "/data/unit")
        }
        if let validFrom = state.validFrom, lastDay < validFrom {
            throw Refusal(
                "ends-before-start", ["start": validFrom.description, "end": lastDay.description],
                field: "/data/lastDay")
        }
        if let successor {
            try states.requireOpen(unit: successor, on: lastDay.adding(days: 1), field: "/data/successor")
        }
        return [ProposedEvent(UnitClosed(unit: unit, lastDay: lastDay, successor: successor))]
    }
}
