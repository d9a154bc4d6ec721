public import CanonicalJSON

/// How long an event must be kept, as a class that dated rules give a period for.
public enum RetentionClass: String, Sendable, CaseIterable, Codable {
    /// What is about a child.
    case child
    /// The work of units and committees.
    case activity
    /// What the rest is read by: organisation, instruments, rules.
    case reference
}

/// What happened, in the domain's words: the payload of one type of event.
///
/// The properties that are `CodingKeys` are the payload; everything else is derived from them. An older version stays
/// readable through ``upcast(_:from:)``.
public protocol EventPayload: Codable, Sendable, Hashable {
    static var type: TypeName { get }
    static var schemaVersion: Int { get }
    static var secrecy: SecrecyClass { get }
    static var retention: RetentionClass { get }
    /// The kind of log that it is recorded in.
    static var logKind: LogKind { get }
    /// Whether it says by itself where it is from, so that it needs no provenance in a demonstration.
    static var isItsOwnOrigin: Bool { get }
    /// The stream that the event belongs to.
    var stream: StreamName { get }
    /// Under which words it is found again: a pure function of the event, so that `verify` recomputes them.
    var tags: Set<Tag> { get }
    /// The payload of an older version in the shape of today's, or nothing when that version never existed.
    static func upcast(_ payload: JSONValue, from version: Int) -> JSONValue?
    /// Reads the payload of today's version, field by field in canonical order: for types of which a log holds very many.
    /// Without it `Codable` does, as it does whenever this refuses.
    init(fields reader: inout CanonicalReader) throws(UnexpectedText)
}

extension EventPayload {
    public static var schemaVersion: Int { 1 }
    public static var secrecy: SecrecyClass { .open }
    public static var retention: RetentionClass { .activity }
    public static var logKind: LogKind { .cases }
    public static var isItsOwnOrigin: Bool { false }
    public static func upcast(_ payload: JSONValue, from version: Int) -> JSONValue? { nil }
    public init(fields reader: inout CanonicalReader) throws(UnexpectedText) { throw UnexpectedText() }

    /// The tags that the store keeps, in order: the event's own, and one for what every projection reads whole.
    public var storedTags: [Tag] {
        (Self.retention == .reference ? tags.union([.reference]) : tags).sorted()
    }
}

/// An event that a decision proposes: it becomes a ``RecordedEvent`` when its append is accepted.
public struct ProposedEvent: Sendable, Hashable {
    public let payload: any EventPayload
    /// Where the event happened on another day than its command says.
    public let occurred: Occurrence?
    /// JSON pointers to this event's invented fields where they differ from the command's; `nil` takes the command's.
    public let synthetic: [String]?

    public init(_ payload: any EventPayload, occurred: Occurrence? = nil, synthetic: [String]? = nil) {
        self.payload = payload
        self.occurred = occurred
        self.synthetic = synthetic
    }

    public static func == (left: Self, right: Self) -> Bool {
        AnyHashable(left.payload) == AnyHashable(right.payload) && left.occurred == right.occurred
            && left.synthetic == right.synthetic
    }

    public func hash(into hasher: inout Hasher) {
        hasher.combine(AnyHashable(payload))
        hasher.combine(occurred)
        hasher.combine(synthetic)
    }
}

/// When something happened: always a day, and the moment when it is known.
public struct Occurrence: Hashable, Sendable, Comparable {
    public let day: Day
    public let instant: Instant?

    public init(day: Day, instant: Instant? = nil) {
        self.day = day
        self.instant = instant
    }

    /// By day; within one day a fact without a moment counts from the end of the day, so it comes last.
    public static func < (left: Self, right: Self) -> Bool {
        guard left.day == right.day else { return left.day < right.day }
        switch (left.instant, right.instant) {
        case (let left?, let right?): return left < right
        case (_?, nil): return true
        default: return false
        }
    }
}

