package import CaseFeedback
package import EventSourcing

/// What changed between two moments, in JSON: the later moment as every answer has it, both moments in full under `before` and
/// `after`, and the events that made it, told in one language.
///
/// ```json
/// {"before":{"asOf":"2018-06-30","knownAt":"head","position":"cases/1480/2378"},
///  "after":{"asOf":"now","knownAt":"head","position":"cases/1480/2378"},…}
/// ```
///
/// An axis that was not named reads `now` or `head`, so that nobody has to guess what was compared.
package struct DifferenceDocument<Content: Encodable & Hashable & Sendable>: AnswerDocument {
    package let standpoint: Standpoint
    package let before: Standpoint
    package let language: Language
    package let content: Content
    package let lines: [TrailLine]

    package init(
        _ content: Content, from before: Standpoint, to after: Standpoint, lines: [TrailLine], in language: Language
    ) {
        standpoint = after
        self.before = before
        self.language = language
        self.content = content
        self.lines = lines
    }

    private enum CodingKeys: String, CodingKey { case before, after, language, differences, events }

    package func encode(to encoder: any Encoder) throws {
        try standpoint.encode(to: encoder)
        var container = encoder.container(keyedBy: CodingKeys.self)
        try container.encode(Side(before), forKey: .before)
        try container.encode(Side(standpoint), forKey: .after)
        try container.encode(language, forKey: .language)
        try container.encode(content, forKey: .differences)
        try container.encode(lines.map { Event($0, in: language) }, forKey: .events)
    }

    private struct Side: Encodable {
        let position: String
        let asOf: String
        let knownAt: String

        init(_ standpoint: Standpoint) {
            position = standpoint.position.description
            asOf = standpoint.asOfText ?? "now"
            knownAt = standpoint.knownAtText ?? "head"
        }
    }

    private struct Event: Encodable {
        let position: Position
        let occurredOn: Day
        let type: TypeName
        let sentence: String

        init(_ line: TrailLine, in language: Language) {
            position = line.position
            occurredOn = line.occurred.day
            type = line.type
            sentence = line.sentence(in: language)
        }
    }
}

/// A difference of the matrix with the texts of both sides in the place of their references.
package struct RevealedMatrixDifference: Encodable, Hashable, Sendable {
    package let difference: MatrixDifference
    package let texts: [TextReference: RevealedText]

    package init(_ difference: MatrixDifference, texts: [TextReference: RevealedText]) {
        self.difference = difference
        self.texts = texts
    }

    package func text(of cell: MatrixCell?) -> RevealedText? {
        cell?.text.map { texts[$0] ?? .notRevealed }
    }

    private enum CodingKeys: String, CodingKey { case changes, cells }

    package func encode(to encoder: any Encoder) throws {
        var container = encoder.container(keyedBy: CodingKeys.self)
        try container.encode(difference.changes, forKey: .changes)
        try container.encode(
            difference.cells.map { Cell($0, before: text(of: $0.before), after: text(of: $0.after)) }, forKey: .cells)
    }

    private struct Cell: Encodable {
        let topic: Topic
        let aspect: Aspect
        let column: Identifier
        let before: Side?
        let after: Side?
        let events: [Position]

        init(_ cell: MatrixCellDifference, before: RevealedText?, after: RevealedText?) {
            topic = cell.topic
            aspect = cell.aspect
            column = cell.column
            self.before = cell.before.map { Side(text: before, sources: $0.sources) }
            self.after = cell.after.map { Side(text: after, sources: $0.sources) }
            events = cell.events
        }
    }

    private struct Side: Encodable {
        let text: RevealedText?
        let sources: [MatrixSource]
    }
}
