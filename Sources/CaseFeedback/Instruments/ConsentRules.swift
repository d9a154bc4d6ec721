package import EventSourcing

/// Who must say yes before a child is interviewed, by age: dated versions, since nobody has published the model's own rule.
package struct ConsentRules: StreamState, Codable, Hashable {
    package static let stream = StreamName.rules(Identifier(known: "consent"))

    package private(set) var versions = Versions<ConsentContent>()

    package init() {}

    /// The version in force on a day.
    package func version(on day: Day) -> Versions<ConsentContent>.Version? { versions.version(on: day) }

    package mutating func evolve(_ event: FoldedEvent) throws(UnreadableEvent) {
        guard let payload = try Catalogue.decode(event) as? any ConsentRuleEvent else { return }
        payload.apply(to: &self, as: RecordedFact(event))
    }

    mutating func adopt(_ content: ConsentContent, version: Int, from day: Day, by fact: RecordedFact) {
        versions.add(content, numbered: version, from: day, by: fact)
    }
}

/// What a version of the consent rule says.
package struct ConsentContent: Hashable, Sendable, Codable {
    /// By rising age.
    package let bands: [ConsentBand]
    package let isNeutralDefault: Bool

    /// Both guardian and child up to the age of majority, then the person alone.
    package static let neutralDefault = ConsentContent(
        bands: [ConsentBand(fromAge: 0, needs: [.guardian, .child]), ConsentBand(fromAge: 18, needs: [.child])],
        isNeutralDefault: true)

    /// Who must say yes for a child of this age, in whole years.
    package func needs(atAge age: Int) -> [ConsentParty] { bands.last { $0.fromAge <= age }?.needs ?? [] }

    /// Who must say yes for a child of these ages. Which age within the band it has, nobody writes down: all that any of
    /// them needs is needed.
    package func needed(for ages: AgeBand, ruleVersion: Int = 0) -> ConsentNeeded {
        let needs = Set(ages.years.flatMap(needs))
        return ConsentNeeded(
            guardian: needs.contains(.guardian), child: needs.contains(.child), ruleVersion: ruleVersion)
    }

    /// `pointer` is where it stands in what was sent.
    ///
    /// - Throws: `consent-bands-malformed`, with what is wrong: `first-age`, `order`, `nobody` or `twice`.
    func check(at pointer: String = "/data") throws(Refusal) {
        func refuse(_ problem: String, _ place: String) throws(Refusal) {
            throw Refusal("consent-bands-malformed", ["problem": problem], field: "\(pointer)/bands\(place)")
        }
        if bands.first?.fromAge != 0 { try refuse("first-age", bands.isEmpty ? "" : "/0/fromAge") }
        for (index, band) in bands.enumerated() {
            if index > 0, band.fromAge <= bands[index - 1].fromAge { try refuse("order", "/\(index)/fromAge") }
            if band.needs.isEmpty { try refuse("nobody", "/\(index)/needs") }
            if Set(band.needs).count < band.needs.count { try refuse("twice", "/\(index)/needs") }
        }
    }
}

/// Who must say yes from an age on, in whole years, up to the next band's.
package struct ConsentBand: Hashable, Sendable, Codable {
    package let fromAge: Int
    package let needs: [ConsentParty]
}

/// Who can say yes.
package enum ConsentParty: String, Term {
    case guardian, child

    package static let vocabulary = "consentParty"
}

/// What happens in the stream of the consent rules.
package protocol ConsentRuleEvent: EventPayload {
    func apply(to rules: inout ConsentRules, as fact: RecordedFact)
}
