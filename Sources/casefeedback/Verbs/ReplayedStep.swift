import CaseFeedback
import CaseFeedbackService
import EventSourcing

/// One step of a replay for programs.
struct StepDocument: Encodable {
    let position: Position
    let occurredOn: Day
    let recordedAt: Instant
    let type: TypeName
    let sentence: String
    let rows: [WheelRow]

    init(_ step: ReplayStep, in language: Language) {
        position = step.line.position
        occurredOn = step.line.occurred.day
        recordedAt = step.line.recordedAt
        type = step.line.type
        sentence = step.line.sentence(in: language)
        rows = step.rows
    }
}

/// One step of a replay for people: what happened, and below it how the units that it moved stand now.
struct StepText {
    let step: ReplayStep
    let language: Language

    init(_ step: ReplayStep, in language: Language) {
        self.step = step
        self.language = language
    }

    /// Ended by a line break.
    var text: String {
        let line = step.line
        let head = "#\(line.position)  \(line.occurred.day)  \(line.sentence(in: language))\n"
        // An event of the organisation can move every round; the first ones show how.
        let shown = step.rows.prefix(3).map { "        \(standing(of: $0))\n" }.joined()
        let more = step.rows.count - 3
        return head + shown
            + (more > 0 ? "        " + Self.more.text(in: language, filling: ["count": "\(more)"]) + "\n" : "")
    }

    private func standing(of row: WheelRow) -> String {
        Self.standing.text(
            in: language,
            filling: [
                "unit": row.unitLabel?.text(in: language) ?? row.unit.text, "phase": row.phase.label(in: language),
                "since": row.since.description, "selected": "\(row.counts.selected)", "held": "\(row.counts.held)",
                "statements": "\(row.statements)",
            ])
    }

    private static let standing = Sentence(
        sv:
            "→ {unit}: {phase} sedan {since}; {selected|vald|valda}, {held|hållen intervju|hållna intervjuer}, {statements|utsaga|utsagor}",
        en:
            "→ {unit}: {phase} since {since}; {selected} selected, {held|interview|interviews} held, {statements|statement|statements}"
    )
    private static let more = Sentence(sv: "→ och {count|enhet|enheter} till", en: "→ and {count|more unit|more units}")
}
