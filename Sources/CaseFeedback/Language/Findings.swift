/// What a verification says of what it found, to whoever runs an installation: what is not as it should be, how that shows,
/// and what to do. Where it stands, log, position and column, is told beside it.
package enum Findings {
    static let tables = [log, rows, projections]

    private static let sentences: [String: Sentence] = tables.reduce(into: [:]) { $0.merge($1) { one, _ in one } }

    /// Nothing for a code that has no sentence. A rule for words is that of whoever types them too.
    package static func sentence(for code: String) -> Sentence? { sentences[code] ?? Refusals.sentence(for: code) }

    /// The code in words, parameters that are terms too; a code without a sentence stands for itself.
    package static func text(of code: String, parameters: [String: String], in language: Language) -> String {
        guard let sentence = sentence(for: code) else { return code }
        let words = parameters.map { name, value in
            (name, Terms.label(of: value, in: name, language: language) ?? value)
        }
        return sentence.text(in: language, filling: Dictionary(uniqueKeysWithValues: words))
    }
}

extension Findings {
    /// The order of the log, and what belongs to its events.
    static let log: [String: Sentence] = [
        "head-missing": Sentence(
            sv: "Loggens huvudrad är borta, men dess händelser finns. Återställ raden ur en säkerhetskopia.",
            en: "The log's head row is lost, but its events are there. Restore the row from a backup."),
        "head-differs": Sentence(
            sv:
                "Loggen har {events} händelser, den sista på {last}, men huvudraden säger {head}. Händelser eller "
                + "huvudrad är ändrade; jämför med en säkerhetskopia.",
            en:
                "The log has {events} events, the last at {last}, but its head row says {head}. Events or head row "
                + "were changed; compare with a backup."),
        "position-missing": Sentence(
            sv:
                "Position {expected} väntades här, men {found} kom. Händelser saknas; återställ dem ur en "
                + "säkerhetskopia.",
            en:
                "Position {expected} was expected here, but {found} came. Events are missing; restore them from a "
                + "backup."),
        "version-missing": Sentence(
            sv:
                "{stream} har här version {found}, men {expected} väntades. En händelse saknas eller är ändrad; jämför "
                + "med en säkerhetskopia.",
            en:
                "{stream} has version {found} here, but {expected} was expected. An event is missing or was changed; "
                + "compare with a backup."),
        "time-not-rising": Sentence(
            sv:
                "Händelsen sägs vara registrerad {found}, men den före {previous}. Tiden stiger alltid i en logg, "
                + "så en av dem är ändrad; jämför med en säkerhetskopia.",
            en:
                "The event is said to be recorded at {found}, but the one before it at {previous}. Time always "
                + "rises in a log, so one of them was changed; compare with a backup."),
        "unreadable-event": Sentence(
            sv:
                "Händelsen av typen {type}, version {version}, kan inte läsas: {unreadable}. Kör en nyare version "
                + "av programmet; kan inte heller den läsa händelsen är den ändrad.",
            en:
                "The event of type {type}, version {version}, cannot be read: {unreadable}. Run a newer version of "
                + "the program; if that cannot read it either, the event was changed."),
        "tags-differ": Sentence(
            sv:
                "Händelsen är lagrad under taggarna {stored}, men ska ha {recomputed}, så frågor hittar den inte "
                + "rätt. Återställ taggarna ur en säkerhetskopia.",
            en:
                "The event is stored under the tags {stored}, but should have {recomputed}, so questions do not "
                + "find it rightly. Restore the tags from a backup."),
        "tags-differ-further": Sentence(
            sv:
                "Härifrån är taggarna fel i ytterligare {count} stycken av loggen. Återställ taggarna ur en "
                + "säkerhetskopia.",
            en: "From here on the tags are wrong in {count} more parts of the log. Restore the tags from a backup."),
        "tags-unknown": Sentence(
            sv:
                "Det finns taggar på positioner som inte har någon läsbar händelse. Kör en nyare version av "
                + "programmet, eller jämför med en säkerhetskopia.",
            en:
                "Tags are stored for positions without an event that can be read. Run a newer version of the "
                + "program, or compare with a backup."),
        "text-missing": Sentence(
            sv: "Händelsens skyddade text av klassen {class} saknas. Återställ den ur en säkerhetskopia.",
            en: "The event's protected text of class {class} is missing. Restore it from a backup."),
        "text-unknown": Sentence(
            sv:
                "En skyddad text av klassen {class} är lagrad som ingen händelse hänvisar till. Jämför med en "
                + "säkerhetskopia.",
            en: "A protected text of class {class} is stored to which no event refers. Compare with a backup."),
        "text-class": Sentence(
            sv:
                "Den skyddade texten har klassen {found}, men händelsen säger {expected}: den kan visas för fel "
                + "personer. Återställ klassen ur en säkerhetskopia.",
            en:
                "The protected text has the class {found}, but the event says {expected}: it may be shown to the "
                + "wrong people. Restore the class from a backup."),
        "command-missing": Sentence(
            sv:
                "Kommandot som gav händelsen är inte lagrat, så det skulle registreras en gång till om det "
                + "skickades igen. Återställ det ur en säkerhetskopia.",
            en:
                "The command that made the event is not stored, so it would be recorded once more if it were sent "
                + "again. Restore it from a backup."),
        "command-differs": Sentence(
            sv:
                "Kommandot är lagrat med positionerna {first} till {last}, men händelserna säger något annat. "
                + "Jämför med en säkerhetskopia.",
            en:
                "The command is stored with the positions {first} to {last}, but the events say something else. "
                + "Compare with a backup."),
        "command-by-another": Sentence(
            sv:
                "Kommandot är lagrat som registrerat av {found}, men händelsen av {expected}. En av raderna är "
                + "ändrad; jämför med en säkerhetskopia.",
            en:
                "The command is stored as recorded by {found}, but the event by {expected}. One of the rows was "
                + "changed; compare with a backup."),
        "commands-differ": Sentence(
            sv:
                "På positionerna {first} till {last} är de lagrade kommandona inte de som händelserna nämner. "
                + "Jämför med en säkerhetskopia.",
            en:
                "At the positions {first} to {last} the stored commands are not those that the events name. "
                + "Compare with a backup."),
        "more-findings": Sentence(
            sv: "Ytterligare {count} fynd har koden {code}. Åtgärda de som visas och kontrollera igen.",
            en: "{count} more findings have the code {code}. Mend those that are shown, and verify again."),
        "zone-unknown": Sentence(
            sv:
                "Ingen känner till dagar i loggens tidszon {zone}. Installera tzdata, eller återställ zonen ur en "
                + "säkerhetskopia.",
            en: "Nobody knows days in the log's zone {zone}. Install tzdata, or restore the zone from a backup."),
    ]

