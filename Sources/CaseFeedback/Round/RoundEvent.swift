import CanonicalJSON
package import EventSourcing

/// Something that happened in one unit's turn of the wheel: it says itself what it changes in the round's state, so that a
/// new event needs its own file and one line in the catalogue.
package protocol RoundEvent: EventPayload {
    /// The kind of step that it is, by which phases allow it.
    static var step: Step { get }
    var cycle: Identifier { get }
    var unit: Identifier { get }
    /// Whom and what it is about, beside unit and cycle.
    var subjects: Set<Tag> { get }
    func apply(to round: inout Round, as fact: RecordedFact)
    /// Applies a payload of today's version as it is stored, where that needs less than making it first; false, and nothing
    /// done, where it can't be read field by field.
    static func apply(_ payload: UnsafeRawBufferPointer, to round: inout Round, as fact: RecordedFact) -> Bool
}

extension RoundEvent {
    package var stream: StreamName { .round(cycle, unit) }
    package var tags: Set<Tag> { subjects.union([.cycle(cycle), .unit(unit)]) }
    package var subjects: Set<Tag> { [] }

    package static func apply(_ payload: UnsafeRawBufferPointer, to round: inout Round, as fact: RecordedFact) -> Bool {
        guard
            let event = CanonicalReader.value(
                of: payload, { (fields) throws(UnexpectedText) in try Self(fields: &fields) })
        else { return false }
        event.apply(to: &round, as: fact)
        return true
    }
}

/// A type of round event as the fold finds it by its name: an object, since there is a look-up for every event of a log,
/// and its parts would be retained one by one.
package final class RoundEventKind: Sendable {
    package let type: TypeName
    package let kind: EventKind
    let apply: @Sendable (FoldedEvent, inout Round) throws(UnreadableEvent) -> Void

    package init<Payload: RoundEvent>(_ payload: Payload.Type) {
        type = Payload.type
        kind = EventKind(payload)
        apply = { (event, round) throws(UnreadableEvent) in
            let fact = RecordedFact(event)
            let isApplied =
                event.schemaVersion == Payload.schemaVersion
                && event.payload.withUnsafeBytes { Payload.apply($0, to: &round, as: fact) }
            if !isApplied {
                try event.decode(Payload.self).apply(to: &round, as: fact)
            }
            if Payload.step != .always { round.steps.append(StepTaken(fact: fact, step: Payload.step)) }
        }
    }
}
