package import EventSourcing

/// A command about one unit's turn of the wheel: it needs the unit to be enrolled and, on its own day, a phase that allows
/// its step; the rest is its own rule.
package protocol RoundCommand: CommandBody {
    static var step: Step { get }
    var cycle: Identifier { get }
    var unit: Identifier { get }
    /// The streams that the rule reads beside the round's.
    var alsoReads: [StreamName] { get }
    /// What happens, or why it can't.
    func happening(in turn: Turn) throws(Refusal) -> any RoundEvent
}

extension RoundCommand {
    package var alsoReads: [StreamName] { [] }
    package var streams: [StreamName] { [.round(cycle, unit)] + alsoReads }

    package func decide(on streams: StreamStates, in context: CommandContext) throws(Refusal) -> [ProposedEvent] {
        let round = try streams.state(Round.self, of: .round(cycle, unit))
        let turn = Turn(cycle: cycle, unit: unit, round: round, states: streams, context: context)
        try turn.requireEnrolment()
        try turn.require(Self.step)
        return [ProposedEvent(try happening(in: turn))]
    }
}

/// What a rule of the round is decided on: the round, its surroundings, and the time of what is to be recorded.
package struct Turn: Sendable {
    package let cycle: Identifier
    package let unit: Identifier
    package let round: Round
    package let states: StreamStates
    package let context: CommandContext

    package var day: Day { context.day }
    package var occurred: Occurrence { context.occurred }
    /// Rules ask for the day, to its end: whoever enters a day without a moment has not yet thought of an order within it.
    package var asOf: AsOf { .day(day) }

    func requireEnrolment() throws(Refusal) {
        guard let enrolment = round.enrolment, asOf.includes(enrolment.fact) else {
            throw Refusal("unit-not-enrolled", ["unit": unit.text, "cycle": cycle.text], field: "/data/unit")
        }
    }

    func require(_ step: Step) throws(Refusal) {
        guard let phase = round.phase(at: occurred)?.phase, !step.phases.contains(phase) else { return }
        throw Refusal("phase-does-not-allow", ["phase": phase.rawValue, "needed": step.phaseNames])
    }

    /// Words about the work of the unit.
    func text(_ words: FreeText, as secrecy: SecrecyClass) -> ProtectedText {
        words.protected(as: secrecy, about: .record(.round(cycle, unit)))
    }

    /// Words about or from a child.
    func text(_ words: FreeText, about child: ChildReference) -> ProtectedText {
        words.protected(as: .personal, about: .child(child.text, cycle: cycle))
    }

    func selected(_ child: ChildReference) throws(Refusal) -> SelectedChild {
        guard let selected = round.children[child.text], asOf.includes(selected.fact) else {
            throw Refusal("child-not-selected", ["child": child.text], field: "/data/child")
        }
        return selected
    }

    /// An interview that took place, to its end or not.
    func conducted(_ interview: Identifier) throws(Refusal) -> (interview: Interview, as: Conducted) {
        guard let found = round.interviews[interview.text], let conducted = found.conducted(asOf: asOf) else {
            throw Refusal("interview-not-held", ["interview": interview.text], field: "/data/interview")
        }
        return (found, conducted)
    }
}
