package import EventSourcing

/// One row of what makes a log whole. An event comes first, then its protected texts in the order of their fields, then
/// the command whose last event it is, and those that made no event and found it as the last.
package enum LogRow: Sendable {
    /// The tags are those to be stored; of a log that is read they are left out, since the event gives them.
    case event(RecordedEvent, tags: [Tag])
    case text(StoredText)
    case command(StoredCommand)
}

/// An accepted command as it is stored. One that made no event has its last position one before its first.
package struct StoredCommand: Sendable, Hashable {
    package let id: UUIDValue
    package let fingerprint: [UInt8]
    package let recordedBy: String
    package let first: Position
    package let last: Position

    package init(id: UUIDValue, fingerprint: [UInt8], recordedBy: String, first: Position, last: Position) {
        self.id = id
        self.fingerprint = fingerprint
        self.recordedBy = recordedBy
        self.first = first
        self.last = last
    }
}

/// A row that belongs to an event, or stands behind it.
protocol RowBesideEvent {
    /// The event's position.
    var place: Position { get }
    /// About what it takes in memory.
    var heldBytes: Int { get }
}

extension StoredText: RowBesideEvent {
    var place: Position { position }
    var heldBytes: Int { 200 + field.utf8.count + subject.utf8.count + value.count }
}

extension StoredCommand: RowBesideEvent {
    var place: Position { last }
    var heldBytes: Int { 200 + recordedBy.utf8.count }
}

/// How many rows make up a log, or a part of it.
package struct LogRowCounts: Sendable, Hashable {
    package var events: Int64 = 0
    package var tags: Int64 = 0
    package var texts: Int64 = 0
    package var commands: Int64 = 0
    /// Position and time of the last event.
    package var last = Position.beginning
    package var recordedAt: Instant?

    package init() {}
}
