package import CaseFeedback
package import EventSourcing

/// The report matrix in JSON: the answer with its texts in the place of their references.
package struct MatrixDocument: AnswerDocument {
    package let standpoint: Standpoint
    package let answer: MatrixAnswer
    /// What may be shown of ``MatrixAnswer/texts``; one that is missing here is withheld.
    package let texts: [TextReference: RevealedText]

    package init(_ answer: MatrixAnswer, texts: [TextReference: RevealedText], from standpoint: Standpoint) {
        self.standpoint = standpoint
        self.answer = answer
        self.texts = texts
    }

    package func text(_ reference: TextReference?) -> RevealedText? {
        reference.map { texts[$0] ?? .notRevealed }
    }

    private enum CodingKeys: String, CodingKey {
        case cycle, unit, report, state, template, templateVersion, templateLabel, isNeutralDefault, columns, cells,
            corrections
    }

    package func encode(to encoder: any Encoder) throws {
        try standpoint.encode(to: encoder)
        var container = encoder.container(keyedBy: CodingKeys.self)
        try container.encode(answer.cycle, forKey: .cycle)
        try container.encode(answer.unit, forKey: .unit)
        try container.encodeIfPresent(answer.report, forKey: .report)
        try container.encodeIfPresent(answer.state, forKey: .state)
        try container.encode(answer.template, forKey: .template)
        try container.encodeIfPresent(answer.templateVersion, forKey: .templateVersion)
        try container.encodeIfPresent(answer.templateLabel, forKey: .templateLabel)
        try container.encode(answer.isNeutralDefault, forKey: .isNeutralDefault)
        try container.encode(answer.columns, forKey: .columns)
        try container.encode(answer.cells.map { Cell($0, text: text($0.text)) }, forKey: .cells)
        try container.encode(
            answer.corrections.map { Correction($0, text: text($0.text) ?? .notRevealed) }, forKey: .corrections)
    }

    private struct Cell: Encodable {
        let topic: Topic
        let aspect: Aspect
        let column: Identifier
        let text: RevealedText?
        let sources: [MatrixSource]
        /// Everything that answers why the cell is so.
        let why: [Position]

        init(_ cell: MatrixCell, text: RevealedText?) {
            topic = cell.topic
            aspect = cell.aspect
            column = cell.column
            self.text = text
            sources = cell.sources
            why = cell.why
        }
    }

    private struct Correction: Encodable {
        let topic: Topic?
        let aspect: Aspect?
        let text: RevealedText
        let on: Day
        let position: Position

        init(_ correction: MatrixCorrection, text: RevealedText) {
            topic = correction.topic
            aspect = correction.aspect
            self.text = text
            on = correction.on
            position = correction.text.position
        }
    }
}
