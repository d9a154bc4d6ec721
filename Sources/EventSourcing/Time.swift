public import CanonicalJSON

/// A calendar day of the proleptic Gregorian calendar, never converted between zones: `2018-09-13`.
public struct Day: Hashable, Sendable, Comparable, CustomStringConvertible {
    /// Days since 1970-01-01.
    public let daysSince1970: Int32

    public init(daysSince1970: Int32) { self.daysSince1970 = daysSince1970 }

    /// Nothing when there is no such day, as the 29th of February in most years.
    public init?(year: Int, month: Int, day: Int) {
        guard (1...9999).contains(year), (1...12).contains(month),
            (1...Self.length(ofMonth: month, year: year)).contains(day)
        else { return nil }
        daysSince1970 = Int32(Self.days(year: year, month: month, day: day))
    }

    /// Year, month and day, by H. Hinnant's `civil_from_days` (https://howardhinnant.github.io/date_algorithms.html).
    public var components: (year: Int, month: Int, day: Int) {
        let shifted = Int(daysSince1970) + 719_468
        let era = (shifted >= 0 ? shifted : shifted - 146_096) / 146_097
        let dayOfEra = shifted - era * 146_097
        let yearOfEra = (dayOfEra - dayOfEra / 1460 + dayOfEra / 36_524 - dayOfEra / 146_096) / 365
        let dayOfYear = dayOfEra - (365 * yearOfEra + yearOfEra / 4 - yearOfEra / 100)
        let shiftedMonth = (5 * dayOfYear + 2) / 153
        let day = dayOfYear - (153 * shiftedMonth + 2) / 5 + 1
        let month = shiftedMonth < 10 ? shiftedMonth + 3 : shiftedMonth - 9
        return (yearOfEra + era * 400 + (month <= 2 ? 1 : 0), month, day)
    }

    /// Whether it is of a year from 1 to 9999: others have no text that is read back.
    public var isWritable: Bool { daysSince1970 >= -719_162 && daysSince1970 <= 2_932_896 }

    public func adding(days: Int) -> Day { Day(daysSince1970: daysSince1970 + Int32(days)) }

    public var description: String {
        let (year, month, day) = components
        guard isWritable else {
            // Of what nobody could have written down: with a sign, as ISO 8601 has it.
            return "\(year < 0 ? "-" : "+")\(padded(abs(year), 4))-\(padded(month, 2))-\(padded(day, 2))"
        }
        // Ten bytes in the place where they are needed: days are written very often.
        return String(unsafeUninitializedCapacity: 10) { text in
            put(year, digits: 4, to: text, at: 0)
            text[4] = UInt8(ascii: "-")
            put(month, digits: 2, to: text, at: 5)
            text[7] = UInt8(ascii: "-")
            put(day, digits: 2, to: text, at: 8)
            return 10
        }
    }

    public static func < (left: Self, right: Self) -> Bool { left.daysSince1970 < right.daysSince1970 }

    private static func length(ofMonth month: Int, year: Int) -> Int {
        switch month {
        case 2: year % 4 == 0 && (year % 100 != 0 || year % 400 == 0) ? 29 : 28
        case 4, 6, 9, 11: 30
        default: 31
        }
    }

    private static func days(year: Int, month: Int, day: Int) -> Int {
        let shiftedYear = month <= 2 ? year - 1 : year
        let era = (shiftedYear >= 0 ? shiftedYear : shiftedYear - 399) / 400
        let yearOfEra = shiftedYear - era * 400
        let dayOfYear = (153 * (month > 2 ? month - 3 : month + 9) + 2) / 5 + day - 1
        return era * 146_097 + yearOfEra * 365 + yearOfEra / 4 - yearOfEra / 100 + dayOfYear - 719_468
    }
}

extension Day: JSONStringConvertible {
    /// Reads `YYYY-MM-DD`; a day that does not exist is refused.
    public init(jsonString text: String) throws(InvalidValue) {
        guard let (year, month, day) = yearMonthDay(Array(text.utf8)) else {
            throw InvalidValue(code: "malformed-day", parameters: ["form": "YYYY-MM-DD"])
        }
        guard let value = Day(year: year, month: month, day: day) else {
            throw InvalidValue(code: "no-such-day", parameters: ["form": "YYYY-MM-DD"])
        }
        self = value
    }

    public init(reading reader: inout CanonicalReader) throws(UnexpectedText) {
        guard let (year, month, day) = yearMonthDay(try reader.asciiString()),
            let value = Day(year: year, month: month, day: day)
        else { throw UnexpectedText() }
        self = value
    }

    public var jsonString: String { description }
}

