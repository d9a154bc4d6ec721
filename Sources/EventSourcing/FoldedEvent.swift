public import CanonicalJSON

/// An event as folds read it, and nothing more: what a rebuild takes out of a log.
///
/// Its columns are `position`, `stream`, `type`, `schema_version`, `occurred_on`, `occurred_at` and `payload`; the log is
/// that of the scan. A fold that wants more of the envelope adds the column here, to ``RecordedEvent/folded`` and to the
/// statement that rebuilds read.
public struct FoldedEvent: Sendable {
    /// What it has in common with the other events of its type in its stream.
    public let kin: Kin
    public let position: Position
    public let schemaVersion: Int
    public let occurred: Occurrence
    /// Canonical JSON, byte for byte as stored: a part of the memory that holds the rows around it.
    public let payload: ArraySlice<UInt8>

    /// An object, since a scan hands out very many events of few kins: their names are not retained one by one.
    public final class Kin: Sendable {
        public let log: LogID
        public let stream: StreamName
        public let type: TypeName

        public init(log: LogID, stream: StreamName, type: TypeName) {
            self.log = log
            self.stream = stream
            self.type = type
        }
    }

    public init(
        _ kin: Kin, position: Position, schemaVersion: Int, occurred: Occurrence,
        payload: ArraySlice<UInt8>
    ) {
        self.kin = kin
        self.position = position
        self.schemaVersion = schemaVersion
        self.occurred = occurred
        self.payload = payload
    }

    @inlinable public var log: LogID { kin.log }
    @inlinable public var stream: StreamName { kin.stream }
    @inlinable public var type: TypeName { kin.type }

    /// The payload as the type that it is stored as, upcast where it is of an older version.
    @inlinable
    public func decode<Payload: EventPayload>(_ type: Payload.Type) throws(UnreadableEvent) -> Payload {
        if schemaVersion == Payload.schemaVersion,
            let value = payload.withUnsafeBytes({ text in
                CanonicalReader.value(of: text) { (fields) throws(UnexpectedText) in try Payload(fields: &fields) }
            })
        {
            return value
        }
        return try decodeByCodable(type)
    }

    /// The same, and the fault where there is one.
    @usableFromInline
    func decodeByCodable<Payload: EventPayload>(_: Payload.Type) throws(UnreadableEvent) -> Payload {
        do {
            guard schemaVersion != Payload.schemaVersion else {
                return try StrictDecoder().decode(Payload.self, fromCanonical: Array(payload))
            }
            let stored = try CanonicalJSON.value(reading: Array(payload))
            guard let current = Payload.upcast(stored, from: schemaVersion) else {
                throw UnreadableEvent(event: self, reason: .unknownVersion)
            }
            return try StrictDecoder().decode(Payload.self, from: current)
        } catch let unreadable as UnreadableEvent {
            throw unreadable
        } catch {
            throw UnreadableEvent(event: self, reason: .malformed(String(describing: error)))
        }
    }
}

extension RecordedEvent {
    /// What folds read of this event.
    public var folded: FoldedEvent {
        FoldedEvent(
            FoldedEvent.Kin(log: envelope.log, stream: envelope.stream, type: envelope.type),
            position: envelope.position, schemaVersion: envelope.schemaVersion, occurred: envelope.occurred,
            payload: payload[...])
    }
}
