extension Catalogue {
    /// What the program itself records: reads, in their own log, and what operators accept.
    static let accessEvents: [EventKind] = [
        EventKind(TextsRead.self), EventKind(AccessLogRead.self), EventKind(ClockAccepted.self),
    ]
}
