package import EventSourcing
package import Postgres

/// Makes events of rows, whose columns are those that every reading statement of `Schema/queries` gives, in the envelope's
/// order. Cheap from row to row: what repeats (types, codes, names, streams) is made once.
package struct EventRowReader {
    let log: LogID
    private let organisation: [UInt8]
    private let kind: [UInt8]
    private var types = Interned<TypeName>()
    private var streams = Interned<String>(slots: 1024)
    private var words = Interned<String>(slots: 256)
    private var secrecies = Interned<SecrecyClass>(slots: 16)
    private var retentions = Interned<RetentionClass>(slots: 16)
    private var provenances = Interned<[UInt8]>()

    /// All rows must be of the log: one of another's is refused.
    package init(log: LogID) {
        self.log = log
        organisation = Array(log.organisation.text.utf8)
        kind = Array(log.kind.rawValue.utf8)
    }

    package mutating func event(_ row: inout PostgresCopyRow) throws(PostgresError) -> RecordedEvent {
        try event(fields: &row)
    }

    mutating func event(fields: inout some EventFields) throws(PostgresError) -> RecordedEvent {
        guard try isOfLog(&fields) else {
            throw .protocolViolation("an event's row is of another log than was asked for")
        }
        // The arguments are evaluated in order, which is that of the columns.
        let envelope = EventEnvelope(
            log: log,
            position: Position(try fields.integer(Int64.self)),
            recordedAt: try fields.instant(),
            stream: StreamName(stored: try fields.interned(&streams) { String(validating: $0, as: UTF8.self) }),
            version: try fields.integer(Int64.self),
            eventID: try fields.identifier(),
            type: try fields.interned(&types) { bytes in
                String(validating: bytes, as: UTF8.self).flatMap { try? TypeName($0) }
            },
            schemaVersion: Int(try fields.integer(Int32.self)),
            commandID: try fields.identifier(),
            ordinal: Int(try fields.integer(Int32.self)),
            occurred: Occurrence(day: try fields.day(), instant: try fields.instantIfPresent()),
            recordedBy: try fields.word(&words),
            actorVerified: try fields.boolean(),
            performedBy: try fields.wordIfPresent(&words),
            role: try fields.word(&words),
            ground: try fields.word(&words),
            causationID: try fields.identifierIfPresent(),
            correlationID: try fields.identifierIfPresent(),
            secrecy: try fields.interned(&secrecies) { bytes in
                String(validating: bytes, as: UTF8.self).flatMap(SecrecyClass.init(rawValue:))
            },
            retention: try fields.interned(&retentions) { bytes in
                String(validating: bytes, as: UTF8.self).flatMap(RetentionClass.init(rawValue:))
            },
            programVersion: try fields.word(&words),
            provenance: try fields.internedIfPresent(&provenances) { Array($0) })
        return RecordedEvent(envelope: envelope, payload: try fields.bytes())
    }

    /// Reads the first two fields.
    func isOfLog(_ fields: inout some EventFields) throws(PostgresError) -> Bool {
        guard try fields.isNext(organisation) else { return false }
        return try fields.isNext(kind)
    }
}

extension Instant {
    /// Nothing of a year that can't be written: the server has more of them than the program.
    init?(_ timestamp: PostgresTimestamp) {
        self.init(microsecondsSince1970: timestamp.microsecondsSince1970)
        guard isWritable else { return nil }
    }

    var timestamp: PostgresTimestamp { PostgresTimestamp(microsecondsSince1970: microsecondsSince1970) }
}

extension Day {
    /// Nothing of a year that can't be written.
    init?(_ date: PostgresDate) {
        self.init(daysSince1970: date.daysSince1970)
        guard isWritable else { return nil }
    }

    var date: PostgresDate { PostgresDate(daysSince1970: daysSince1970) }
}

extension UUIDValue {
    init(_ uuid: PostgresUUID) { self.init(high: uuid.high, low: uuid.low) }
    var uuid: PostgresUUID { PostgresUUID(high: high, low: low) }
}
