package import EventSourcing

/// From a day on, records of a class are kept for so many years after the last note.
package struct RetentionRuleAdopted: RetentionRuleEvent {
    package static let type = TypeName("retention-rule-adopted")
    package static let retention = RetentionClass.reference

    /// Whose rule it is; all committees' without one.
    package let committee: Identifier?
    package let retentionClass: RetentionClass
    package let version: Int
    package let validFrom: Day
    /// Without them, for ever.
    package let years: Int?
    package let citation: Wording

    package var stream: StreamName { RetentionRules.stream }
    package var tags: Set<Tag> { Set(committee.map { [.committee($0)] } ?? []) }

    package func apply(to rules: inout RetentionRules, as fact: RecordedFact) {
        rules.adopt(
            RetentionContent(years: years, citation: citation), for: retentionClass, of: committee, version: version,
            from: validFrom, by: fact)
    }
}

/// Adopts the next version of the retention rule for a class of record.
package struct AdoptRetentionRule: CommandBody {
    package static let type = TypeName("adopt-retention-rule")

    package let committee: Identifier?
    package let retentionClass: RetentionClass
    package let validFrom: Day
    package let years: Int?
    package let citation: Wording

    package var streams: [StreamName] { [RetentionRules.stream] + (committee.map { [.committee($0)] } ?? []) }

    package func decide(on states: StreamStates, in context: CommandContext) throws(Refusal) -> [ProposedEvent] {
        if let years, !(1...200).contains(years) {
            throw Refusal(
                "retention-years-out-of-range", ["years": String(years), "minimum": "1", "maximum": "200"],
                field: "/data/years")
        }
        if let committee { try states.requireOpen(committee: committee, on: validFrom, field: "/data/committee") }
        let versions = try states.state(RetentionRules.self, of: RetentionRules.stream)
            .versions(for: retentionClass, of: committee)
        try versions.requireStart(on: validFrom)
        return [
            ProposedEvent(
                RetentionRuleAdopted(
                    committee: committee, retentionClass: retentionClass, version: versions.nextNumber,
                    validFrom: validFrom, years: years, citation: citation))
        ]
    }
}
