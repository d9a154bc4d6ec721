package import EventSourcing

/// From how many people on a number is shown: one rule for all committees, and where a committee has its own, that one.
package struct SuppressionRules: StreamState, Codable, Hashable {
    package static let stream = StreamName.rules(Identifier(known: "suppression"))
    /// What holds where nothing was adopted.
    package static let defaultThreshold = 5
    /// No committee may go below it.
    package static let floor = 3

    package private(set) var general = Versions<Int>()
    package private(set) var byCommittee: [String: Versions<Int>] = [:]

    package init() {}

    /// The least number of people behind a cell that is shown on a day.
    package func threshold(for committee: Identifier? = nil, on day: Day) -> Int {
        let own = committee.flatMap { byCommittee[$0.text]?.version(on: day) }
        return (own ?? general.version(on: day))?.content ?? Self.defaultThreshold
    }

    func versions(of committee: Identifier?) -> Versions<Int> {
        committee.map { byCommittee[$0.text] ?? Versions() } ?? general
    }

    package mutating func evolve(_ event: FoldedEvent) throws(UnreadableEvent) {
        guard let payload = try Catalogue.decode(event) as? any SuppressionRuleEvent else { return }
        payload.apply(to: &self, as: RecordedFact(event))
    }

    mutating func adopt(
        threshold: Int, for committee: Identifier?, version: Int, from day: Day, by fact: RecordedFact
    ) {
        if let committee {
            byCommittee[committee.text, default: Versions()].add(threshold, numbered: version, from: day, by: fact)
        } else {
            general.add(threshold, numbered: version, from: day, by: fact)
        }
    }
}

/// What happens in the stream of the suppression rules.
package protocol SuppressionRuleEvent: EventPayload {
    func apply(to rules: inout SuppressionRules, as fact: RecordedFact)
}
