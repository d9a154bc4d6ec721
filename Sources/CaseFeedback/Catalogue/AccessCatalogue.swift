extension Catalogue {
    /// What happens in the log of reads.
    static let accessEvents: [EventKind] = [
        EventKind(TextsRead.self)
    ]
}
