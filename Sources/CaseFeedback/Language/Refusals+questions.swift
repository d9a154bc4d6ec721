extension Refusals {
    /// What is wrong with a file of commands, with a question, or with what an operator asked for.
    static let questions: [String: Sentence] = [
        "file-without-header": Sentence(
            sv:
                "Filen saknar en första rad som säger format (casefeedback-commands), version, organisation och vem den handlar "
                + "för. Lägg till den, eller ange en annan fil.",
            en:
                "The file lacks a first line that says format (casefeedback-commands), version, organisation and for whom it "
                + "acts. Add it, or name another file."),
        "unknown-file-format": Sentence(
            sv: "Filens format känns inte igen. Det ska vara {format}, version {version}.",
            en: "The file's format is not known. It must be {format}, version {version}."),
        "file-empty": Sentence(
            sv: "Filen är tom. Kontrollera att den skrevs till slut, eller ange en annan.",
            en: "The file is empty. Check that it was written to its end, or name another."),
        "file-is-history": Sentence(
            sv: "Filen är en exporterad historik, inga kommandon. Ta in den med ”casefeedback import events”.",
            en: "The file is an exported history, not commands. Take it in with “casefeedback import events”."),
        "byte-order-mark": Sentence(
            sv:
                "Raden börjar med en byteordningsmarkering (BOM), som inte hör till texten. Spara filen som UTF-8 utan BOM.",
            en:
                "The line begins with a byte order mark (BOM), which is no part of the text. Save the file as UTF-8 without "
                + "BOM."),
        "nul-character": Sentence(
            sv:
                "Raden har NUL-tecken (U+0000), så filen är skadad, eller kodad i UTF-16. Hämta den på nytt, eller spara "
                + "den som UTF-8.",
            en:
                "The line has NUL characters (U+0000), so the file is damaged, or encoded in UTF-16. Fetch it again, or save "
                + "it as UTF-8."),
        "carriage-return": Sentence(
            sv:
                "Raden slutar med CR LF, som på Windows; här ska det stå LF. Hämta filen på nytt utan att radsluten görs om, "
                + "eller gör om dem till LF.",
            en:
                "The line ends with CR LF, as on Windows; it must be LF. Fetch the file again without changing its line ends, "
                + "or change them to LF."),
        "file-needs-batches": Sentence(
            sv:
                "Filen har {commands} kommandon, fler än {most} som registreras på en gång. Dela upp den, eller ange --batches: "
                + "då registreras den i delar.",
            en: "The file has {commands} commands, more than the {most} that are recorded at once. Divide it, or give "
                + "--batches: then it is recorded in parts."),
        "unit-and-cycle-needed": Sentence(
            sv: "Frågan måste säga både enhet och omgång. Lägg till det som saknas.",
            en: "The question must name both unit and cycle. Add what is missing."),
        "cycle-needed": Sentence(
            sv: "Frågan måste säga vilken omgång den gäller. Lägg till omgången.",
            en: "The question must name its cycle. Add the cycle."),
        "report-not-found": Sentence(
            sv: "Rapporten {report} finns inte, eller är inte upprättad. Kontrollera beteckningen.",
            en: "The report {report} does not exist, or is not finalised. Check the identifier."),
        "position-beyond-head": Sentence(
            sv: "Loggen har inte nått position {position}; den senaste är {head}. Välj en tidigare.",
            en: "The log has not reached position {position}; its last is {head}. Choose an earlier one."),
        "moments-exchanged": Sentence(
            sv: "Den tidigare tidpunkten {earlier} ligger efter den senare {later}. Låt dem byta plats.",
            en: "The earlier moment {earlier} lies after the later one {later}. Exchange them."),
        "position-of-another-log": Sentence(
            sv: "Positionen hör till en annan logg än {log}, som frågan gäller. Använd en position ur rätt logg.",
            en: "The position is of another log than {log}, which the question is about. Use one of the right log."),
        "projection-stands-still": Sentence(
            sv:
                "Sammanställningen {projection} står stilla: {reason}. Det som registreras går inte förlorat. Meddela driften.",
            en: "The projection {projection} stands still: {reason}. What is recorded is not lost. Tell your operators."
        ),
        "reason-missing": Sentence(
            sv: "Ange ett skäl. Det sparas i loggen.", en: "Give a reason. It is kept in the log."),
        "clock-not-accepted": Sentence(
            sv: "Klockavvikelsen kunde inte godtas just nu. Kontrollera klockorna och försök igen.",
            en: "The clocks' difference could not be accepted now. Check the clocks and try again."),
    ]
}
