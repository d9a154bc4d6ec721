package import EventSourcing

/// When something happened and where it stands in the log: what a state keeps beside each outcome, phase, parent and
/// consent, so that it can be asked about any day, and so that every answer names the positions it came from.
package struct RecordedFact: Hashable, Sendable, Codable {
    package let position: Position
    package let day: Day
    package let instant: Instant?

    package init(position: Position, day: Day, instant: Instant?) {
        self.position = position
        self.day = day
        self.instant = instant
    }

    package init(_ event: FoldedEvent) {
        self.init(position: event.position, day: event.occurred.day, instant: event.occurred.instant)
    }

    package var occurred: Occurrence { Occurrence(day: day, instant: instant) }

    /// Where the text of this event is found.
    package func reference(to text: ProtectedText) -> TextReference {
        TextReference(position: position, field: text.field, secrecy: text.secrecy)
    }
}
