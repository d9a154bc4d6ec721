import CaseFeedback
import EventSourcing

/// What documents say in their own name, in both languages.
enum Words {
    static let textErased = Sentence(sv: "[raderad {on}, beslut {decision}]", en: "[erased {on}, decision {decision}]")
    static let textWithdrawn = Sentence(sv: "[återkallad {on}]", en: "[withdrawn {on}]")
    static let textWithheld = Sentence(sv: "[visas inte: {reason}]", en: "[not shown: {reason}]")
    static let withheld: [String: Sentence] = [
        "not-revealed": Sentence(sv: "texten har inte lämnats ut", en: "the text was not revealed"),
        "not-general": Sentence(sv: "inte skriven för nämnden", en: "not written for the committee"),
        "names-child": Sentence(sv: "innehåller ett barns referens", en: "holds a child's reference"),
    ]

    static let wheel = Sentence(sv: "Årshjul", en: "Annual wheel")
    static let matrix = Sentence(sv: "Matris", en: "Matrix")
    static let trail = Sentence(sv: "Händelselogg", en: "Audit trail")

    static let demonstration = Sentence(
        sv: "DEMONSTRATION – påhittade uppgifter", en: "DEMONSTRATION — synthetic data")
    static let asOf = Sentence(sv: "Läget {asOf}", en: "As of {asOf}")
    static let asOfNow = Sentence(sv: "Läget nu", en: "As it stands now")
    static let knownAt = Sentence(sv: "så som det var känt {knownAt}", en: "as known at {knownAt}")
    static let shows = Sentence(sv: "visar position {position}", en: "shows position {position}")

    static let unit = Sentence(sv: "Enhet", en: "Unit")
    static let cycle = Sentence(sv: "Varv", en: "Cycle")
    static let committee = Sentence(sv: "Nämnd", en: "Committee")
    static let phase = Sentence(sv: "Fas", en: "Phase")
    static let since = Sentence(sv: "Sedan", en: "Since")
    static let selected = Sentence(sv: "Valda", en: "Selected")
    static let held = Sentence(sv: "Hållna", en: "Held")
    static let declined = Sentence(sv: "Nej", en: "No")
    static let others = Sentence(sv: "Övrigt", en: "Other")
    static let pending = Sentence(sv: "Väntar", en: "Pending")
    static let outcome = Sentence(sv: "Utfall", en: "Outcomes")
    static let missingTitle = Sentence(sv: "Saknas inför nästa steg:", en: "Missing before the next step:")
    static let nextDate = Sentence(sv: "Nästa datum", en: "Next date")
    static let total = Sentence(sv: "Summa", en: "Total")
    static let required = Sentence(sv: "{what} (krävs)", en: "{what} (required)")
    static let overdue = Sentence(sv: "{date} {what} (passerat)", en: "{date} {what} (overdue)")
    static let dated = Sentence(sv: "{date} {what}", en: "{date} {what}")
    static let nothing = Sentence(sv: "–", en: "–")
    static let noUnits = Sentence(sv: "Ingen enhet deltar.", en: "No unit takes part.")
    static let breach = Sentence(
        sv: "Avvikelse vid position {position}: {what}", en: "Breach at position {position}: {what}")

    static let wheelTitle = Sentence(sv: "Årshjul – {organisation}", en: "Annual wheel – {organisation}")
    static let interviewsHeld = Sentence(sv: "intervjuer hållna", en: "interviews held")
    static let interviewHeld = Sentence(sv: "intervju hållen", en: "interview held")
    static let ofSelected = Sentence(sv: "av {count|valt barn|valda barn}", en: "of {count|child|children} selected")
    static let heldOfSelected = Sentence(sv: "hållna / valda", en: "held / selected")
    static let units = Sentence(sv: "{count|enhet|enheter}", en: "{count|unit|units}")
    static let breaches = Sentence(sv: "{count|avvikelse|avvikelser}", en: "{count|breach|breaches}")
    static let continued = Sentence(sv: "{phase} (forts.)", en: "{phase} (cont.)")
    static let wheelSummary = Sentence(
        sv: "{units}; {held|intervju hållen|intervjuer hållna} av {selected|valt barn|valda barn}.",
        en: "{units}; {held|interview|interviews} held of {selected|child|children} selected.")
    static let wheelEntry = Sentence(
        sv: "{number} {unit}: {held} hållna av {selected} valda, i fasen sedan {since}",
        en: "{number} {unit}: {held} held of {selected} selected, in the phase since {since}")

    static func unitCount(_ count: Int, in language: Language) -> String {
        units.text(in: language, filling: ["count": String(count)])
    }

    static func breachCount(_ count: Int, in language: Language) -> String {
        breaches.text(in: language, filling: ["count": String(count)])
    }

    static let report = Sentence(sv: "Rapport", en: "Report")
    static let noReport = Sentence(
        sv: "Ingen rapport är påbörjad; cellerna visar vad det finns att skriva av.",
        en: "No report has been begun; the cells show what there is to write from.")
    static let template = Sentence(sv: "Matrismall", en: "Matrix template")
    static let noTemplate = Sentence(sv: "Matrismallen är inte känd.", en: "The matrix template is not known.")
    static let version = Sentence(sv: "version", en: "version")
    static let column = Sentence(sv: "Kolumn", en: "Column")
    static let text = Sentence(sv: "Text", en: "Text")
    static let sources = Sentence(sv: "Kommer från position", en: "Came from position")
    static let hidden = Sentence(sv: "(varav {count} med dold text)", en: "({count} with hidden text)")
    static let correction = Sentence(sv: "Rättelse {on}", en: "Correction {on}")

