package import CanonicalJSON
package import EventSourcing

/// A committee (*nämnd*): an authority of its own, from its first day to its last.
package struct Committee: StreamState, Codable, Hashable {
    package private(set) var label: LocalizedLabel?
    package private(set) var validFrom: Day?
    package private(set) var lastDay: Day?
    /// The committee that took over its records.
    package private(set) var successor: Identifier?

    package init() {}

    package var isEstablished: Bool { validFrom != nil }

    package func isOpen(on day: Day) -> Bool {
        guard let validFrom, validFrom <= day else { return false }
        return lastDay.map { day <= $0 } ?? true
    }

    package mutating func evolve(_ event: FoldedEvent) throws(UnreadableEvent) {
        guard let payload = try Catalogue.decode(event) as? any CommitteeEvent else { return }
        payload.apply(to: &self, as: RecordedFact(event))
    }

    mutating func establish(as label: LocalizedLabel, from day: Day) {
        self.label = label
        validFrom = day
    }

    mutating func close(after day: Day, successor: Identifier?) {
        lastDay = day
        self.successor = successor
    }
}

extension Committee: CanonicalObject {
    package init(fields reader: inout CanonicalReader) throws(UnexpectedText) {
        label = try reader.fieldIfPresent("label")
        lastDay = try reader.fieldIfPresent("lastDay")
        successor = try reader.fieldIfPresent("successor")
        validFrom = try reader.fieldIfPresent("validFrom")
    }

    package func write(fields writer: inout CanonicalWriter) {
        writer.fieldIfPresent("label", label)
        writer.fieldIfPresent("lastDay", lastDay)
        writer.fieldIfPresent("successor", successor)
        writer.fieldIfPresent("validFrom", validFrom)
    }
}

/// What happens in the stream of a committee.
package protocol CommitteeEvent: EventPayload {
    func apply(to committee: inout Committee, as fact: RecordedFact)
}

extension StreamStates {
    /// - Throws: `committee-not-open` unless the committee is an authority on the day.
    func requireOpen(committee: Identifier, on day: Day, field: String) throws(Refusal) {
        guard try state(Committee.self, of: .committee(committee)).isOpen(on: day) else {
            throw Refusal(
                "committee-not-open", ["committee": committee.text, "day": day.description], field: field)
        }
    }
}
