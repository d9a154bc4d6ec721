extension Refusals {
    /// What is said when a log is exported, or taken in from a file.
    static let history: [String: Sentence] = [
        "history-without-header": Sentence(
            sv:
                "Filen är ingen exporterad historik, för den börjar inte med en rad som säger format, organisation och logg. "
                + "Ange en fil som ”casefeedback export events” har skrivit.",
            en:
                "The file is no exported history, since it does not begin with a line that says format, organisation and "
                + "log. Name a file that “casefeedback export events” wrote."),
        "history-line-too-large": Sentence(
            sv: "Raden är längre än de {maximum} byte som en rad i en historik rymmer. Kontrollera att filen är en som "
                + "”casefeedback export events” har skrivit, med en händelse på varje rad.",
            en:
                "The line is longer than the {maximum} bytes that a line of a history holds. Check that the file is one that "
                + "“casefeedback export events” wrote, with an event on each line."),
        "file-is-commands": Sentence(
            sv: "Filen har kommandon, inga händelser. Registrera dem med ”casefeedback import commands”.",
            en: "The file holds commands, not events. Record them with “casefeedback import commands”."),
        "history-range": Sentence(
            sv: "Positionerna i filens första rad hänger inte ihop. Exportera historiken på nytt.",
            en: "The positions in the file's first line do not fit together. Export the history again."),
        "history-of-another-organisation": Sentence(
            sv: "Filen är en annan organisations historik än {organisation}. Ange rätt fil eller organisation.",
            en:
                "The file is the history of another organisation than {organisation}. Name the right file or organisation."
        ),
        "history-of-another-log": Sentence(
            sv: "Raden hör inte till loggen {log}, som filen säger sig vara. Exportera historiken på nytt.",
            en: "The line does not belong to the log {log}, which the file says it is. Export the history again."),
        "history-not-whole": Sentence(
            sv:
                "Filen är ett utdrag att läsa, inte en hel logg. Bara en historik som börjar med den första händelsen och har "
                + "alla kan tas in.",
            en:
                "The file is an extract to be read, not a whole log. Only a history that begins with the first event and "
                + "has all of them can be taken in."),
        "history-without-events": Sentence(
            sv: "Historiken har inga händelser. En logg öppnas av sin första händelse, så det finns inget att ta in.",
            en: "The history has no events. A log is opened by its first one, so there is nothing to take in."),
        "history-cut": Sentence(
            sv: "Filen är avklippt: slutraden saknas. Inget är taget in. Hämta hela filen, eller exportera på nytt.",
            en: "The file is cut: its end line is missing. Nothing was taken in. Fetch the whole file, or export again."
        ),
        "history-changed": Sentence(
            sv: "Filen är ändrad efter exporten: antal eller kontrollsumma stämmer inte. Inget är taget in.",
            en: "The file was changed after its export: count or digest do not match. Nothing was taken in."),
        "history-goes-on": Sentence(
            sv: "Något står efter slutraden. Inget är taget in. Ta bort det som lagts till, eller exportera på nytt.",
            en: "Something stands behind the end line. Nothing was taken in. Remove what was added, or export again."),
        "history-line-unknown": Sentence(
            sv: "Raden är ingen som en export skriver. Exportera historiken på nytt.",
            en: "The line is none that an export writes. Export the history again."),
        "history-line-differs": Sentence(
            sv:
                "Raden är inte skriven som en export skriver den. Exportera historiken på nytt, och ändra inget i filen.",
            en:
                "The line is not written as an export writes it. Export the history again, and change nothing in the file."
        ),
        "history-value": Sentence(
            sv: "Värdet är inget som en export skriver här. Exportera historiken på nytt.",
            en: "The value is none that an export writes here. Export the history again."),
        "history-caller": Sentence(
            sv: "Den som registrerar något anges som utfärdare#subjekt, med 1–200 tecken på en rad i var del. "
                + "Exportera historiken på nytt.",
            en: "Whoever records something is named as issuer#subject, each of 1 to 200 characters in one line. "
                + "Export the history again."),
        "history-position": Sentence(
            sv: "Position {expected} väntades här, men {found} kom. Filen har inte alla händelser i ordning.",
            en: "Position {expected} was expected here, but {found} came. The file lacks events, or their order."),
        "history-version": Sentence(
            sv: "{stream} har här version {found}, men {expected} väntades. Filen har inte alla händelser.",
            en: "{stream} has version {found} here, but {expected} was expected. The file lacks events."),
        "history-time-not-rising": Sentence(
            sv: "Händelsen är registrerad före den som står innan. En logg registreras i ordning.",
            en: "The event is recorded earlier than the one before it. A log is recorded in order."),
        "history-time-to-come": Sentence(
            sv: "Händelsen är registrerad senare än vad klockan är här. Ställ klockan, eller vänta tills den är där.",
            en: "The event is recorded later than the clock says here. Set the clock, or wait until it is there."),
        "history-event-too-large": Sentence(
            sv: "Händelsen är större än de {most} byte som en händelse rymmer. Filen är ändrad.",
            en: "The event is larger than the {most} bytes that an event holds. The file was changed."),
        "history-id-twice": Sentence(
            sv: "Samma id står redan tidigare i filen. Filen är ändrad; exportera historiken på nytt.",
            en: "The same id stands in the file before. The file was changed; export the history again."),
        "history-command-recorded": Sentence(
            sv:
                "Ett av filens kommandon är redan registrerat i en annan av loggarna för {organisation}. Ta in historiken i en "
                + "installation som inte har den.",
            en:
                "One of the file's commands is recorded in another log of {organisation} already. Take the history into an "
                + "installation that does not have it."),
        "history-ordinal": Sentence(
            sv:
                "Händelsens plats bland dem som kommandot gav stämmer inte: {expected} väntades. Exportera historiken på nytt.",
            en:
                "The event's place among those of its command is wrong: {expected} was expected. Export the history again."
        ),
        "history-command": Sentence(
            sv: "Kommandot passar inte ihop med händelserna före det. Exportera historiken på nytt.",
            en: "The command does not fit the events before it. Export the history again."),
        "history-command-missing": Sentence(
            sv: "Kommandot till händelserna före den här raden saknas. Exportera historiken på nytt.",
            en: "The command of the events before this line is missing. Export the history again."),
        "history-payload": Sentence(
            sv: "Händelsens uppgifter kan inte läsas. Exportera historiken på nytt.",
            en: "What the event says cannot be read. Export the history again."),
        "history-stream": Sentence(
            sv: "Händelsen hör enligt sina uppgifter till {expected}, men står under {found}. Filen är ändrad.",
            en: "By what it says the event belongs to {expected}, but it stands under {found}. The file was changed."),
        "history-unknown-type": Sentence(
            sv:
                "Programmet känner inte till händelser av typen {type}. Ta in filen med en nyare version av programmet.",
            en: "The program knows no events of type {type}. Take the file in with a newer version of the program."),
        "history-unknown-version": Sentence(
            sv:
                "Programmet känner inte till version {version} av {type}. Ta in filen med en nyare version av programmet.",
            en:
                "The program knows no version {version} of {type}. Take the file in with a newer version of the program."
        ),
        "history-text-misplaced": Sentence(
            sv: "Texten står inte efter händelsen som den hör till. Exportera historiken på nytt.",
            en: "The text does not stand behind the event that it belongs to. Export the history again."),
        "history-text-unknown": Sentence(
            sv: "Händelsen har ingen skyddad text i det fältet av den sekretessen. Filen är ändrad.",
            en: "The event has no protected text of that secrecy in that field. The file was changed."),
        "history-text-missing": Sentence(
            sv: "Den skyddade texten {field} till händelsen {position} saknas. Exportera historiken på nytt.",
            en: "The protected text {field} of the event at position {position} is missing. Export the history again."),
        "history-text-key": Sentence(
            sv: "Texten är krypterad med en nyckel, och programmet känner inga. Ta in filen med en nyare version.",
            en: "The text is encrypted with a key, and the program knows none. Take the file in with a newer version."),
        "history-text-subject": Sentence(
            sv: "Texten sägs gälla något annat än det som händelsen handlar om. Filen är ändrad.",
            en: "The text is said to be about something else than its event is. The file was changed."),
        "history-text-words": Sentence(
            sv: "Texten är ingen som ett kommando får ha: den är tom, för lång, har styrtecken eller är inte i UTF-8.",
            en: "The text is none that a command may have: empty, too long, with control characters or not in UTF-8."),
        "history-text-form": Sentence(
            sv: "Texten är inte i Unicodes normalform C, som allt som registreras. Exportera historiken på nytt.",
            en: "The text is not in Unicode's normalisation form C, as all that is recorded. Export the history again."),
        "history-first-event": Sentence(
            sv: "En logg över ärenden börjar med att organisationen går med, och det händer en gång. Filen är ändrad.",
            en: "A log of cases begins with the organisation's joining, which happens once. The file was changed."),
        "history-opening": Sentence(
            sv: "Filens första rad säger något annat än händelsen som öppnar loggen. Filen är ändrad.",
            en: "The file's first line says something else than the event that opens the log. The file was changed."),
        "history-type-of-another-log": Sentence(
            sv: "Händelser av typen {type} registreras inte i loggen {log}. Filen är ändrad.",
            en: "Events of type {type} are not recorded in the log {log}. The file was changed."),
        "history-class": Sentence(
            sv: "Händelser av typen {type} har klassen {expected}, men här står {found}. Filen är ändrad.",
            en: "Events of type {type} have the class {expected}, but here {found} stands. The file was changed."),
        "history-occurrence": Sentence(
            sv: "Händelsens tidpunkt infaller den {expected} i loggens tidszon, men dagen är {found}. Filen är ändrad.",
            en: "The event's moment is on {expected} in the log's zone, but its day is {found}. The file was changed."),
        "history-provenance": Sentence(
            sv: "Det som händelsen säger om sitt ursprung kan den inte säga i en logg av det slaget. Filen är ändrad.",
            en: "What the event says of its origin it can't say in a log of that kind. The file was changed."),
        "history-not-readable": Sentence(
            sv: "Filen kan inte läsas till slutet. Inget är taget in. Kontrollera disken, och försök igen.",
            en: "The file cannot be read to its end. Nothing was taken in. Check the disk, and try again."),
        "history-partial-differs": Sentence(
            sv: """
                Det som en avbruten export lämnade i {file} är inte början på den här: rad {line} är en annan. Ta bort filen \
                och exportera på nytt.
                """,
            en: """
                What an interrupted export left behind in {file} does not begin this one: line {line} is another. Remove the \
                file and export again.
                """),
        "log-not-empty": Sentence(
            sv: "Loggen {log} står redan på {head}. En hel historik kan bara tas in i en tom logg.",
            en: "The log {log} stands at {head} already. A whole history can be taken into an empty log only."),
        "log-in-use": Sentence(
            sv: "Någon annan håller på att öppna eller fylla loggen {log}. Vänta tills det är klart och försök igen.",
            en: "Somebody else is opening or filling the log {log}. Wait until that is done, and try again."),
    ]
}
