import CaseFeedback
import EventSourcing

/// What the tables of differences say in their own name, in both languages.
enum DifferenceWords {
    static let wheel = Sentence(sv: "Ändringar i årshjulet", en: "Changes of the annual wheel")
    static let matrix = Sentence(sv: "Ändringar i matrisen", en: "Changes of the matrix")
    static let from = Sentence(sv: "Jämfört med: {moment}", en: "Compared with: {moment}")
    static let nothingChanged = Sentence(sv: "Inget skiljer.", en: "Nothing differs.")
    static let field = Sentence(sv: "Uppgift", en: "Field")
    static let before = Sentence(sv: "Före", en: "Before")
    static let after = Sentence(sv: "Efter", en: "After")
    static let furtherEvents = Sentence(
        sv: "… och {count|händelse|händelser} till", en: "… and {count|more event|more events}")

    private static let statements = Sentence(sv: "Utsagor", en: "Statements")
    private static let statementsHidden = Sentence(sv: "Dolda utsagor", en: "Hidden statements")
    private static let notCovered = Sentence(sv: "Intervjuer utan seminarium", en: "Interviews without a seminar")
    private static let missing = Sentence(sv: "Saknas", en: "Missing")
    private static let dates = Sentence(sv: "Datum", en: "Dates")
    private static let breaches = Sentence(sv: "Avvikelser", en: "Breaches")
    private static let columns = Sentence(sv: "Kolumner", en: "Columns")
    private static let corrections = Sentence(sv: "Rättelser", en: "Corrections")
    private static let state = Sentence(sv: "Läge", en: "State")

    static func field(_ field: WheelField, in language: Language) -> String {
        switch field {
        case .committee: Words.committee.text(in: language)
        case .phase: Words.phase.text(in: language)
        case .since: Words.since.text(in: language)
        case .selected: Words.selected.text(in: language)
        case .held: Outcome.held.label(in: language).capitalisedFirst
        case .interrupted: Outcome.interrupted.label(in: language).capitalisedFirst
        case .declinedByChild: Outcome.declinedByChild.label(in: language).capitalisedFirst
        case .refusedByGuardian: Outcome.refusedByGuardian.label(in: language).capitalisedFirst
        case .noReply: Outcome.noReply.label(in: language).capitalisedFirst
        case .cancelled: Outcome.cancelled.label(in: language).capitalisedFirst
        case .withdrawn: Outcome.withdrawn.label(in: language).capitalisedFirst
        case .pending: Outcome.pending.label(in: language).capitalisedFirst
        case .statements: statements.text(in: language)
        case .statementsHidden: statementsHidden.text(in: language)
        case .interviewsNotCovered: notCovered.text(in: language)
        case .missing: missing.text(in: language)
        case .dates: dates.text(in: language)
        case .breaches: breaches.text(in: language)
        }
    }

    static func field(_ field: MatrixField, in language: Language) -> String {
        switch field {
        case .report: Words.report.text(in: language)
        case .state: state.text(in: language)
        case .template: Words.template.text(in: language)
        case .templateVersion: Words.version.text(in: language).capitalisedFirst
        case .columns: columns.text(in: language)
        case .corrections: corrections.text(in: language)
        }
    }

    /// A row of the table: a code in words, a number or identifier as it is.
    static func row(_ change: MatrixChange, in language: Language) -> [String] {
        func words(_ value: String?) -> String {
            guard let value else { return Words.nothing.text(in: language) }
            guard change.field == .state, let state = ReportState(rawValue: value) else { return value }
            return Words.state(state, in: language)
        }
        return [field(change.field, in: language), words(change.before), words(change.after)]
    }

    static func row(_ change: WheelChange, in language: Language) -> [String] {
        func words(_ values: [String]) -> String {
            values.isEmpty
                ? Words.nothing.text(in: language)
                : values.map { value($0, of: change.field, in: language) }.joined(separator: "\n")
        }
        return [field(change.field, in: language), words(change.removed), words(change.added)]
    }

    /// A code in words; a day, number or identifier as it is.
    static func value(_ value: String, of field: WheelField, in language: Language) -> String {
        /// `2018-09-01 seminar`: the last word is the code.
        func lastWord(of vocabulary: String) -> String {
            let parts = value.split(separator: " ", maxSplits: 1).map(String.init)
            guard parts.count == 2 else { return value }
            return "\(parts[0]) \(Words.term(parts[1], of: vocabulary, in: language))"
        }
        return switch field {
        case .phase: Words.term(value, of: Phase.vocabulary, in: language)
        case .missing: Words.term(value, of: "missingStep", in: language)
        case .dates: lastWord(of: Milestone.vocabulary)
        case .breaches: lastWord(of: "breach")
        default: value
        }
    }
}

extension TextTable {
    /// A field, or what else differs, and what it says on either side.
    static func ofDifferences(of what: Sentence = DifferenceWords.field, in language: Language) -> TextTable {
        TextTable(columns: [
            Column(title: what.text(in: language), narrowest: 10),
            Column(title: DifferenceWords.before.text(in: language), narrowest: 16),
            Column(title: DifferenceWords.after.text(in: language), narrowest: 16),
        ])
    }

    static func ofDifferences(_ changes: [WheelChange], in language: Language) -> TextTable {
        var table = ofDifferences(in: language)
        table.rows = changes.map { DifferenceWords.row($0, in: language) }
        return table
    }
}

extension DifferenceDocument {
    /// The later moment, and the earlier one below it.
    func heading(_ title: String, width: Int) -> [String] {
        var lines = standpoint.heading(title, in: language, width: width)
        lines.removeLast()
        let moment = DifferenceWords.from.text(
            in: language, filling: ["moment": before.moment(in: language).lowercasedFirst])
        return lines + moment.wrapped(to: width) + [""]
    }

    /// The events behind a change, as the trail tells them; of many the first ones.
    func told(_ positions: [Position], width: Int) -> [String] {
        let most = 8
        let wanted = Set(positions.prefix(most))
        let told = lines.filter { wanted.contains($0.position) }.flatMap { line in
            "#\(line.position)  \(line.occurred.day)  \(line.sentence(in: language))".wrapped(to: max(20, width - 2))
                .map { "  \($0)" }
        }
        let further = positions.count - most
        guard further > 0 else { return told }
        return told + ["  " + DifferenceWords.furtherEvents.text(in: language, filling: ["count": "\(further)"])]
    }
}
