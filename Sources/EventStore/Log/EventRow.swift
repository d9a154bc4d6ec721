import EventSourcing
import Postgres

/// The columns of an event as every reading statement of `Schema/queries` gives them, in the envelope's order.
enum EventRow {
    static func event(_ row: PostgresRow) throws(StoreError) -> RecordedEvent {
        do throws(PostgresError) {
            guard let organisation = try? OrganisationID(row.decode(0, as: String.self)),
                let kind = LogKind(rawValue: try row.decode(1, as: String.self)),
                let type = try? TypeName(row.decode(7, as: String.self)),
                let secrecy = SecrecyClass(rawValue: try row.decode(20, as: String.self)),
                let retention = RetentionClass(rawValue: try row.decode(21, as: String.self))
            else { throw corrupt(row) }
            let envelope = EventEnvelope(
                log: LogID(organisation: organisation, kind: kind),
                position: Position(try row.decode(2, as: Int64.self)),
                recordedAt: Instant(try row.decode(3, as: PostgresTimestamp.self)),
                stream: StreamName(stored: try row.decode(4, as: String.self)),
                version: try row.decode(5, as: Int64.self),
                eventID: UUIDValue(try row.decode(6, as: PostgresUUID.self)),
                type: type,
                schemaVersion: Int(try row.decode(8, as: Int32.self)),
                commandID: UUIDValue(try row.decode(9, as: PostgresUUID.self)),
                ordinal: Int(try row.decode(10, as: Int32.self)),
                occurred: Occurrence(
                    day: Day(daysSince1970: try row.decode(11, as: PostgresDate.self).daysSince1970),
                    instant: try row.decode(12, as: PostgresTimestamp?.self).map(Instant.init)),
                recordedBy: try row.decode(13, as: String.self),
                actorVerified: try row.decode(14, as: Bool.self),
                performedBy: try row.decode(15, as: String?.self),
                role: try row.decode(16, as: String.self),
                ground: try row.decode(17, as: String.self),
                causationID: try row.decode(18, as: PostgresUUID?.self).map(UUIDValue.init),
                correlationID: try row.decode(19, as: PostgresUUID?.self).map(UUIDValue.init),
                secrecy: secrecy,
                retention: retention,
                programVersion: try row.decode(22, as: String.self),
                provenance: try row.decode(23, as: [UInt8]?.self))
            return RecordedEvent(envelope: envelope, payload: try row.decode(24, as: [UInt8].self))
        } catch {
            throw StoreError(error)
        }
    }

    /// A stored value that this program's types don't know: never written by it.
    private static func corrupt(_ row: PostgresRow) -> PostgresError {
        .protocolViolation("an event's row holds a value outside its code list")
    }
}

extension Instant {
    init(_ timestamp: PostgresTimestamp) { self.init(microsecondsSince1970: timestamp.microsecondsSince1970) }
    var timestamp: PostgresTimestamp { PostgresTimestamp(microsecondsSince1970: microsecondsSince1970) }
}

extension Day {
    var date: PostgresDate { PostgresDate(daysSince1970: daysSince1970) }
}

extension UUIDValue {
    init(_ uuid: PostgresUUID) { self.init(high: uuid.high, low: uuid.low) }
    var uuid: PostgresUUID { PostgresUUID(high: high, low: low) }
}
