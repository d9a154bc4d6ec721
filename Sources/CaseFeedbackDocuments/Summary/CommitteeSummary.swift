package import CaseFeedback
package import EventSourcing

/// A finalised report for its committee: what was done, found, proposed and decided, in general words.
///
/// It is a pure function of states, so a rebuild to the position that it shows gives the same bytes. Nothing in it points to
/// a child or names anybody of the staff: it holds counts, and texts of class `general` or `open` alone. In the model each
/// text stands by its reference, so the digest over ``AnswerDocument/json`` outlives an erasure; ``SummaryPaper`` puts the
/// words in.
package struct CommitteeSummary: AnswerDocument {
    /// The shape of the model; a change of it is another number.
    package static let format = "casefeedback/committee-summary/1"

    package let standpoint: Standpoint
    package let unit: Named
    package let cycle: Named
    /// To which it was submitted, else to which the unit belonged when it was finalised.
    package let committee: Named?
    package let report: Identifier
    package let state: ReportState
    package let finalisedOn: Day
    package let finalisedAt: Position
    package let registrationNumber: RegistrationNumber?
    package let template: Template
    package let counts: WheelCounts
    package let rows: [Row]
    package let corrections: [MatrixCorrection]
    package let findings: [Point]
    package let proposals: [Point]
    package let decisions: [Decision]
    package let goals: [SetGoal]
    /// What of it cites a published source or is invented, by the position of its event.
    package let origins: [Origin]

    package struct Named: Codable, Hashable, Sendable {
        package let id: Identifier
        package let label: LocalizedLabel?
    }

    package struct Template: Codable, Hashable, Sendable {
        package let id: Identifier
        package let version: Int
        package let label: LocalizedLabel?
        /// Whether the columns are the program's suggestion and not the model's own.
        package let isNeutralDefault: Bool
        package let columns: [MatrixColumn]
    }

    package struct Row: Codable, Hashable, Sendable {
        package let topic: Topic
        package let aspect: Aspect
        package let cells: [Cell]

        package struct Cell: Codable, Hashable, Sendable {
            package let column: Identifier
            package let text: TextReference?
            package let sources: [Position]
        }
    }

    /// A finding or a proposal.
    package struct Point: Codable, Hashable, Sendable {
        package let id: Identifier
        package let kind: FindingKind?
        package let topic: Topic?
        package let aspect: Aspect?
        package let text: TextReference
        /// Findings that a proposal rests on.
        package let restsOn: [Identifier]
    }

    package struct Decision: Codable, Hashable, Sendable {
        package let id: Identifier
        package let kind: DecisionKind
        package let committee: Named
        package let on: Day
        package let text: TextReference
    }

    package struct SetGoal: Codable, Hashable, Sendable {
        package let id: Identifier
        package let audience: GoalAudience
        package let proposals: [Identifier]
        package let decision: Identifier?
        package let on: Day
        package let text: TextReference
    }

    package struct Origin: Codable, Hashable, Sendable {
        package let position: Position
        package let source: Identifier?
        package let synthetic: [String]?
    }

    /// Every text that the paper shows.
    package var texts: [TextReference] {
        rows.flatMap { $0.cells.compactMap(\.text) } + corrections.map(\.text) + (findings + proposals).map(\.text)
            + decisions.map(\.text) + goals.map(\.text)
    }

    private enum CodingKeys: String, CodingKey {
        case format, unit, cycle, committee, report, state, finalisedOn, finalisedAt, registrationNumber, template,
            counts,
            rows, corrections, findings, proposals, decisions, goals, origins
    }

    package func encode(to encoder: any Encoder) throws {
        try standpoint.encode(to: encoder)
        var container = encoder.container(keyedBy: CodingKeys.self)
        try container.encode(Self.format, forKey: .format)
        try container.encode(unit, forKey: .unit)
        try container.encode(cycle, forKey: .cycle)
        try container.encodeIfPresent(committee, forKey: .committee)
        try container.encode(report, forKey: .report)
        try container.encode(state, forKey: .state)
        try container.encode(finalisedOn, forKey: .finalisedOn)
        try container.encode(finalisedAt, forKey: .finalisedAt)
        try container.encodeIfPresent(registrationNumber, forKey: .registrationNumber)
        try container.encode(template, forKey: .template)
        try container.encode(counts, forKey: .counts)
        try container.encode(rows, forKey: .rows)
        try container.encode(corrections, forKey: .corrections)
        try container.encode(findings, forKey: .findings)
        try container.encode(proposals, forKey: .proposals)
        try container.encode(decisions, forKey: .decisions)
        try container.encode(goals, forKey: .goals)
        try container.encode(origins, forKey: .origins)
    }
}
