/// The moment that an answer is about, on the axis of what *happened*.
public enum AsOf: Hashable, Sendable {
    /// Everything that has happened so far, whatever its day.
    case now
    /// The end of a day.
    case day(Day)
    /// A moment, and the last day that was over by then in the log's zone.
    case instant(Instant, lastWholeDay: Day)

    /// Whether a fact counts: one with only a day counts from the end of that day.
    public func includes(_ occurred: Occurrence) -> Bool {
        switch self {
        case .now: true
        case .day(let day): occurred.day <= day
        case .instant(let instant, let lastWholeDay):
            if let moment = occurred.instant { moment <= instant } else { occurred.day <= lastWholeDay }
        }
    }

    /// Whether a day that was only planned or dated, without a moment, has come.
    public func includes(_ day: Day) -> Bool { includes(Occurrence(day: day)) }
}

/// The moment that an answer is about, on the axis of what was *recorded*.
public enum KnownAt: Hashable, Sendable {
    case head
    case position(Position)
    case instant(Instant)
}
