package import EventSourcing

/// A version of the consent rule is in force from a day on.
package struct ConsentRuleAdopted: ConsentRuleEvent {
    package static let type = TypeName("consent-rule-adopted")
    package static let retention = RetentionClass.reference

    package let version: Int
    package let validFrom: Day
    package let bands: [ConsentBand]
    package let isNeutralDefault: Bool

    package var stream: StreamName { ConsentRules.stream }
    package var tags: Set<Tag> { [] }

    package func apply(to rules: inout ConsentRules, as fact: RecordedFact) {
        let content = ConsentContent(bands: bands, isNeutralDefault: isNeutralDefault)
        rules.adopt(content, version: version, from: validFrom, by: fact)
    }
}

/// Adopts the next version of the consent rule: the given bands, or without any the neutral default.
package struct AdoptConsentRule: CommandBody {
    package static let type = TypeName("adopt-consent-rule")

    package let validFrom: Day
    package let bands: [ConsentBand]?

    package var streams: [StreamName] { [ConsentRules.stream] }

    package func decide(on states: StreamStates, in context: CommandContext) throws(Refusal) -> [ProposedEvent] {
        let content = bands.map { ConsentContent(bands: $0, isNeutralDefault: false) } ?? .neutralDefault
        try content.check()
        let state = try states.state(ConsentRules.self, of: ConsentRules.stream)
        try state.versions.requireStart(on: validFrom)
        return [
            ProposedEvent(
                ConsentRuleAdopted(
                    version: state.versions.nextNumber, validFrom: validFrom, bands: content.bands,
                    isNeutralDefault: content.isNeutralDefault))
        ]
    }
}