/// A moment in time, in microseconds since 1970-01-01T00:00:00Z: as PostgreSQL's `timestamptz` keeps it.
public struct Instant: Hashable, Sendable, Comparable, CustomStringConvertible {
    public let microsecondsSince1970: Int64

    public init(microsecondsSince1970: Int64) { self.microsecondsSince1970 = microsecondsSince1970 }

    /// Whether it is of a year from 1 to 9999 in UTC: others have no text that is read back.
    public var isWritable: Bool {
        microsecondsSince1970 >= -719_162 * 86_400_000_000 && microsecondsSince1970 < 2_932_897 * 86_400_000_000
    }

    /// RFC 3339 in UTC with as many decimals as it has: `2018-09-13T11:00:00Z`.
    public var description: String {
        let second = floorDivide(microsecondsSince1970, 1_000_000)
        let micro = Int(microsecondsSince1970 - second * 1_000_000)
        let dayNumber = floorDivide(second, 86_400)
        let inDay = Int(second - dayNumber * 86_400)
        let day = Day(daysSince1970: Int32(clamping: dayNumber))
        let clock = "\(padded(inDay / 3600, 2)):\(padded(inDay / 60 % 60, 2)):\(padded(inDay % 60, 2))"
        guard micro != 0 else { return "\(day)T\(clock)Z" }
        var decimals = padded(micro, 6)
        while decimals.hasSuffix("0") { decimals.removeLast() }
        return "\(day)T\(clock).\(decimals)Z"
    }

    public static func < (left: Self, right: Self) -> Bool { left.microsecondsSince1970 < right.microsecondsSince1970 }
}

extension Instant: JSONStringConvertible {
    /// Reads RFC 3339 with `Z`, to the microsecond: an offset is refused, since it would be lost.
    public init(jsonString text: String) throws(InvalidValue) {
        let malformed = InvalidValue(code: "malformed-instant", parameters: ["form": "YYYY-MM-DDThh:mm:ss[.ffffff]Z"])
        let bytes = Array(text.utf8)
        guard (20...27).contains(bytes.count), bytes[10] == UInt8(ascii: "T"), bytes[13] == UInt8(ascii: ":"),
            bytes[16] == UInt8(ascii: ":"), bytes[bytes.count - 1] == UInt8(ascii: "Z"),
            let hour = number(bytes[11..<13]), let minute = number(bytes[14..<16]), let second = number(bytes[17..<19]),
            hour < 24, minute < 60, second < 60
        else { throw malformed }
        var micro = 0
        if bytes.count > 20 {
            guard bytes[19] == UInt8(ascii: "."), bytes.count > 21, let decimals = number(bytes[20..<(bytes.count - 1)])
            else { throw malformed }
            micro = decimals
            for _ in (bytes.count - 21)..<6 { micro *= 10 }
        }
        let day = try Day(jsonString: String(text.prefix(10)))
        let seconds = Int64(day.daysSince1970) * 86_400 + Int64(hour * 3600 + minute * 60 + second)
        self.init(microsecondsSince1970: seconds * 1_000_000 + Int64(micro))
    }

    public var jsonString: String { description }
}

/// The numbers of `YYYY-MM-DD`; nothing for another form.
private func yearMonthDay<Text: RandomAccessCollection<UInt8>>(_ text: Text) -> (year: Int, month: Int, day: Int)?
where Text.Index == Int {
    guard text.count == 10, text[4] == UInt8(ascii: "-"), text[7] == UInt8(ascii: "-"),
        let year = number(text[0..<4]), let month = number(text[5..<7]), let day = number(text[8..<10])
    else { return nil }
    return (year, month, day)
}

/// The digits of a fixed-width number; nothing when a byte is not a digit.
private func number(_ bytes: some Sequence<UInt8>) -> Int? {
    var value = 0
    for byte in bytes {
        guard (UInt8(ascii: "0")...UInt8(ascii: "9")).contains(byte) else { return nil }
        value = value * 10 + Int(byte - UInt8(ascii: "0"))
    }
    return value
}

/// The last decimal digits of a number, with zeros before it.
private func put(_ value: Int, digits: Int, to text: UnsafeMutableBufferPointer<UInt8>, at place: Int) {
    var rest = value
    for index in stride(from: place + digits - 1, through: place, by: -1) {
        text[index] = UInt8(ascii: "0") + UInt8(truncatingIfNeeded: rest % 10)
        rest /= 10
    }
}

private func padded(_ value: Int, _ width: Int) -> String {
    let digits = String(value)
    return String(repeating: "0", count: max(0, width - digits.count)) + digits
}

private func floorDivide(_ value: Int64, _ divisor: Int64) -> Int64 {
    value >= 0 ? value / divisor : (value - divisor + 1) / divisor
}
