import EventSourcing
import Postgres

/// Numbers straight from the bytes, without asking a type how it is decoded: there are four in every row of a log.
extension PostgresCopyRow {
    static var unreadable: PostgresError {
        .protocolViolation("an event's row holds a value outside its code list")
    }

    mutating func number<Value: FixedWidthInteger & BitwiseCopyable>(
        _: Value.Type
    ) throws(PostgresError) -> Value {
        guard let bytes = try nextBytes(), bytes.count == MemoryLayout<Value>.size else { throw Self.unreadable }
        return Value(bigEndian: bytes.loadUnaligned(as: Value.self))
    }

    mutating func calendarDay() throws(PostgresError) -> Day {
        guard let bytes = try nextBytes(), let date = PostgresDate.decode(bytes, type: .date), let day = Day(date)
        else { throw Self.unreadable }
        return day
    }

    mutating func moment() throws(PostgresError) -> Instant? {
        guard let bytes = try nextBytes() else { return nil }
        guard let timestamp = PostgresTimestamp.decode(bytes, type: .timestamptz), let instant = Instant(timestamp)
        else { throw Self.unreadable }
        return instant
    }
}

extension TypeName {
    init?(stored bytes: UnsafeRawBufferPointer) {
        guard let text = String(validating: bytes, as: UTF8.self), let type = try? TypeName(text) else { return nil }
        self = type
    }
}
