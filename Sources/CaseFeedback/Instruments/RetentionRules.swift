package import EventSourcing

/// How long each class of record is kept, as dated data: a committee decides it, and the law changes it.
package struct RetentionRules: StreamState, Codable, Hashable {
    package static let stream = StreamName.rules(Identifier(known: "retention"))

    /// By class of retention, then by committee; the empty key holds for all committees.
    private var versions: [String: [String: Versions<RetentionContent>]] = [:]

    package init() {}

    /// The rule for a class of record on a day: the committee's own, else that of all.
    package func rule(
        for retention: RetentionClass, of committee: Identifier? = nil, on day: Day
    ) -> Versions<RetentionContent>.Version? {
        let own = committee.flatMap { versions(for: retention, of: $0).version(on: day) }
        return own ?? versions(for: retention, of: nil).version(on: day)
    }

    func versions(for retention: RetentionClass, of committee: Identifier?) -> Versions<RetentionContent> {
        versions[retention.rawValue]?[committee?.text ?? ""] ?? Versions()
    }

    package mutating func evolve(_ event: FoldedEvent) throws(UnreadableEvent) {
        guard let payload = try Catalogue.decode(event) as? any RetentionRuleEvent else { return }
        payload.apply(to: &self, as: RecordedFact(event))
    }

    mutating func adopt(
        _ content: RetentionContent, for retention: RetentionClass, of committee: Identifier?, version: Int,
        from day: Day, by fact: RecordedFact
    ) {
        versions[retention.rawValue, default: [:]][committee?.text ?? "", default: Versions()]
            .add(content, numbered: version, from: day, by: fact)
    }
}

/// What a version of a retention rule says.
package struct RetentionContent: Hashable, Sendable, Codable {
    /// Whole years after the last note; without them the records are kept for ever.
    package let years: Int?
    /// Act, section and date, or the committee's own plan.
    package let citation: Wording
}

/// What happens in the stream of the retention rules.
package protocol RetentionRuleEvent: EventPayload {
    func apply(to rules: inout RetentionRules, as fact: RecordedFact)
}
