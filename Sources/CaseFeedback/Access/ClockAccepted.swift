package import EventSourcing

/// An operator accepted that the clocks are apart, so that appends go on; recorded time still rises.
package struct ClockAccepted: EventPayload {
    package static let type = TypeName("clock-accepted")
    package static let isItsOwnOrigin = true

    /// How far apart the clocks were, in milliseconds.
    package let apartMilliseconds: Int
    package let reason: ProtectedText

    package init(apartMilliseconds: Int, reason: ProtectedText) {
        self.apartMilliseconds = apartMilliseconds
        self.reason = reason
    }

    package var stream: StreamName { .clock }
    package var tags: Set<Tag> { [] }
}

extension StreamName {
    /// What operators accepted about the clocks.
    package static let clock = StreamName("clock")
}
