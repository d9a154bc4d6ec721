package import CanonicalJSON
package import EventSourcing

/// The unit was introduced to the model and to this round.
package struct KickOffHeld: RoundEvent {
    package static let type = TypeName("kick-off-held")
    package static let step = Step.kickOff
    package let cycle: Identifier
    package let unit: Identifier
    package let participantCount: Int?

    package func apply(to round: inout Round, as fact: RecordedFact) {
        round.kickOff = round.kickOff ?? fact
    }
}

extension KickOffHeld {
    package init(fields reader: inout CanonicalReader) throws(UnexpectedText) {
        cycle = try reader.field("cycle")
        participantCount = try reader.fieldIfPresent("participantCount")
        unit = try reader.field("unit")
    }
}

package struct HoldKickOff: RoundCommand {
    package static let type = TypeName("hold-kick-off")
    package static let step = KickOffHeld.step
    package let cycle: Identifier
    package let unit: Identifier
    package let participantCount: Int?

    package func happening(in turn: Turn) throws(Refusal) -> any RoundEvent {
        guard turn.round.kickOff == nil else {
            throw Refusal("kick-off-already-held", ["unit": unit.text, "cycle": cycle.text])
        }
        if let participantCount { try requireCount(participantCount, atLeast: 1, field: "/data/participantCount") }
        return KickOffHeld(cycle: cycle, unit: unit, participantCount: participantCount)
    }
}

/// A count of people or interviews that somebody typed: no round has ten thousand of anything.
func requireCount(_ count: Int, atLeast least: Int, field: String) throws(Refusal) {
    guard (least...9999).contains(count) else {
        throw Refusal("count-out-of-range", ["least": String(least), "most": "9999"], field: field)
    }
}
