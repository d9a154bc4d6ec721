import EventSourcing
import Postgres

// The rows of an event as COPY takes them, column by column.
extension PostgresCopyFields {
    func write(_ synthetic: SyntheticEvent, at position: Int64, of log: LogID) {
        let event = synthetic.event
        write(of: log)
        write(position)
        write(PostgresTimestamp(synthetic.recordedAt))
        write(event.stream.text)
        write(synthetic.version)
        write(PostgresUUID(event.eventID))
        write(event.type.text)
        write(Int32(event.schemaVersion))
        write(PostgresUUID(synthetic.commandID))
        write(Int32(0))
        write(PostgresDate(daysSince1970: event.occurred.day.daysSince1970))
        write(event.occurred.instant.map(PostgresTimestamp.init))
        write(SyntheticEvent.caller.identity)
        write(SyntheticEvent.caller.isVerified)
        write(event.performedBy)
        write(SyntheticEvent.caller.role)
        write(SyntheticEvent.caller.ground)
        write(nil as PostgresUUID?)
        write(nil as PostgresUUID?)
        write(event.secrecy.rawValue)
        write(event.retention.rawValue)
        write(SyntheticEvent.programVersion)
        write(event.provenance)
        write(event.payload)
    }

    func write(_ tag: Tag, at position: Int64, of log: LogID) {
        write(of: log)
        write(tag.text)
        write(position)
    }

    func write(_ text: EncodedText, at position: Int64, of log: LogID) {
        write(of: log)
        write(position)
        write(text.field)
        write(text.secrecy.rawValue)
        write(text.subject.text)
        write(nil as String?)
        write(Array(text.words.utf8))
    }

    func write(commandOf synthetic: SyntheticEvent, at position: Int64, of log: LogID) {
        write(log.organisation.text)
        write(PostgresUUID(synthetic.commandID))
        write(log.kind.rawValue)
        write(SyntheticEvent.fingerprint)
        write(SyntheticEvent.caller.identity)
        write(position)
        write(position)
    }

    private func write(of log: LogID) {
        write(log.organisation.text)
        write(log.kind.rawValue)
    }
}

extension PostgresUUID {
    init(_ value: UUIDValue) { self.init(high: value.high, low: value.low) }
}

extension PostgresTimestamp {
    init(_ instant: Instant) { self.init(microsecondsSince1970: instant.microsecondsSince1970) }
}
