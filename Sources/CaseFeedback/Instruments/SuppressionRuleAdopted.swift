package import EventSourcing

/// From a day on, a number is shown from this many people on.
package struct SuppressionRuleAdopted: SuppressionRuleEvent {
    package static let type = TypeName("suppression-rule-adopted")
    package static let retention = RetentionClass.reference

    /// Whose rule it is; all committees' without one.
    package let committee: Identifier?
    package let version: Int
    package let validFrom: Day
    package let threshold: Int

    package var stream: StreamName { SuppressionRules.stream }
    package var tags: Set<Tag> { Set(committee.map { [.committee($0)] } ?? []) }

    package func apply(to rules: inout SuppressionRules, as fact: RecordedFact) {
        rules.adopt(threshold: threshold, for: committee, version: version, from: validFrom, by: fact)
    }
}

/// Adopts the next version of the suppression rule; without a threshold, the default of 5.
package struct AdoptSuppressionRule: CommandBody {
    package static let type = TypeName("adopt-suppression-rule")

    package let committee: Identifier?
    package let validFrom: Day
    package let threshold: Int?

    package var streams: [StreamName] {
        [SuppressionRules.stream] + (committee.map { [.committee($0)] } ?? [])
    }

    package func decide(on states: StreamStates, in context: CommandContext) throws(Refusal) -> [ProposedEvent] {
        let threshold = threshold ?? SuppressionRules.defaultThreshold
        guard threshold >= SuppressionRules.floor else {
            throw Refusal(
                "threshold-below-floor", ["threshold": String(threshold), "floor": String(SuppressionRules.floor)],
                field: "/data/threshold")
        }
        if let committee { try states.requireOpen(committee: committee, on: validFrom, field: "/data/committee") }
        let versions = try states.state(SuppressionRules.self, of: SuppressionRules.stream).versions(of: committee)
        try versions.requireStart(on: validFrom)
        return [
            ProposedEvent(
                SuppressionRuleAdopted(
                    committee: committee, version: versions.nextNumber, validFrom: validFrom, threshold: threshold))
        ]
    }
}
