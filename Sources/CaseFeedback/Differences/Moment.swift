package import EventSourcing

/// A moment on both axes: what had happened by then, as far as it was known then.
package struct Moment: Hashable, Sendable {
    package let asOf: AsOf
    package let known: Position

    package init(asOf: AsOf, known: Position) {
        self.asOf = asOf
        self.known = known
    }

    package func includes(_ event: RecordedEvent) -> Bool {
        event.position <= known && asOf.includes(event.envelope.occurred)
    }

    /// Whether the event stands between the two: one answer counts it, and the other does not.
    package func isParted(from other: Moment, by event: RecordedEvent) -> Bool {
        includes(event) != other.includes(event)
    }
}
