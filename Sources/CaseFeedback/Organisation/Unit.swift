package import CanonicalJSON
package import EventSourcing

/// A unit (*enhet*) and where it belonged when: every parent and label of it is dated.
package struct Unit: StreamState, Codable, Hashable {
    package private(set) var labels = Timeline<LocalizedLabel>()
    package private(set) var committees = Timeline<Identifier>()
    /// The municipality's own codes, by the register that they are from.
    package private(set) var codes: [String: Timeline<Label>] = [:]
    package private(set) var validFrom: Day?
    package private(set) var lastDay: Day?
    package private(set) var successor: Identifier?

    package init() {}

    package var isRegistered: Bool { validFrom != nil }

    package func isOpen(on day: Day) -> Bool {
        guard let validFrom, validFrom <= day else { return false }
        return lastDay.map { day <= $0 } ?? true
    }

    /// The committee that the unit belongs to on a day; after it closed, the last one.
    package func committee(on day: Day) -> Identifier? { committees.value(on: day) }

    package func label(on day: Day) -> LocalizedLabel? { labels.value(on: day) ?? labels.entries.first?.value }

    package mutating func evolve(_ event: FoldedEvent) throws(UnreadableEvent) {
        guard let payload = try Catalogue.decode(event) as? any UnitEvent else { return }
        payload.apply(to: &self, as: RecordedFact(event))
    }

    mutating func register(as label: LocalizedLabel, under committee: Identifier, from day: Day, by fact: RecordedFact)
    {
        validFrom = day
        labels.set(label, from: day, by: fact)
        committees.set(committee, from: day, by: fact)
    }

    mutating func move(to committee: Identifier, from day: Day, by fact: RecordedFact) {
        committees.set(committee, from: day, by: fact)
    }

    mutating func rename(to label: LocalizedLabel, from day: Day, by fact: RecordedFact) {
        labels.set(label, from: day, by: fact)
    }

    mutating func record(code: Label, of register: Identifier, from day: Day, by fact: RecordedFact) {
        codes[register.text, default: Timeline()].set(code, from: day, by: fact)
    }

    mutating func close(after day: Day, successor: Identifier?) {
        lastDay = day
        self.successor = successor
    }
}

extension Unit: CanonicalObject {
    package init(fields reader: inout CanonicalReader) throws(UnexpectedText) {
        codes = try reader.field("codes")
        committees = try reader.field("committees")
        labels = try reader.field("labels")
        lastDay = try reader.fieldIfPresent("lastDay")
        successor = try reader.fieldIfPresent("successor")
        validFrom = try reader.fieldIfPresent("validFrom")
    }

    package func write(fields writer: inout CanonicalWriter) {
        writer.field("codes", codes)
        writer.field("committees", committees)
        writer.field("labels", labels)
        writer.fieldIfPresent("lastDay", lastDay)
        writer.fieldIfPresent("successor", successor)
        writer.fieldIfPresent("validFrom", validFrom)
    }
}

/// What happens in the stream of a unit.
package protocol UnitEvent: EventPayload {
    func apply(to unit: inout Unit, as fact: RecordedFact)
}

extension StreamStates {
    /// The unit's state.
    ///
    /// - Throws: `unit-not-registered`, and `unit-not-open` unless the unit exists on the day.
    @discardableResult
    package func requireOpen(unit: Identifier, on day: Day, field: String) throws(Refusal) -> Unit {
        let state = try requireRegistered(unit: unit, field: field)
        guard state.isOpen(on: day) else {
            throw Refusal("unit-not-open", ["unit": unit.text, "day": day.description], field: field)
        }
        return state
    }

    func requireRegistered(unit: Identifier, field: String) throws(Refusal) -> Unit {
        let state = try state(Unit.self, of: .unit(unit))
        guard state.isRegistered else { throw Refusal("unit-not-registered", ["unit": unit.text], field: field) }
        return state
    }
}