    /// What no command could have recorded so: the same codes as where a history is taken in.
    static let rows: [String: Sentence] = [
        "history-first-event": Sentence(
            sv:
                "En logg över ärenden börjar med att organisationen går med, och det händer en gång. Här är det "
                + "inte så: händelsen är ändrad. Jämför med en säkerhetskopia.",
            en:
                "A log of cases begins with the organisation's joining, which happens once. Here it is not so: the "
                + "event was changed. Compare with a backup."),
        "history-opening": Sentence(
            sv:
                "Loggens huvudrad har ett annat slag eller en annan tidszon än händelsen som öppnade loggen. En av "
                + "dem är ändrad; jämför med en säkerhetskopia.",
            en:
                "The log's head row has another nature or zone than the event that opened the log. One of them was "
                + "changed; compare with a backup."),
        "history-type-of-another-log": Sentence(
            sv:
                "Händelser av typen {type} registreras inte i loggen {log}. Händelsen är ändrad eller flyttad; "
                + "jämför med en säkerhetskopia.",
            en:
                "Events of type {type} are not recorded in the log {log}. The event was changed or moved; compare "
                + "with a backup."),
        "history-class": Sentence(
            sv:
                "Händelser av typen {type} har klassen {expected}, men här står {found}. Händelsen är ändrad; "
                + "återställ klassen ur en säkerhetskopia.",
            en:
                "Events of type {type} have the class {expected}, but here {found} stands. The event was changed; "
                + "restore the class from a backup."),
        "history-provenance": Sentence(
            sv:
                "Det som händelsen säger om sitt ursprung kan den inte säga i en logg av det slaget. Händelsen är "
                + "ändrad; jämför med en säkerhetskopia.",
            en:
                "What the event says of its origin it can't say in a log of that kind. The event was changed; "
                + "compare with a backup."),
        "history-time-to-come": Sentence(
            sv:
                "Händelsen sägs vara registrerad senare än nu. Händelsen eller loggens huvudrad är ändrad; jämför "
                + "med en säkerhetskopia.",
            en:
                "The event is said to be recorded later than now. The event or the log's head row was changed; "
                + "compare with a backup."),
        "occurred-in-future": Sentence(
            sv:
                "Händelsen sägs ha hänt efter dagen då den registrerades. Händelsen är ändrad; jämför med en "
                + "säkerhetskopia.",
            en:
                "The event is said to have happened after the day on which it was recorded. The event was changed; "
                + "compare with a backup."),
        "history-occurrence": Sentence(
            sv:
                "Händelsens tidpunkt infaller den {expected} i loggens tidszon, men dagen är {found}. Händelsen är "
                + "ändrad; jämför med en säkerhetskopia.",
            en:
                "The event's moment is on {expected} in the log's zone, but its day is {found}. The event was "
                + "changed; compare with a backup."),
        "history-stream": Sentence(
            sv:
                "Händelsen hör enligt sina uppgifter till {expected}, men står under {found}. Händelsen är ändrad; "
                + "jämför med en säkerhetskopia.",
            en:
                "By what it says the event belongs to {expected}, but it stands under {found}. The event was "
                + "changed; compare with a backup."),
        "history-caller": Sentence(
            sv:
                "Den som registrerade anges inte som utfärdare#subjekt, med 1–200 tecken på en rad i var del. "
                + "Raden är ändrad; jämför med en säkerhetskopia.",
            en:
                "Whoever recorded it is not named as issuer#subject, each of 1 to 200 characters in one line. The "
                + "row was changed; compare with a backup."),
        "history-value": Sentence(
            sv: "Värdet är inget som programmet skriver där. Raden är ändrad; jämför med en säkerhetskopia.",
            en: "The value is none that the program writes there. The row was changed; compare with a backup."),
        "history-event-too-large": Sentence(
            sv:
                "Händelsen är större än de {most} byte som en händelse rymmer. Den är ändrad; jämför med en "
                + "säkerhetskopia.",
            en:
                "The event is larger than the {most} bytes that an event holds. It was changed; compare with a "
                + "backup."),
        "history-id-twice": Sentence(
            sv: "En tidigare händelse har samma id. En av dem är ändrad; jämför med en säkerhetskopia.",
            en: "An earlier event has the same id. One of them was changed; compare with a backup."),
        "history-text-key": Sentence(
            sv:
                "Texten är krypterad med en nyckel, och programmet känner inga. Kör en nyare version av "
                + "programmet, eller jämför med en säkerhetskopia.",
            en:
                "The text is encrypted with a key, and the program knows none. Run a newer version of the program, "
                + "or compare with a backup."),
        "history-text-subject": Sentence(
            sv:
                "Texten sägs gälla något annat än det som händelsen handlar om: den skulle raderas med fel person, "
                + "eller inte alls. Återställ vem den gäller ur en säkerhetskopia.",
            en:
                "The text is said to be about something else than its event is: it would be erased with the wrong "
                + "person, or not at all. Restore whom it is about from a backup."),
        "history-text-words": Sentence(
            sv:
                "Texten är ingen som ett kommando får ha: den är tom, för lång, har styrtecken eller är inte i "
                + "UTF-8. Den är ändrad; återställ den ur en säkerhetskopia.",
            en:
                "The text is none that a command may have: empty, too long, with control characters or not in "
                + "UTF-8. It was changed; restore it from a backup."),
        "history-text-form": Sentence(
            sv:
                "Texten är inte i Unicodes normalform C, som allt som registreras. Den är ändrad, eller togs in av "
                + "en äldre version; återställ den ur en säkerhetskopia, eller anmäl felet.",
            en:
                "The text is not in Unicode's normalisation form C, as all that is recorded. It was changed, or "
                + "taken in by an older version; restore it from a backup, or report the fault."),
        "personal-identity-number": Sentence(
            sv:
                "Texten innehåller ett personnummer, som aldrig lagras. Den är ändrad; återställ den ur en "
                + "säkerhetskopia.",
            en:
                "The text holds a personal identity number, which is never stored. It was changed; restore it from "
                + "a backup."),
    ]

