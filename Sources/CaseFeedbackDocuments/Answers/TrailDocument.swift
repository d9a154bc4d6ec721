package import CaseFeedback
import EventSourcing

/// The audit trail in JSON: lines with their sentences in one language, and where to go on.
package struct TrailDocument: AnswerDocument {
    package let standpoint: Standpoint
    package let language: Language
    package let lines: [TrailLine]
    /// What to send back for the lines after these; absent after the last.
    package let next: String?

    package init(_ lines: [TrailLine], in language: Language, next: String?, from standpoint: Standpoint) {
        self.standpoint = standpoint
        self.language = language
        self.lines = lines
        self.next = next
    }

    /// Said whenever a line is by an actor whom nobody has verified.
    package var note: String? {
        lines.contains(where: \.actor.isAsserted) ? TrailWords.assertedActors.text(in: language) : nil
    }

    private enum CodingKeys: String, CodingKey { case language, lines, next, note }

    package func encode(to encoder: any Encoder) throws {
        try standpoint.encode(to: encoder)
        var container = encoder.container(keyedBy: CodingKeys.self)
        try container.encode(language, forKey: .language)
        try container.encode(lines.map { Line($0, in: language) }, forKey: .lines)
        try container.encodeIfPresent(next, forKey: .next)
        try container.encodeIfPresent(note, forKey: .note)
    }

    private struct Line: Encodable {
        let position: Position
        let recordedAt: Instant
        let occurredOn: Day
        let occurredAt: Instant?
        let type: String
        let sentence: String
        let units: [String]
        let cycles: [String]
        let children: [String]
        let recordedBy: String
        let performedBy: String?
        let role: String
        let ground: String
        let actorVerified: Bool
        let isAsserted: Bool
        let source: String?
        let synthetic: [String]
        let breaches: [String]
        let unreadable: String?

        init(_ line: TrailLine, in language: Language) {
            position = line.position
            recordedAt = line.recordedAt
            occurredOn = line.occurred.day
            occurredAt = line.occurred.instant
            type = line.type.text
            sentence = line.sentence(in: language)
            units = line.units
            cycles = line.cycles
            children = line.children
            recordedBy = line.actor.recordedBy
            performedBy = line.actor.performedBy
            role = line.actor.role
            ground = line.actor.ground
            actorVerified = line.actor.isVerified
            isAsserted = line.actor.isAsserted
            source = line.source
            synthetic = line.synthetic
            breaches = line.breaches
            unreadable = line.unreadable
        }
    }
}
