public import CanonicalJSON

/// An event in the form in which it is appended: everything but what the store gives it under the lock
/// (position, recorded time, version within its stream).
public struct EncodedEvent: Hashable, Sendable {
    public let stream: StreamName
    public let eventID: UUIDValue
    public let type: TypeName
    public let schemaVersion: Int
    public let occurred: Occurrence
    public let performedBy: String?
    public let secrecy: SecrecyClass
    public let retention: RetentionClass
    public let provenance: [UInt8]?
    public let payload: [UInt8]
    public let texts: [EncodedText]
    public let tags: [Tag]
    /// Other events that the payload names by their positions.
    public let cited: Set<Position>

    /// Encodes a proposed event; what its command says is taken where the event says nothing itself.
    public init(
        _ event: ProposedEvent, eventID: UUIDValue, occurred: Occurrence, performedBy: String?, provenance: [UInt8]?
    ) throws(JSONFault) {
        let kind = Swift.type(of: event.payload)
        let collector = ProtectedTextCollector()
        let positions = CitedPositionCollector()
        payload = try CanonicalEncoder(userInfo: [.protectedTexts: collector, .citedPositions: positions])
            .bytes(of: event.payload)
        texts = collector.texts
        cited = positions.positions
        tags = event.payload.storedTags
        stream = event.payload.stream
        self.eventID = eventID
        type = kind.type
        schemaVersion = kind.schemaVersion
        self.occurred = event.occurred ?? occurred
        self.performedBy = performedBy
        secrecy = kind.secrecy
        retention = kind.retention
        self.provenance = provenance
    }
}

/// What must hold behind the lock for an append to be accepted.
public enum Condition: Hashable, Sendable {
    case stream(StreamName, ExpectedVersion)
    /// No event after the position matches any of the items.
    case noEvent(matching: [EventItem], after: Position)
}

/// The version that a stream is expected to have.
public enum ExpectedVersion: Hashable, Sendable {
    case exact(Int64)
    case absent
    case any
}

/// Matches an event that is of *any* of the types and carries *all* of the tags; no types means every type.
public struct EventItem: Hashable, Sendable {
    public let types: [TypeName]
    public let tags: [Tag]

    public init(types: [TypeName] = [], tags: [Tag] = []) {
        self.types = types
        self.tags = tags
    }
}

/// One command's append: its events are accepted together or not at all.
public struct AppendRequest: Hashable, Sendable {
    public let log: LogID
    public let commandID: UUIDValue
    /// SHA-256 of the canonical command without its protected texts.
    public let fingerprint: [UInt8]
    public let caller: Caller
    public let conditions: [Condition]
    public let events: [EncodedEvent]
    public let causationID: UUIDValue?
    public let correlationID: UUIDValue?
    /// Given when the command opens its log.
    public let opening: LogOpening?

    public init(
        log: LogID, commandID: UUIDValue, fingerprint: [UInt8], caller: Caller, conditions: [Condition],
        events: [EncodedEvent], causationID: UUIDValue? = nil, correlationID: UUIDValue? = nil,
        opening: LogOpening? = nil
    ) {
        self.log = log
        self.commandID = commandID
        self.fingerprint = fingerprint
        self.caller = caller
        self.conditions = conditions
        self.events = events
        self.causationID = causationID
        self.correlationID = correlationID
        self.opening = opening
    }
}

/// How a log is opened: what it is for, and in which zone its days are.
public struct LogOpening: Hashable, Sendable {
    public let nature: LogNature
    /// An IANA name, such as `Europe/Stockholm`.
    public let zone: String

    public init(nature: LogNature, zone: String) {
        self.nature = nature
        self.zone = zone
    }
}

/// What the database decided about one append. A verdict is an answer, not a mishap.
public enum Verdict: Hashable, Sendable {
    /// Committed at these positions.
    case accepted(AppendedRange)
    /// The command's id is taken: the shell answers by looking it up.
    case known
    /// Another command of the same all-or-nothing batch was refused.
    case dropped
    /// A stream had another version, or an event matched, behind the lock: reload and decide again.
    case stale(stream: StreamName?, actual: Int64)
    /// An event would have happened on a later day than it is recorded.
    case occursInFuture(ordinal: Int)
    /// No log of that name is open.
    case logNotOpen
    /// The log that the command would open is open.
    case logAlreadyOpen
    /// The clocks of database and program, or clock and head of the log, differ by this many microseconds.
    case clocksApart(microseconds: Int64)

    /// Where it was committed, if it was accepted.
    public var range: AppendedRange? {
        if case .accepted(let range) = self { range } else { nil }
    }
}

/// The positions that one accepted append took, and when it was recorded.
public struct AppendedRange: Hashable, Sendable {
    public let first: Position
    public let last: Position
    public let recordedAt: Instant

    public init(first: Position, last: Position, recordedAt: Instant) {
        self.first = first
        self.last = last
        self.recordedAt = recordedAt
    }
}
