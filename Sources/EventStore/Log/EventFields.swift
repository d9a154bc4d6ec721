import EventSourcing
import Postgres

/// The fields of a row from the left, as bytes in PostgreSQL's binary form; nil is NULL. The bytes hold only inside the
/// closure.
protocol EventFields {
    /// How many fields were read.
    var readCount: Int { get }
    mutating func next<Value>(
        _ read: (UnsafeRawBufferPointer?) throws(PostgresError) -> Value
    ) throws(PostgresError) -> Value
}

extension PostgresCopyRow: EventFields {
    mutating func next<Value>(
        _ read: (UnsafeRawBufferPointer?) throws(PostgresError) -> Value
    ) throws(PostgresError) -> Value {
        try read(try nextBytes())
    }
}

/// The fields of a row of a result.
struct PostgresRowFields: EventFields {
    let row: PostgresRow
    var readCount = 0

    mutating func next<Value>(
        _ read: (UnsafeRawBufferPointer?) throws(PostgresError) -> Value
    ) throws(PostgresError) -> Value {
        guard readCount < row.columnCount else {
            throw .decoding(column: "\(readCount)", expected: "a field", found: "a row of \(row.columnCount) fields")
        }
        defer { readCount += 1 }
        return try row.withBytes(readCount, read)
    }
}

extension EventFields {
    mutating func isNext(_ expected: [UInt8]) throws(PostgresError) -> Bool {
        try next { (bytes) throws(PostgresError) in bytes?.elementsEqual(expected) ?? false }
    }

    mutating func integer<Value: FixedWidthInteger & PostgresDecodable>(
        _: Value.Type
    ) throws(PostgresError) -> Value { try value() }

    mutating func boolean() throws(PostgresError) -> Bool { try value() }

    mutating func bytes() throws(PostgresError) -> [UInt8] {
        try next { (bytes) throws(PostgresError) in
            guard let bytes else { throw Self.unreadable("bytes") }
            return Array(bytes)
        }
    }

    mutating func instant() throws(PostgresError) -> Instant {
        guard let instant = try instantIfPresent() else { throw Self.unreadable("Instant") }
        return instant
    }

    mutating func instantIfPresent() throws(PostgresError) -> Instant? {
        guard let timestamp = try valueIfPresent() as PostgresTimestamp? else { return nil }
        guard let instant = Instant(timestamp) else { throw Self.unreadable("an instant of the years 1 to 9999") }
        return instant
    }

    mutating func day() throws(PostgresError) -> Day {
        guard let day = Day(try value() as PostgresDate) else { throw Self.unreadable("a day of the years 1 to 9999") }
        return day
    }

    mutating func identifier() throws(PostgresError) -> UUIDValue { UUIDValue(try value() as PostgresUUID) }

    mutating func identifierIfPresent() throws(PostgresError) -> UUIDValue? {
        (try valueIfPresent() as PostgresUUID?).map(UUIDValue.init)
    }

    mutating func word(_ words: inout Interned<String>) throws(PostgresError) -> String {
        try interned(&words) { String(validating: $0, as: UTF8.self) }
    }

    mutating func wordIfPresent(_ words: inout Interned<String>) throws(PostgresError) -> String? {
        try internedIfPresent(&words) { String(validating: $0, as: UTF8.self) }
    }

    mutating func interned<Value>(
        _ known: inout Interned<Value>, _ make: (UnsafeRawBufferPointer) -> Value?
    ) throws(PostgresError) -> Value {
        guard let value = try internedIfPresent(&known, make) else { throw Self.unreadable("\(Value.self)") }
        return value
    }

    mutating func internedIfPresent<Value>(
        _ known: inout Interned<Value>, _ make: (UnsafeRawBufferPointer) -> Value?
    ) throws(PostgresError) -> Value? {
        try next { (bytes) throws(PostgresError) in
            guard let bytes else { return nil }
            guard let value = known.value(of: bytes, make) else { throw Self.unreadable("\(Value.self)") }
            return value
        }
    }

    private mutating func value<Value: PostgresDecodable>() throws(PostgresError) -> Value {
        guard let value = try valueIfPresent() as Value? else { throw Self.unreadable("\(Value.self)") }
        return value
    }

    /// Asks the type itself, not its optional: that would be found anew at run time for every row.
    private mutating func valueIfPresent<Value: PostgresDecodable>() throws(PostgresError) -> Value? {
        try next { (bytes) throws(PostgresError) in
            guard let bytes else { return nil }
            guard let value = Value.decode(bytes, type: Value.postgresType) else {
                throw Self.unreadable("\(Value.self)")
            }
            return value
        }
    }

    /// A stored value that this program's types don't know. Which it is says ``EventRowReader/unreadable(_:because:)``, which
    /// looks at the row again.
    private static func unreadable(_ expected: String) -> PostgresError {
        .decoding(column: "of an event", expected: expected, found: "something else")
    }
}
