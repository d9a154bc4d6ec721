package import CanonicalJSON
package import EventSourcing

/// One turn of the wheel for all who take part: it has a start and an end of its own, and overlaps others.
package struct Cycle: StreamState, Codable, Hashable {
    package private(set) var label: LocalizedLabel?
    package private(set) var starts: Day?
    /// The planned last day.
    package private(set) var ends: Day?
    package private(set) var opened: RecordedFact?
    package private(set) var closed: RecordedFact?
    package private(set) var goals: [Goals] = []

    /// What the model is to give, written apart for the children and for staff and services.
    package struct Goals: Hashable, Sendable, Codable {
        package let forChildren: [TextReference]
        package let forServices: [TextReference]
        package let fact: RecordedFact
    }

    package init() {}

    package var isOpened: Bool { opened != nil }

    /// Opened at any time, and not closed by the day. The planned days bind nobody: a unit may prepare before the start and
    /// end late.
    package func isOpen(on day: Day) -> Bool {
        guard isOpened else { return false }
        return closed.map { day <= $0.day } ?? true
    }

    package mutating func evolve(_ event: FoldedEvent) throws(UnreadableEvent) {
        guard let payload = try Catalogue.decode(event) as? any CycleEvent else { return }
        payload.apply(to: &self, as: RecordedFact(event))
    }

    mutating func open(as label: LocalizedLabel, starts: Day, ends: Day, by fact: RecordedFact) {
        self.label = label
        self.starts = starts
        self.ends = ends
        opened = fact
    }

    mutating func state(goals: Goals) { self.goals.append(goals) }

    mutating func close(by fact: RecordedFact) { closed = fact }
}

extension Cycle: CanonicalObject {
    package init(fields reader: inout CanonicalReader) throws(UnexpectedText) {
        closed = try reader.fieldIfPresent("closed")
        ends = try reader.fieldIfPresent("ends")
        goals = try reader.field("goals")
        label = try reader.fieldIfPresent("label")
        opened = try reader.fieldIfPresent("opened")
        starts = try reader.fieldIfPresent("starts")
    }

    package func write(fields writer: inout CanonicalWriter) {
        writer.fieldIfPresent("closed", closed)
        writer.fieldIfPresent("ends", ends)
        writer.field("goals", goals)
        writer.fieldIfPresent("label", label)
        writer.fieldIfPresent("opened", opened)
        writer.fieldIfPresent("starts", starts)
    }
}

extension Cycle.Goals: CanonicalObject {
    package init(fields reader: inout CanonicalReader) throws(UnexpectedText) {
        fact = try reader.field("fact")
        forChildren = try reader.field("forChildren")
        forServices = try reader.field("forServices")
    }

    package func write(fields writer: inout CanonicalWriter) {
        writer.field("fact", fact)
        writer.field("forChildren", forChildren)
        writer.field("forServices", forServices)
    }
}

/// What happens in the stream of a cycle.
package protocol CycleEvent: EventPayload {
    func apply(to cycle: inout Cycle, as fact: RecordedFact)
}

extension StreamStates {
    /// The cycle's state.
    ///
    /// - Throws: `cycle-not-opened`, and `cycle-already-closed` when it was closed before the day.
    @discardableResult
    package func requireOpen(cycle: Identifier, on day: Day, field: String) throws(Refusal) -> Cycle {
        let state = try state(Cycle.self, of: .cycle(cycle))
        guard state.isOpened else { throw Refusal("cycle-not-opened", ["cycle": cycle.text], field: field) }
        guard state.isOpen(on: day) else {
            throw Refusal(
                "cycle-already-closed", ["cycle": cycle.text, "day": state.closed?.day.description ?? ""], field: field)
        }
        return state
    }
}
