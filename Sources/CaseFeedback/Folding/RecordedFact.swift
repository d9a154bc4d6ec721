package import CanonicalJSON
package import EventSourcing

/// When something happened and where it stands in the log: what a state keeps beside each outcome, phase, parent and
/// consent, so that it can be asked about any day, and so that every answer names the positions it came from.
///
/// States are made of these: one takes 20 bytes, and in JSON it is an array, `[1234,17787]`, of position and day, counted
/// from 1970, and where it is known the moment in microseconds.
package struct RecordedFact: Hashable, Sendable {
    package let position: Position
    /// `unknownMoment` where only the day is known: an optional would take a third more.
    private let microsecondsSince1970: Int64
    package let day: Day

    private static let unknownMoment = Int64.min

    package init(position: Position, day: Day, instant: Instant?) {
        self.position = position
        self.day = day
        microsecondsSince1970 = instant?.microsecondsSince1970 ?? Self.unknownMoment
    }

    package var instant: Instant? {
        microsecondsSince1970 == Self.unknownMoment ? nil : Instant(microsecondsSince1970: microsecondsSince1970)
    }

    package init(_ event: FoldedEvent) {
        self.init(position: event.position, day: event.occurred.day, instant: event.occurred.instant)
    }

    package var occurred: Occurrence { Occurrence(day: day, instant: instant) }

    /// Where the text of this event is found.
    package func reference(to text: ProtectedText) -> TextReference {
        TextReference(position: position, field: text.field, secrecy: text.secrecy)
    }
}

extension RecordedFact: Codable {
    package init(from decoder: any Decoder) throws {
        var numbers = try decoder.unkeyedContainer()
        let position = Position(try numbers.decode(Int64.self))
        let day = Day(daysSince1970: try numbers.decode(Int32.self))
        let microseconds = numbers.isAtEnd ? nil : try numbers.decode(Int64.self)
        guard numbers.isAtEnd else {
            throw DecodingError.dataCorruptedError(in: numbers, debugDescription: "more than three numbers")
        }
        let instant = microseconds.map(Instant.init(microsecondsSince1970:))
        guard day.isWritable, instant?.isWritable != false else {
            throw DecodingError.dataCorruptedError(in: numbers, debugDescription: "not of the years 1 to 9999")
        }
        self.init(position: position, day: day, instant: instant)
    }

    package func encode(to encoder: any Encoder) throws {
        var numbers = encoder.unkeyedContainer()
        try numbers.encode(position)
        try numbers.encode(day.daysSince1970)
        if let instant { try numbers.encode(instant.microsecondsSince1970) }
    }
}

extension RecordedFact: CanonicalForm {
    package init(reading reader: inout CanonicalReader) throws(UnexpectedText) {
        var numbers = (position: Int64(0), day: Int64(0), instant: Int64?.none)
        var count = 0
        try reader.elements { (reader) throws(UnexpectedText) in
            switch count {
            case 0: numbers.position = try reader.integer()
            case 1: numbers.day = try reader.integer()
            case 2: numbers.instant = try reader.integer()
            default: throw UnexpectedText()
            }
            count += 1
        }
        let instant = numbers.instant.map(Instant.init(microsecondsSince1970:))
        guard count >= 2, let day = Int32(exactly: numbers.day).map(Day.init(daysSince1970:)), day.isWritable,
            instant?.isWritable != false
        else { throw UnexpectedText() }
        self.init(position: Position(numbers.position), day: day, instant: instant)
    }

    package func write(to writer: inout CanonicalWriter) {
        writer.integers(position.value, Int64(day.daysSince1970), instant?.microsecondsSince1970)
    }
}
