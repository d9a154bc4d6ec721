import EventSourcing

/// Which identifiers a file has had, in eight bytes each: a log may have millions.
///
/// What is kept is a hash that is keyed anew in every process. So nobody can make two identifiers that meet, and two of
/// five million that meet by chance, once in a million files, do not meet again when the file is read again.
struct IdentifiersSeen {
    private var hashes: Set<UInt64> = []

    /// No event has the id of another.
    mutating func note(_ event: RecordedEvent) throws(HistoryFault) {
        let id = event.envelope.eventID
        guard insert(id) else { throw HistoryFault(code: "history-id-twice", field: "/id", value: id.description) }
    }

    /// Whether it is the first time.
    mutating func insert(_ identifier: UUIDValue) -> Bool {
        var hasher = Hasher()
        hasher.combine(identifier)
        return hashes.insert(UInt64(bitPattern: Int64(hasher.finalize()))).inserted
    }
}
