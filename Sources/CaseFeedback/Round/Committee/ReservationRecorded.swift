package import CanonicalJSON
package import EventSourcing

/// Somebody on the committee had a reservation against a decision.
package struct ReservationRecorded: RoundEvent {
    package static let type = TypeName("reservation-recorded")
    package static let step = Step.decision
    package static let secrecy = SecrecyClass.general
    package let cycle: Identifier
    package let unit: Identifier
    package let decision: Identifier
    package let text: ProtectedText?

    package func apply(to round: inout Round, as fact: RecordedFact) {
        round.decisions[decision.text]?.reservations.append(fact)
    }
}

extension ReservationRecorded {
    package init(fields reader: inout CanonicalReader) throws(UnexpectedText) {
        cycle = try reader.field("cycle")
        decision = try reader.field("decision")
        text = try reader.fieldIfPresent("text")
        unit = try reader.field("unit")
    }
}

package struct RecordReservation: RoundCommand {
    package static let type = TypeName("record-reservation")
    package static let step = ReservationRecorded.step
    package let cycle: Identifier
    package let unit: Identifier
    package let decision: Identifier
    package let text: FreeText?

    package func happening(in turn: Turn) throws(Refusal) -> any RoundEvent {
        _ = try turn.decision(decision)
        return ReservationRecorded(
            cycle: cycle, unit: unit, decision: decision, text: text.map { turn.text($0, as: .general) })
    }
}
