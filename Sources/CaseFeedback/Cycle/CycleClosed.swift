package import EventSourcing

/// A cycle is over for all, on the day that it happened.
package struct CycleClosed: CycleEvent {
    package static let type = TypeName("cycle-closed")
    package static let retention = RetentionClass.reference

    package let cycle: Identifier

    package var stream: StreamName { .cycle(cycle) }
    package var tags: Set<Tag> { [.cycle(cycle)] }

    package func apply(to cycle: inout Cycle, as fact: RecordedFact) { cycle.close(by: fact) }
}

/// Closes a cycle; what happened before that day can still be recorded.
package struct CloseCycle: CommandBody {
    package static let type = TypeName("close-cycle")

    package let cycle: Identifier

    package var streams: [StreamName] { [.cycle(cycle)] }

    package func decide(on states: StreamStates, in context: CommandContext) throws(Refusal) -> [ProposedEvent] {
        let state = try states.state(Cycle.self, of: .cycle(cycle))
        guard let starts = state.starts else {
            throw Refusal("cycle-not-opened", ["cycle": cycle.text], field: "/data/cycle")
        }
        if let closed = state.closed {
            throw Refusal(
                "cycle-already-closed", ["cycle": cycle.text, "day": closed.day.description], field: "/data/cycle")
        }
        guard starts <= context.day else {
            throw Refusal("ends-before-start", ["start": starts.description, "end": context.day.description])
        }
        return [ProposedEvent(CycleClosed(cycle: cycle))]
    }
}
