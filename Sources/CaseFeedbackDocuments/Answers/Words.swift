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
    static let otherOutcomes = Sentence(sv: "Övriga utfall", en: "Other outcomes")
    static let missing = Sentence(sv: "Saknas inför nästa steg", en: "Missing before the next step")
    static let nextDate = Sentence(sv: "Nästa datum", en: "Next date")
    static let total = Sentence(sv: "Summa", en: "Total")
    static let required = Sentence(sv: "{what} (krävs)", en: "{what} (required)")
    static let overdue = Sentence(sv: "{date} {what} (passerat)", en: "{date} {what} (overdue)")
    static let dated = Sentence(sv: "{date} {what}", en: "{date} {what}")
    static let nothing = Sentence(sv: "–", en: "–")
    static let noUnits = Sentence(sv: "Ingen enhet deltar.", en: "No unit takes part.")
    static let breach = Sentence(
        sv: "Avvikelse vid position {position}: {what}", en: "Breach at position {position}: {what}")

    /// The children's outcomes in the order of a row, beside those that were interviewed to the end.
    static func outcomes(_ counts: WheelCounts) -> [(count: Int, words: Sentence)] {
        [
            (counts.interrupted, Sentence(sv: "avbruten", en: "interrupted")),
            (counts.declinedByChild, Sentence(sv: "barnet tackade nej", en: "declined by the child")),
            (counts.refusedByGuardian, Sentence(sv: "vårdnadshavare sa nej", en: "refused by a guardian")),
            (counts.noReply, Sentence(sv: "inget svar", en: "no reply")),
            (counts.cancelled, Sentence(sv: "inställd", en: "cancelled")),
            (counts.withdrawn, Sentence(sv: "samtycket återkallat", en: "withdrawn")),
            (counts.pending, Sentence(sv: "väntar", en: "pending")),
        ]
    }

    static func otherOutcomes(_ counts: WheelCounts, in language: Language) -> String {
        outcomes(counts).filter { $0.count > 0 }.map { "\($0.count) \($0.words.text(in: language))" }
            .joined(separator: ", ")
    }

    static func code(_ code: String, in language: Language) -> String { codes[code]?.text(in: language) ?? code }

    /// Short words for what is missing and what is broken; the refusal of the same code says it at length.
    private static let codes: [String: Sentence] = [
        "no-child-selected": Sentence(sv: "inget barn valt", en: "no child selected"),
        "kick-off-not-held": Sentence(sv: "uppstart inte hållen", en: "kick-off not held"),
        "selection-frame-not-defined": Sentence(sv: "urvalsram saknas", en: "selection frame not defined"),
        "no-interview-held": Sentence(sv: "ingen intervju hållen", en: "no interview held"),
        "interviews-not-transcribed": Sentence(sv: "intervjuer inte utskrivna", en: "interviews not transcribed"),
        "outcomes-pending": Sentence(sv: "barn väntar på utfall", en: "outcomes pending"),
        "seminar-not-planned": Sentence(sv: "seminarium inte planerat", en: "seminar not planned"),
        "seminar-not-held": Sentence(sv: "seminarium inte hållet", en: "seminar not held"),
        "no-finding-accepted": Sentence(sv: "ingen iakttagelse godtagen", en: "no finding accepted"),
        "compiler-not-appointed": Sentence(sv: "rapportansvarig inte utsedd", en: "compiler not appointed"),
        "report-not-finalised": Sentence(sv: "rapport inte upprättad", en: "report not finalised"),
        "report-not-registered": Sentence(sv: "rapport inte diarieförd", en: "report not registered"),
        "report-not-submitted": Sentence(sv: "rapport inte överlämnad", en: "report not submitted"),
        "report-not-presented": Sentence(sv: "rapport inte föredragen", en: "report not presented"),
        "no-decision-taken": Sentence(sv: "inget beslut fattat", en: "no decision taken"),
        "minutes-not-approved": Sentence(sv: "protokoll inte justerat", en: "minutes not approved"),
        "goals-open": Sentence(sv: "öppna mål", en: "goals open"),
        "feedback-not-given": Sentence(sv: "barn utan återkoppling", en: "feedback not given"),
        "interviewer-is-case-worker": Sentence(
            sv: "intervjuaren var barnets handläggare", en: "the interviewer was the child's case worker"),
        "consent-withdrawn": Sentence(sv: "samtycket var återkallat", en: "consent was withdrawn"),
        "child-has-declined": Sentence(sv: "barnet hade tackat nej", en: "the child had declined"),
        "guardian-has-refused": Sentence(sv: "vårdnadshavare hade sagt nej", en: "a guardian had refused"),
        "unit-not-open": Sentence(sv: "enheten fanns inte den dagen", en: "the unit was not open that day"),
        "phase-does-not-allow": Sentence(sv: "fasen tillåter det inte", en: "the phase does not allow it"),
        "committee-does-not-own-unit": Sentence(
            sv: "enheten hörde till en annan nämnd", en: "the unit belonged to another committee"),
    ]

    static func step(_ step: String, in language: Language) -> String {
        if step == "interview" { return language == .english ? "interview" : "intervju" }
        return Milestone(rawValue: step)?.label(in: language) ?? step
    }
}

extension String {
    /// With its first letter in upper case; a heading of a term.
    var capitalisedFirst: String { prefix(1).uppercased() + dropFirst() }
}

extension Phase {
    func heading(in language: Language) -> String { label(in: language).capitalisedFirst }
}
