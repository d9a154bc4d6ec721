package import CanonicalJSON
package import EventSourcing

/// What held from which day on. A late entry takes its place by its day; of two for one day, the one recorded later holds.
package struct Timeline<Value: Hashable & Sendable & Codable>: Hashable, Sendable, Codable {
    package struct Entry: Hashable, Sendable, Codable {
        package let value: Value
        package let validFrom: Day
        package let fact: RecordedFact
    }

    /// By day, then by position.
    package private(set) var entries: [Entry] = []

    package init() {}

    package mutating func set(_ value: Value, from day: Day, by fact: RecordedFact) {
        let place = entries.firstIndex { ($0.validFrom, $0.fact.position) > (day, fact.position) } ?? entries.endIndex
        entries.insert(Entry(value: value, validFrom: day, fact: fact), at: place)
    }

    /// What holds on a day; nothing before the first entry's.
    package func value(on day: Day) -> Value? { entry(on: day)?.value }

    package func entry(on day: Day) -> Entry? { entries.last { $0.validFrom <= day } }

    package func value(asOf: AsOf) -> Value? { entries.last { asOf.includes($0.validFrom) }?.value }
}

extension Timeline.Entry: CanonicalForm, CanonicalObject where Value: CanonicalForm {
    package init(fields reader: inout CanonicalReader) throws(UnexpectedText) {
        fact = try reader.field("fact")
        validFrom = try reader.field("validFrom")
        value = try reader.field("value")
    }

    package func write(fields writer: inout CanonicalWriter) {
        writer.field("fact", fact)
        writer.field("validFrom", validFrom)
        writer.field("value", value)
    }
}

extension Timeline: CanonicalForm, CanonicalObject where Value: CanonicalForm {
    package init(fields reader: inout CanonicalReader) throws(UnexpectedText) {
        entries = try reader.field("entries")
    }

    package func write(fields writer: inout CanonicalWriter) {
        writer.field("entries", entries)
    }
}
