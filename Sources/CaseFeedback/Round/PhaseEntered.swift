package import CanonicalJSON
package import EventSourcing

/// The unit went on to another phase, or back to one with a reason.
package struct PhaseEntered: RoundEvent {
    package static let type = TypeName("phase-entered")
    package static let step = Step.always
    package let cycle: Identifier
    package let unit: Identifier
    package let phase: Phase
    /// Given where the unit goes back, or closes before its time.
    package let reason: ProtectedText?

    package func apply(to round: inout Round, as fact: RecordedFact) {
        round.phases.append(PhaseEntry(phase: phase, fact: fact))
    }
}

extension PhaseEntered {
    package init(fields reader: inout CanonicalReader) throws(UnexpectedText) {
        cycle = try reader.field("cycle")
        phase = try reader.field("phase")
        reason = try reader.fieldIfPresent("reason")
        unit = try reader.field("unit")
    }
}

/// Goes to the next phase when what it needs is there; back to an earlier one, or at once to the end, with a reason.
package struct EnterPhase: RoundCommand {
    package static let type = TypeName("enter-phase")
    package static let step = PhaseEntered.step
    package let cycle: Identifier
    package let unit: Identifier
    package let phase: Phase
    package let reason: FreeText?

    package func happening(in turn: Turn) throws(Refusal) -> any RoundEvent {
        let current = turn.round.phase(at: turn.occurred)?.phase ?? .planning
        guard phase != current else {
            throw Refusal("phase-already-entered", ["phase": phase.rawValue], field: "/data/phase")
        }
        if phase == current.next {
            try requireWhatItNeeds(turn)
        } else if phase > current, phase != .closed {
            throw Refusal(
                "phase-skipped",
                ["phase": phase.rawValue, "current": current.rawValue, "next": current.next?.rawValue ?? ""],
                field: "/data/phase")
        } else if reason == nil {
            throw Refusal(
                "phase-needs-reason", ["phase": phase.rawValue, "current": current.rawValue], field: "/data/reason")
        }
        return PhaseEntered(
            cycle: cycle, unit: unit, phase: phase, reason: reason.map { turn.text($0, as: .professional) })
    }

    private func requireWhatItNeeds(_ turn: Turn) throws(Refusal) {
        // Closing with open goals is possible, but nobody does it without saying why.
        if phase == .closed, reason != nil { return }
        if let lacking = turn.round.missing(before: phase, asOf: turn.asOf).first(where: \.isRequired) {
            throw Refusal(lacking.code, ["phase": phase.rawValue], field: "/data/phase")
        }
    }
}