    /// What some positions are of: `utsaga 868`, `utsagor 191, 220`.
    static func sources(_ kind: MatrixSource.Kind, isOne: Bool, in language: Language) -> String {
        let words =
            switch (kind, isOne) {
            case (.statement, true): Sentence(sv: "utsaga", en: "statement")
            case (.statement, false): Sentence(sv: "utsagor", en: "statements")
            case (.finding, true): Sentence(sv: "iakttagelse", en: "finding")
            case (.finding, false): Sentence(sv: "iakttagelser", en: "findings")
            case (.proposal, true): Sentence(sv: "förslag", en: "proposal")
            case (.proposal, false): Sentence(sv: "förslag", en: "proposals")
            case (.row, true): Sentence(sv: "raden", en: "the row")
            case (.row, false): Sentence(sv: "raderna", en: "the rows")
            }
        return words.text(in: language)
    }

    static func state(_ state: ReportState, in language: Language) -> String {
        let words =
            switch state {
            case .draft: Sentence(sv: "utkast", en: "draft")
            case .finalised: Sentence(sv: "upprättad", en: "finalised")
            case .submitted: Sentence(sv: "överlämnad till nämnden", en: "submitted to the committee")
            }
        return words.text(in: language)
    }

    static let position = Sentence(sv: "Position", en: "Position")
    static let happened = Sentence(sv: "Hände", en: "Happened")
    static let recorded = Sentence(sv: "Registrerad", en: "Recorded")
    static let actor = Sentence(sv: "Av", en: "By")
    static let happening = Sentence(sv: "Händelse", en: "Event")
    static let performedBy = Sentence(sv: "utfört av {person}", en: "performed by {person}")
    static let cites = Sentence(sv: "[källa: {source}]", en: "[source: {source}]")
    static let invented = Sentence(sv: "[påhittat]", en: "[synthetic]")
    static let inventedFields = Sentence(sv: "[påhittat: {fields}]", en: "[synthetic: {fields}]")
    static let breaks = Sentence(sv: "[AVVIKELSE: {what}]", en: "[BREACH: {what}]")
    static let noEvents = Sentence(sv: "Inga händelser.", en: "No events.")
    static let more = Sentence(sv: "Det finns fler händelser.", en: "There are more events.")

    /// What became of the children who were selected, in the order of the counts: `genomförd 5`, those with none left out.
    static func outcomes(_ counts: WheelCounts, in language: Language) -> [(outcome: Outcome, words: String)] {
        let outcomes: [(Outcome, Int)] = [
            (.held, counts.held), (.interrupted, counts.interrupted), (.declinedByChild, counts.declinedByChild),
            (.refusedByGuardian, counts.refusedByGuardian), (.noReply, counts.noReply),
            (.cancelled, counts.cancelled), (.withdrawn, counts.withdrawn), (.pending, counts.pending),
        ]
        return outcomes.filter { $0.1 > 0 }.map { ($0.0, "\($0.0.label(in: language)) \($0.1)") }
    }

    /// Something that is missing before a phase, with a mark when the phase can't be entered without it.
    static func missing(_ missing: Missing, before phase: Phase, in language: Language) -> String {
        let what = term(missing.code, of: "missingStep", in: language)
        let marked = missing.isRequired ? required.text(in: language, filling: ["what": what]) : what
        return "\(phase.heading(in: language)) – \(marked)"
    }

    static func breach(_ breach: WheelBreach, in language: Language) -> String {
        self.breach.text(
            in: language,
            filling: ["position": "\(breach.position)", "what": term(breach.code, of: "breach", in: language)])
    }

    /// The first day that is set from `day` on; when all of them have passed, the last of these.
    static func nextDate(_ row: WheelRow, on day: Day, in language: Language) -> String {
        guard let date = row.dates.first(where: { $0.day >= day }) ?? row.dates.last else { return "" }
        return (date.day < day ? overdue : dated).text(
            in: language,
            filling: [
                "date": date.day.description, "what": term(date.step, of: Milestone.vocabulary, in: language),
            ])
    }

    static func term(_ code: String, of vocabulary: String, in language: Language) -> String {
        Terms.label(of: code, in: vocabulary, language: language) ?? code
    }

    /// A label, else the identifier that it is the label of.
    static func name(_ label: LocalizedLabel?, _ identifier: Identifier?, in language: Language) -> String {
        label?.text(in: language) ?? identifier?.text ?? nothing.text(in: language)
    }
}

extension String {
    /// With its first letter in upper case; a heading of a term.
    var capitalisedFirst: String { prefix(1).uppercased() + dropFirst() }

    /// With its first letter in lower case: behind a colon.
    var lowercasedFirst: String { prefix(1).lowercased() + dropFirst() }
}

extension Phase {
    func heading(in language: Language) -> String { label(in: language).capitalisedFirst }
}
