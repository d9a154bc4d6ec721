package import CanonicalJSON
package import EventSourcing

/// The minutes of the meeting were approved (*justering*).
package struct MinutesApproved: RoundEvent {
    package static let type = TypeName("minutes-approved")
    package static let step = Step.decision
    package let cycle: Identifier
    package let unit: Identifier

    package func apply(to round: inout Round, as fact: RecordedFact) {
        round.minutes.approved = round.minutes.approved ?? fact
    }
}

extension MinutesApproved {
    package init(fields reader: inout CanonicalReader) throws(UnexpectedText) {
        cycle = try reader.field("cycle")
        unit = try reader.field("unit")
    }
}

package struct ApproveMinutes: RoundCommand {
    package static let type = TypeName("approve-minutes")
    package static let step = MinutesApproved.step
    package let cycle: Identifier
    package let unit: Identifier

    package func happening(in turn: Turn) throws(Refusal) -> any RoundEvent {
        _ = try turn.requirePresented()
        guard turn.round.minutes.approved == nil else { throw Refusal("minutes-already-approved") }
        return MinutesApproved(cycle: cycle, unit: unit)
    }
}

/// That the minutes are approved was announced.
package struct MinutesAnnounced: RoundEvent {
    package static let type = TypeName("minutes-announced")
    package static let step = Step.decision
    package let cycle: Identifier
    package let unit: Identifier

    package func apply(to round: inout Round, as fact: RecordedFact) {
        round.minutes.announced = round.minutes.announced ?? fact
    }
}

extension MinutesAnnounced {
    package init(fields reader: inout CanonicalReader) throws(UnexpectedText) {
        cycle = try reader.field("cycle")
        unit = try reader.field("unit")
    }
}

package struct AnnounceMinutes: RoundCommand {
    package static let type = TypeName("announce-minutes")
    package static let step = MinutesAnnounced.step
    package let cycle: Identifier
    package let unit: Identifier

    package func happening(in turn: Turn) throws(Refusal) -> any RoundEvent {
        guard let approved = turn.round.minutes.approved, turn.asOf.includes(approved) else {
            throw Refusal("minutes-not-approved")
        }
        guard turn.round.minutes.announced == nil else { throw Refusal("minutes-already-announced") }
        return MinutesAnnounced(cycle: cycle, unit: unit)
    }
}