    /// Whether what is shown follows from the log.
    static let projections: [String: Sentence] = [
        "projection-not-standing": Sentence(
            sv:
                "Det som visas av {projection} blev inte färdigbyggt ({stage}), så inget visas. Kör ”casefeedback "
                + "rebuild”.",
            en:
                "What is served of {projection} was not built to its end ({stage}), so nothing is shown. Run "
                + "“casefeedback rebuild”."),
        "projection-not-served": Sentence(
            sv: "Ingen generation av {projection} som finns är den som ska visas. Kör ”casefeedback rebuild”.",
            en: "No generation of {projection} that is there is the one to show. Run “casefeedback rebuild”."),
        "projection-differs": Sentence(
            sv:
                "Det som visas av {projection} är inte vad händelserna ger. Bygg om med ”casefeedback rebuild” och "
                + "anmäl felet.",
            en:
                "What is shown of {projection} is not what the events give. Rebuild with “casefeedback rebuild” "
                + "and report the fault."),
        "projection-not-foldable": Sentence(
            sv:
                "{projection} kan inte räknas fram, för händelsen av typen {type}, version {version}, kan inte "
                + "läsas: {unreadable}. Kör en nyare version av programmet; kan inte heller den läsa händelsen är "
                + "den ändrad.",
            en:
                "{projection} cannot be made, since the event of type {type}, version {version}, cannot be read: "
                + "{unreadable}. Run a newer version of the program; if that cannot read it either, the event was "
                + "changed."),
        "projection-beyond-log": Sentence(
            sv:
                "{projection} bygger på händelser till och med {position}, men loggen slutar vid {end}: händelser "
                + "är borta. Återställ en säkerhetskopia.",
            en:
                "{projection} was made of events up to {position}, but the log ends at {end}: events are lost. "
                + "Restore a backup."),
    ]
}
