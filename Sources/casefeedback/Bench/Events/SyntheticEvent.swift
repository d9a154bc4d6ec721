import CaseFeedback
import EventSourcing

/// One event of a made-up history, with what its append would have given it.
struct SyntheticEvent {
    let event: EncodedEvent
    let commandID: UUIDValue
    let recordedAt: Instant
    /// Within its stream, from 1.
    let version: Int64
}

extension SyntheticEvent {
    static let guide = "barns-delaktighet-grundguide"
    static let template = "neutral-matris"
    static let caller = Caller(
        issuer: "os", subject: "process-leader-17", isVerified: false, role: "process-leader",
        ground: "employment-2017-044")
    static let fingerprint = [UInt8](repeating: 7, count: 32)
    static let programVersion = Release.version
    /// A made-up history says of itself that it is one.
    static let provenance = Array(#"{"synthetic":[""]}"#.utf8)
}

/// What an event says, in the stored form; a test compares it with what the domain makes of the same payload.
struct SyntheticContent {
    let type: TypeName
    let stream: StreamName
    /// Ascending, as they are stored.
    let tags: [Tag]
    var secrecy = SecrecyClass.open
    var retention = RetentionClass.activity
    /// Canonical JSON.
    let payload: String
    var texts: [EncodedText] = []
}

extension SyntheticEvent {
    /// As it stands in its log.
    func recorded(at position: Int64, in log: LogID) -> RecordedEvent {
        RecordedEvent(
            envelope: EventEnvelope(
                log: log, position: Position(position), recordedAt: recordedAt, stream: event.stream, version: version,
                eventID: event.eventID, type: event.type, schemaVersion: event.schemaVersion, commandID: commandID,
                ordinal: 0, occurred: event.occurred, recordedBy: Self.caller.identity,
                actorVerified: Self.caller.isVerified, performedBy: event.performedBy, role: Self.caller.role,
                ground: Self.caller.ground, causationID: nil, correlationID: nil, secrecy: event.secrecy,
                retention: event.retention, programVersion: Self.programVersion, provenance: event.provenance),
            payload: event.payload)
    }
}
