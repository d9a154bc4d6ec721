package import EventSourcing

/// What is known before commands are decided: which were accepted before, and the streams that they read.
package struct DecisionBasis: Sendable {
    package let known: [UUIDValue: KnownCommand]
    package let streams: [StreamName: [RecordedEvent]]
    package let state: LogState?

    /// What of it one command asked for.
    package func part(of commandID: UUIDValue, streams asked: [StreamName]) -> DecisionBasis {
        DecisionBasis(
            known: known[commandID].map { [commandID: $0] } ?? [:],
            streams: asked.reduce(into: [:]) { part, stream in part[stream] = streams[stream] }, state: state)
    }
}

/// An accepted command, as it is remembered for ever.
package struct KnownCommand: Sendable, Hashable {
    package let log: LogID
    package let fingerprint: [UInt8]
    package let recordedBy: String
    package let first: Position
    package let last: Position

    /// Of its events; none of a command that made no event, whose first position is the one behind its last.
    package var positions: [Position] { first > last ? [] : (first.value...last.value).map(Position.init) }
}

/// The head row of a log.
package struct LogState: Sendable, Hashable {
    package let nature: LogNature
    package let zone: String
    package let head: Position
    package let recordedAt: Instant
    package let isClockAccepted: Bool
    /// The database's clock when the row was read.
    package let databaseClock: Instant
}

/// A protected text as it is stored.
package struct StoredText: Sendable, Hashable {
    package let position: Position
    package let field: String
    package let secrecy: SecrecyClass
    package let subject: String
    /// Nothing while the value is plain UTF-8.
    package let keyID: String?
    package let value: [UInt8]

    package init(
        position: Position, field: String, secrecy: SecrecyClass, subject: String, keyID: String?, value: [UInt8]
    ) {
        self.position = position
        self.field = field
        self.secrecy = secrecy
        self.subject = subject
        self.keyID = keyID
        self.value = value
    }
}
