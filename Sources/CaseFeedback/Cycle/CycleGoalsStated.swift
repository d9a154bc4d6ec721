package import EventSourcing

/// What the cycle is to give: to the children, and, written apart, to staff and services.
package struct CycleGoalsStated: CycleEvent {
    package static let type = TypeName("cycle-goals-stated")
    package static let secrecy = SecrecyClass.professional

    package let cycle: Identifier
    package let forChildren: [ProtectedText]
    package let forServices: [ProtectedText]

    package var stream: StreamName { .cycle(cycle) }
    package var tags: Set<Tag> { [.cycle(cycle)] }

    package func apply(to cycle: inout Cycle, as fact: RecordedFact) {
        cycle.state(
            goals: Cycle.Goals(
                forChildren: forChildren.map(fact.reference), forServices: forServices.map(fact.reference), fact: fact))
    }
}

/// States goals for a cycle; stated again, the later ones hold beside the earlier.
package struct StateCycleGoals: CommandBody {
    package static let type = TypeName("state-cycle-goals")

    package let cycle: Identifier
    package let forChildren: [FreeText]
    package let forServices: [FreeText]

    package var streams: [StreamName] { [.cycle(cycle)] }

    package func decide(on states: StreamStates, in context: CommandContext) throws(Refusal) -> [ProposedEvent] {
        try states.requireOpen(cycle: cycle, on: context.day, field: "/data/cycle")
        guard !forChildren.isEmpty || !forServices.isEmpty else {
            throw Refusal("no-goal-stated", ["cycle": cycle.text], field: "/data/forChildren")
        }
        func protected(_ texts: [FreeText]) -> [ProtectedText] {
            texts.map { $0.protected(as: .professional, about: .record(.cycle(cycle))) }
        }
        return [
            ProposedEvent(
                CycleGoalsStated(
                    cycle: cycle, forChildren: protected(forChildren), forServices: protected(forServices)))
        ]
    }
}
