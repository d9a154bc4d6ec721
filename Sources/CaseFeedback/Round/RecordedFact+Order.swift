package import EventSourcing

extension RecordedFact: Comparable {
    /// Along the axis of what happened; what can't be told apart there stands in the order of its recording.
    package static func < (left: RecordedFact, right: RecordedFact) -> Bool {
        left.occurred == right.occurred ? left.position < right.position : left.occurred < right.occurred
    }

    /// Whether this came before the other: within one day by their moments, and by the recording where one has none.
    ///
    /// A relation for judging *pairs* of facts, such as a withdrawal and an interview of the same day; sorting takes `<`.
    package func precedes(_ other: RecordedFact) -> Bool {
        guard day == other.day else { return day < other.day }
        if let instant, let moment = other.instant, instant != moment { return instant < moment }
        return position < other.position
    }

    /// Whether this stood when something of that time is decided about, everything recorded so far being known.
    package func stands(at occurred: Occurrence) -> Bool {
        guard day == occurred.day else { return day < occurred.day }
        if let instant, let moment = occurred.instant { return instant <= moment }
        return true
    }
}

extension AsOf {
    package func includes(_ fact: RecordedFact) -> Bool { includes(fact.occurred) }
}
