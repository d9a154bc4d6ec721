import CanonicalJSON
public import EventSourcing

/// One type of event as the catalogue knows it: what the store, the trail and `verify` need without naming the type.
public struct EventKind: Sendable {
    public let type: TypeName
    public let schemaVersion: Int
    public let secrecy: SecrecyClass
    public let retention: RetentionClass
    public let logKind: LogKind
    public let isItsOwnOrigin: Bool
    private let decodePayload: @Sendable (FoldedEvent) throws(UnreadableEvent) -> any EventPayload

    public init<Payload: EventPayload>(_ payload: Payload.Type) {
        type = Payload.type
        schemaVersion = Payload.schemaVersion
        secrecy = Payload.secrecy
        retention = Payload.retention
        logKind = Payload.logKind
        isItsOwnOrigin = Payload.isItsOwnOrigin
        decodePayload = { (event) throws(UnreadableEvent) in try event.decode(Payload.self) }
    }

    /// The event's payload, upcast to today's shape.
    public func decode(_ event: FoldedEvent) throws(UnreadableEvent) -> any EventPayload { try decodePayload(event) }
}

/// One type of command as the catalogue knows it.
public struct CommandKind: Sendable {
    public let type: TypeName
    let decodeBody: @Sendable (JSONDocument, StrictDecoder) throws(JSONFault) -> any CommandBody

    public init<Body: CommandBody>(_ body: Body.Type) {
        type = Body.type
        decodeBody = { (document, decoder) throws(JSONFault) in
            try decoder.decode(Body.self, from: document, at: "/data")
        }
    }
}
