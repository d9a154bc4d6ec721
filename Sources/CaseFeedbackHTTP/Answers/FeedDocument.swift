import CanonicalJSON
import EventSourcing

/// A piece of the log, as an object with the events and the position to go on from:
///
/// ```json
/// {"events":[…],"head":1480,"nature":"live","organisation":"1480","position":"cases/1480/1234"}
/// ```
struct FeedDocument: Encodable {
    let organisation: OrganisationID
    let nature: LogNature
    /// The last event's, or the one that was asked after: the next request's `after`.
    let position: String
    /// Where the log stood.
    let head: Position
    let events: [FeedEvent]
}

/// One event with its envelope and its payload, whose protected texts are `{"protected": class}`.
///
/// The attributes of CloudEvents 1.0 have its names: `specversion`, `id`, `source`, `type`, `subject` (the stream), `time`
/// (when it was *recorded*), `datacontenttype`, `data`. Those of the envelope beside them have their own.
struct FeedEvent: Encodable {
    private let envelope: EventEnvelope
    private let payload: JSONValue
    private let provenance: JSONValue?

    init(_ event: RecordedEvent) throws(JSONFault) {
        envelope = event.envelope
        payload = try CanonicalJSON.value(reading: event.payload)
        provenance = try event.envelope.provenance.map { (bytes) throws(JSONFault) in
            try CanonicalJSON.value(reading: bytes)
        }
    }

    private enum CodingKeys: String, CodingKey {
        case specversion, id, source, type, subject, time, datacontenttype, data
        case organisation, log, position, recordedAt, stream, version, schemaVersion, commandId, ordinal, occurredOn,
            occurredAt, recordedBy, actorVerified, performedBy, role, ground, causationId, correlationId, secrecy,
            retentionClass, programVersion, provenance
    }

    func encode(to encoder: any Encoder) throws {
        var container = encoder.container(keyedBy: CodingKeys.self)
        try container.encode("1.0", forKey: .specversion)
        try container.encode(envelope.eventID, forKey: .id)
        try container.encode(
            "urn:casefeedback:\(envelope.log.organisation):\(envelope.log.kind.rawValue)", forKey: .source)
        try container.encode(envelope.type, forKey: .type)
        try container.encode(envelope.stream.text, forKey: .subject)
        try container.encode(envelope.recordedAt, forKey: .time)
        try container.encode("application/json", forKey: .datacontenttype)
        try container.encode(payload, forKey: .data)
        try encodePlace(into: &container)
        try encodeActor(into: &container)
        try container.encode(envelope.secrecy, forKey: .secrecy)
        try container.encode(envelope.retention, forKey: .retentionClass)
        try container.encode(envelope.programVersion, forKey: .programVersion)
        try container.encodeIfPresent(provenance, forKey: .provenance)
    }

    private func encodePlace(into container: inout KeyedEncodingContainer<CodingKeys>) throws {
        try container.encode(envelope.log.organisation, forKey: .organisation)
        try container.encode(envelope.log.kind, forKey: .log)
        try container.encode(envelope.position, forKey: .position)
        try container.encode(envelope.recordedAt, forKey: .recordedAt)
        try container.encode(envelope.stream.text, forKey: .stream)
        try container.encode(envelope.version, forKey: .version)
        try container.encode(envelope.schemaVersion, forKey: .schemaVersion)
        try container.encode(envelope.occurred.day, forKey: .occurredOn)
        try container.encodeIfPresent(envelope.occurred.instant, forKey: .occurredAt)
    }

    private func encodeActor(into container: inout KeyedEncodingContainer<CodingKeys>) throws {
        try container.encode(envelope.commandID, forKey: .commandId)
        try container.encode(envelope.ordinal, forKey: .ordinal)
        try container.encode(envelope.recordedBy, forKey: .recordedBy)
        try container.encode(envelope.actorVerified, forKey: .actorVerified)
        try container.encodeIfPresent(envelope.performedBy, forKey: .performedBy)
        try container.encode(envelope.role, forKey: .role)
        try container.encode(envelope.ground, forKey: .ground)
        try container.encodeIfPresent(envelope.causationID, forKey: .causationId)
        try container.encodeIfPresent(envelope.correlationID, forKey: .correlationId)
    }
}
