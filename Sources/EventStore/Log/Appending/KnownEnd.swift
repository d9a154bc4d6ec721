import EventSourcing

/// The end of a log as who wrote it knows it: the first and the last event of its last transaction, and the versions of some
/// streams behind it.
///
/// It proves itself: a log that ends at that position with that transaction as a whole has those versions, whoever else writes to
/// it.
struct KnownEnd: Sendable {
    let first: Position
    let firstEvent: UUIDValue
    let last: Position
    let lastEvent: UUIDValue
    let versions: [String: Int64]
}
