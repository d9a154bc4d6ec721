/// An instant, bound as `timestamptz`: whole microseconds since 1970-01-01 00:00 UTC.
///
/// The wire counts from 2000. What the wire can't count is sent as an instant that the server refuses as out of range;
/// `infinity` and instants after the year 294246 are refused when read.
package struct PostgresTimestamp: Hashable, Sendable {
    package var microsecondsSince1970: Int64

    package init(microsecondsSince1970: Int64) {
        self.microsecondsSince1970 = microsecondsSince1970
    }

    /// 2000-01-01 00:00 UTC.
    private static let wireEpoch: Int64 = 946_684_800_000_000
}

extension PostgresTimestamp: Comparable {
    package static func < (left: PostgresTimestamp, right: PostgresTimestamp) -> Bool {
        left.microsecondsSince1970 < right.microsecondsSince1970
    }
}

extension PostgresTimestamp: PostgresEncodable, PostgresDecodable {
    package static var postgresType: PostgresType { .timestamptz }

    package func encode(into buffer: inout PostgresBuffer) {
        let (count, overflow) = microsecondsSince1970.subtractingReportingOverflow(Self.wireEpoch)
        // The smallest count of all is the wire's -infinity; its neighbour is refused.
        buffer.write(overflow || count == .min ? Int64.min + 1 : count)
    }

    package static func decode(_ bytes: UnsafeRawBufferPointer, type: PostgresType) -> PostgresTimestamp? {
        guard let count = bytes.whole(Int64.self), count != .min else { return nil }
        let (microseconds, overflow) = count.addingReportingOverflow(wireEpoch)
        return overflow ? nil : PostgresTimestamp(microsecondsSince1970: microseconds)
    }
}

/// A calendar day, bound as `date`: whole days since 1970-01-01 in the proleptic Gregorian calendar.
///
/// Days that the wire can't count are sent as one that the server refuses; `infinity` is refused when read.
package struct PostgresDate: Hashable, Sendable {
    package var daysSince1970: Int32

    package init(daysSince1970: Int32) {
        self.daysSince1970 = daysSince1970
    }

    /// From 1970-01-01 to 2000-01-01.
    private static let wireEpoch: Int32 = 10957
}

extension PostgresDate: Comparable {
    package static func < (left: PostgresDate, right: PostgresDate) -> Bool {
        left.daysSince1970 < right.daysSince1970
    }
}

extension PostgresDate: PostgresEncodable, PostgresDecodable {
    package static var postgresType: PostgresType { .date }

    package func encode(into buffer: inout PostgresBuffer) {
        let (count, overflow) = daysSince1970.subtractingReportingOverflow(Self.wireEpoch)
        buffer.write(overflow || count == .min ? Int32.min + 1 : count)
    }

    package static func decode(_ bytes: UnsafeRawBufferPointer, type: PostgresType) -> PostgresDate? {
        guard let count = bytes.whole(Int32.self), count != .min else { return nil }
        let (days, overflow) = count.addingReportingOverflow(wireEpoch)
        return overflow ? nil : PostgresDate(daysSince1970: days)
    }
}
