package import CanonicalJSON
package import EventSourcing

/// The report's matrix of each round, and what every cell of it came from: topic × aspect × the columns of the template.
///
/// A round's state is the very one that decisions are made on, fed with the events that a cell can rest on and no others.
package enum ReportMatrix: Projection {
    package static let name = "report-matrix"
    package static let revision = 3
    package static let initial = MatrixState()
    package static let referenceTypes: Set<TypeName> = [MatrixTemplateAdopted.type]

    /// What moves a round's matrix. Everything else of a round, its interviews and dates, is left to the wheel.
    package static let roundTypes: Set<TypeName> = [
        UnitEnrolled.type,
        // The children are there only because a withdrawal is found by its child.
        ChildSelected.type, GuardianConsentWithdrawn.type, ChildAssentWithdrawn.type,
        StatementRecorded.type, StatementCorrected.type, StatementRetracted.type,
        FindingProposed.type, FindingAccepted.type, FindingRejected.type, StrengthConfirmed.type,
        DevelopmentProposalMade.type, ProposalsMerged.type, ProposalWithdrawn.type,
        ReportDraftStarted.type, MatrixRowWritten.type, ReportFinalised.type, ReportSubmitted.type,
        ReportCorrected.type,
    ]

    private static let movesRound = TypeTable(roundTypes.map { ($0, true) })

    package static func roundKey(cycle: Identifier, unit: Identifier) -> String {
        AnnualWheel.roundKey(cycle: cycle, unit: unit)
    }

    package static func templateKey(_ template: Identifier) -> String { StreamName.matrixTemplate(template).text }

    package static func isTemplate(_ key: String) -> Bool { StreamName(stored: key).isOf("matrix-template") }

    package static func keys(of event: FoldedEvent) throws(UnreadableEvent) -> StateKeys {
        let stream = event.stream
        if stream.isOf("round") ? movesRound[event.type] != nil : stream.isOf("matrix-template") {
            return StateKeys(stream.text)
        }
        try Catalogue.requireKnown(event)
        return .none
    }

    package static func evolve(
        _ state: inout MatrixState, key: String, event: FoldedEvent
    ) throws(UnreadableEvent) {
        if isTemplate(key) {
            try state.template.evolve(event)
        } else {
            try state.round.evolve(event)
        }
    }

    /// The texts of the rounds that no answer shows, by everything that is known: never as of a day.
    package static func hidden(in states: [String: MatrixState]) -> [TextReference: RevealedText] {
        states.values.flatMap(\.round.hiddenTexts).reduce(into: [:]) { hidden, text in
            hidden[text.text] = .withdrawn(on: text.fact.day)
        }
    }
}

/// One state of the matrix: which part is used depends on its key, and only that part is stored.
package struct MatrixState: Hashable, Sendable {
    package var round = Round()
    package var template = MatrixTemplate()

    package init() {}
}

extension MatrixState: CanonicalObject {
    package init(fields reader: inout CanonicalReader) throws(UnexpectedText) {
        round = try reader.fieldIfPresent("round") ?? Round()
        template = try reader.fieldIfPresent("template", as: ByCodable<MatrixTemplate>.self)?.value ?? MatrixTemplate()
    }

    package func write(fields writer: inout CanonicalWriter) {
        if round != Round() { writer.field("round", round) }
        if template != MatrixTemplate() { writer.field("template", ByCodable(template)) }
    }
}

extension MatrixState: Codable {
    private enum CodingKeys: String, CodingKey { case round, template }

    package init(from decoder: any Decoder) throws {
        let parts = try decoder.container(keyedBy: CodingKeys.self)
        round = try parts.decodeIfPresent(Round.self, forKey: .round) ?? Round()
        template = try parts.decodeIfPresent(MatrixTemplate.self, forKey: .template) ?? MatrixTemplate()
    }

    package func encode(to encoder: any Encoder) throws {
        var parts = encoder.container(keyedBy: CodingKeys.self)
        if round != Round() { try parts.encode(round, forKey: .round) }
        if template != MatrixTemplate() { try parts.encode(template, forKey: .template) }
    }
}
