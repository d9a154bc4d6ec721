package import EventSourcing

/// A cycle is there for units to take part in.
package struct CycleOpened: CycleEvent {
    package static let type = TypeName("cycle-opened")
    package static let retention = RetentionClass.reference

    package let cycle: Identifier
    package let label: LocalizedLabel
    package let starts: Day
    /// Planned.
    package let ends: Day

    package var stream: StreamName { .cycle(cycle) }
    package var tags: Set<Tag> { [.cycle(cycle)] }

    package func apply(to cycle: inout Cycle, as fact: RecordedFact) {
        cycle.open(as: label, starts: starts, ends: ends, by: fact)
    }
}

/// Opens a cycle of any length; others may run at the same time.
package struct OpenCycle: CommandBody {
    package static let type = TypeName("open-cycle")

    package let cycle: Identifier
    package let label: LocalizedLabel
    package let starts: Day
    package let ends: Day

    package var streams: [StreamName] { [.cycle(cycle)] }

    package func decide(on states: StreamStates, in context: CommandContext) throws(Refusal) -> [ProposedEvent] {
        guard try !states.state(Cycle.self, of: .cycle(cycle)).isOpened else {
            throw Refusal("cycle-already-opened", ["cycle": cycle.text], field: "/data/cycle")
        }
        guard starts <= ends else {
            throw Refusal(
                "ends-before-start", ["start": starts.description, "end": ends.description], field: "/data/ends")
        }
        return [ProposedEvent(CycleOpened(cycle: cycle, label: label, starts: starts, ends: ends))]
    }
}