/// Everything about an event beside its payload, in the order in which it is stored. Final from the first event.
public struct EventEnvelope: Hashable, Sendable {
    public var log: LogID
    public var position: Position
    public var recordedAt: Instant
    public var stream: StreamName
    /// Dense within the stream, from 1.
    public var version: Int64
    public var eventID: UUIDValue
    public var type: TypeName
    public var schemaVersion: Int
    public var commandID: UUIDValue
    /// The event's place among those of its command, from 0.
    public var ordinal: Int
    public var occurred: Occurrence
    public var recordedBy: String
    public var actorVerified: Bool
    public var performedBy: String?
    public var role: String
    public var ground: String
    public var causationID: UUIDValue?
    public var correlationID: UUIDValue?
    public var secrecy: SecrecyClass
    public var retention: RetentionClass
    public var programVersion: String
    /// Canonical JSON with `source` and `synthetic`, or nothing.
    public var provenance: [UInt8]?

    public init(
        log: LogID, position: Position, recordedAt: Instant, stream: StreamName, version: Int64, eventID: UUIDValue,
        type: TypeName, schemaVersion: Int, commandID: UUIDValue, ordinal: Int, occurred: Occurrence,
        recordedBy: String, actorVerified: Bool, performedBy: String?, role: String, ground: String,
        causationID: UUIDValue?, correlationID: UUIDValue?, secrecy: SecrecyClass, retention: RetentionClass,
        programVersion: String, provenance: [UInt8]?
    ) {
        self.log = log
        self.position = position
        self.recordedAt = recordedAt
        self.stream = stream
        self.version = version
        self.eventID = eventID
        self.type = type
        self.schemaVersion = schemaVersion
        self.commandID = commandID
        self.ordinal = ordinal
        self.occurred = occurred
        self.recordedBy = recordedBy
        self.actorVerified = actorVerified
        self.performedBy = performedBy
        self.role = role
        self.ground = ground
        self.causationID = causationID
        self.correlationID = correlationID
        self.secrecy = secrecy
        self.retention = retention
        self.programVersion = programVersion
        self.provenance = provenance
    }
}

/// An event as it stands in its log.
public struct RecordedEvent: Hashable, Sendable {
    public let envelope: EventEnvelope
    /// Canonical JSON, byte for byte as stored.
    public let payload: [UInt8]

    public init(envelope: EventEnvelope, payload: [UInt8]) {
        self.envelope = envelope
        self.payload = payload
    }

    public var position: Position { envelope.position }
    public var type: TypeName { envelope.type }

    /// The payload as the type that it is stored as, upcast where it is of an older version.
    public func decode<Payload: EventPayload>(_ type: Payload.Type) throws(UnreadableEvent) -> Payload {
        try folded.decode(type)
    }
}

/// An event that this program cannot read: of an unknown type, of an unknown version, or malformed.
public struct UnreadableEvent: Error, Hashable, Sendable, CustomStringConvertible {
    public enum Reason: Hashable, Sendable {
        case unknownType
        case unknownVersion
        case malformed(String)
    }

    public let log: LogID
    public let position: Position
    public let type: TypeName
    public let schemaVersion: Int
    public let reason: Reason

    public init(log: LogID, position: Position, type: TypeName, schemaVersion: Int, reason: Reason) {
        self.log = log
        self.position = position
        self.type = type
        self.schemaVersion = schemaVersion
        self.reason = reason
    }

    public init(event: FoldedEvent, reason: Reason) {
        self.init(
            log: event.log, position: event.position, type: event.type, schemaVersion: event.schemaVersion,
            reason: reason)
    }

    public init(event: RecordedEvent, reason: Reason) { self.init(event: event.folded, reason: reason) }

    public var description: String {
        let what = "event \(log)/\(position) of type \(type), version \(schemaVersion),"
        return switch reason {
        case .unknownType: "\(what) is of a type that this program does not know: run a newer release"
        case .unknownVersion: "\(what) is of a version that this program does not know: run a newer release"
        case .malformed(let detail): "\(what) cannot be read: \(detail)"
        }
    }
}
