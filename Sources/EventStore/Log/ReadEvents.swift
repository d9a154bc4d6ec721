import EventSourcing

/// The events of a reading as far as they can be read.
struct ReadEvents: Sendable {
    var events: [RecordedEvent] = []
    /// The one that follows on them; nothing where all could be read.
    var unreadable: UnreadableEvent?
    /// The position that follows on them, where no event stands although later ones do. It goes before what can't be read.
    var missing: Position?

    /// Those that follow on each other behind a position: a log has no gap, so what stands behind one is not to be looked at.
    func withoutGap(after position: Position) -> ReadEvents {
        var next = position.next
        for (index, event) in events.enumerated() {
            guard event.position == next else { return ReadEvents(events: Array(events[..<index]), missing: next) }
            next = next.next
        }
        guard let unreadable, unreadable.position != next else { return self }
        return ReadEvents(events: events, missing: next)
    }
}
