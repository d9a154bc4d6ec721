package import EventSourcing

/// From where an answer is given: whose log, what the log is for, how far it was read, and as of when.
///
/// Every document and every paper says it. In JSON its fields stand beside the document's own:
/// `organisation`, `organisationLabel`, `nature`, `position` (`cases/1480/1234`), and where they were asked for `asOf`
/// (day or instant) and `knownAt` (instant or `#position`).
package struct Standpoint: Hashable, Sendable {
    package let organisationLabel: LocalizedLabel?
    package let nature: LogNature
    package let position: LogPosition
    package let asOf: AsOf
    package let knownAt: KnownAt

    package init(
        organisationLabel: LocalizedLabel?, nature: LogNature, position: LogPosition, asOf: AsOf = .now,
        knownAt: KnownAt = .head
    ) {
        self.organisationLabel = organisationLabel
        self.nature = nature
        self.position = position
        self.asOf = asOf
        self.knownAt = knownAt
    }

    package var organisation: OrganisationID { position.log.organisation }

    /// What the organisation is called, else its identifier.
    package func organisationName(in language: Language) -> String {
        organisationLabel.map { "\($0.text(in: language)) (\(organisation))" } ?? organisation.text
    }

    /// The day that the answer is about: the one asked for, else `today`.
    package func day(today: Day) -> Day {
        switch asOf {
        case .now: today
        case .day(let day): day
        case .instant(_, let lastWholeDay): lastWholeDay.adding(days: 1)
        }
    }

    package var asOfText: String? {
        switch asOf {
        case .now: nil
        case .day(let day): day.description
        case .instant(let instant, _): instant.description
        }
    }

    package var knownAtText: String? {
        switch knownAt {
        case .head: nil
        case .position(let position): "#\(position)"
        case .instant(let instant): instant.description
        }
    }
}

extension Standpoint: Encodable {
    private enum CodingKeys: String, CodingKey {
        case organisation, organisationLabel, nature, position, asOf, knownAt
    }

    package func encode(to encoder: any Encoder) throws {
        var container = encoder.container(keyedBy: CodingKeys.self)
        try container.encode(organisation, forKey: .organisation)
        try container.encodeIfPresent(organisationLabel, forKey: .organisationLabel)
        try container.encode(nature, forKey: .nature)
        try container.encode(position.description, forKey: .position)
        try container.encodeIfPresent(asOfText, forKey: .asOf)
        try container.encodeIfPresent(knownAtText, forKey: .knownAt)
    }
}
