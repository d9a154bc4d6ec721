extension Refusals {
    /// What is wrong with a file of commands, with a question, or with what an operator asked for.
    static let questions: [String: Sentence] = [
        "file-too-large": Sentence(
            sv: "Filen är {bytes} byte, och gränsen är {most}. Dela upp den.",
            en: "The file has {bytes} bytes, and the limit is {most}. Divide it."),
        "file-without-header": Sentence(
            sv:
                "Filen saknar en första rad som säger format, version, organisation och vem den handlar för. Lägg till den.",
            en: "The file lacks a first line that says format, version, organisation and for whom it acts. Add it."),
        "unknown-file-format": Sentence(
            sv: "Filens format känns inte igen. Det ska vara {format}, version {version}.",
            en: "The file's format is not known. It must be {format}, version {version}."),
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
