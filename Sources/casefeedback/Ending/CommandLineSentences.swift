import CaseFeedback
import CaseFeedbackService

/// What the command line says of codes that have no sentence in the domain, in both languages.
enum CommandLineSentences {
    /// The domain's sentence comes first; a code that nobody has put into words says what can be done about its kind.
    static func sentence(for problem: Problem) -> Sentence {
        Refusals.sentence(for: problem.code) ?? sentences[problem.code] ?? remedy(of: problem.kind)
    }

    private static func remedy(of kind: Problem.Kind) -> Sentence {
        switch kind {
        case .badInput:
            Sentence(
                sv: "Det som lästes är inte som det ska vara. Rätta det och försök igen.",
                en: "What was read is not what it should be. Correct it and try again.")
        case .refused, .stale, .idReused:
            Sentence(sv: "En regel förbjuder det.", en: "A rule forbids it.")
        case .notFound:
            Sentence(
                sv: "Det som begärdes finns inte här. Kontrollera beteckningen.",
                en: "What was asked for is not here. Check the identifier.")
        case .tryLater:
            Sentence(
                sv: "Det går inte just nu. Försök igen om en stund.",
                en: "It can't be done right now. Try again in a while.")
        case .installation:
            Sentence(
                sv: "Något är fel med installationen. Kör ”casefeedback status”.",
                en: "Something is wrong with the installation. Run “casefeedback status”.")
        }
    }

    static let sentences: [String: Sentence] = [
        "usage": Sentence(sv: "Anropet är fel: {detail}", en: "The call is wrong: {detail}"),
        "database-not-named": Sentence(
            sv: """
                Ingen databas är angiven. Ange --database eller CASEFEEDBACK_DATABASE, eller stå i en utcheckning där \
                Scripts/run har körts.
                """,
            en: """
                No database is named. Give --database or CASEFEEDBACK_DATABASE, or stand in a checkout where \
                Scripts/run was called.
                """),
        "connection-string-malformed": Sentence(
            sv: """
                Anslutningen till databasen är inte skriven som libpq läser den. Skriv nyckelord och värden \
                (host=… dbname=…), en URI (postgresql://…) eller ett databasnamn.
                """,
            en: """
                The connection to the database is not written as libpq reads it. Write keywords and values \
                (host=… dbname=…), a URI (postgresql://…) or a database's name.
                """),
        "earlier-moment-missing": Sentence(
            sv: "Den tidigare tidpunkten är inte angiven. Ange --from-as-of, --from-known-at eller båda.",
            en: "The earlier moment is not named. Give --from-as-of, --from-known-at or both."),
        "setting-given-twice": Sentence(
            sv: "Både {one} och {other} är satta. Ta bort den ena.",
            en: "Both {one} and {other} are set. Remove one of them."),
        "setting-not-one-of": Sentence(
            sv: "Värdet är inget av dem som kan väljas: {allowed}.",
            en: "The value is none of those that can be chosen: {allowed}."),
        "file-not-readable": Sentence(
            sv: "Filen {file} kan inte läsas. Kontrollera namn och rättigheter.",
            en: "The file {file} cannot be read. Check its name and permissions."),
        "file-is-folder": Sentence(
            sv: "{file} är en mapp. Ange en fil i den.", en: "{file} is a folder. Name a file in it."),
        "file-not-writable": Sentence(
            sv: "Filen {file} kan inte skrivas. Kontrollera mapp, rättigheter och utrymme.",
            en: "The file {file} cannot be written. Check folder, permissions and space."),
        "output-not-writable": Sentence(
            sv: "Utskriften kunde inte göras. Kontrollera vart den leds.",
            en: "The output could not be written. Check where it is led."),
        "empty-secret": Sentence(
            sv: "Filen {file} är tom. Skriv hemligheten på dess första rad.",
            en: "The file {file} is empty. Write the secret on its first line."),
        "organisation-not-chosen": Sentence(
            sv: "Databasen har flera organisationer: {organisations}. Välj en med --organisation.",
            en: "The database has several organisations: {organisations}. Choose one with --organisation."),
        "no-organisation": Sentence(
            sv: "Databasen har ingen organisation än. Importera eller registrera join-municipality först.",
            en: "The database has no organisation yet. Import or record join-municipality first."),
        "malformed-moment": Sentence(
            sv: "Detta är varken en dag (2018-09-13) eller ett klockslag (2018-09-13T11:00:00Z).",
            en: "This is neither a day (2018-09-13) nor a moment (2018-09-13T11:00:00Z)."),
        "malformed-known-at": Sentence(
            sv: "Detta är varken ett klockslag (2018-09-13T11:00:00Z) eller en position (400 eller #400).",
            en: "This is neither a moment (2018-09-13T11:00:00Z) nor a position (400 or #400)."),
        "options-exclude-each-other": Sentence(
            sv: "{one} och {other} kan inte ges tillsammans. Ta bort den ena.",
            en: "{one} and {other} cannot be given together. Remove one of them."),
        "option-needs-other": Sentence(
            sv: "{one} kan bara ges tillsammans med {other}.", en: "{one} can only be given together with {other}."),
        "unknown-projection": Sentence(
            sv: "Det finns ingen projektion med det namnet. Det finns: {known}.",
            en: "There is no projection of that name. There are: {known}."),
        "projections-not-chosen": Sentence(
            sv: "Säg vad som ska byggas om: --all, eller --projection med ett av {known}.",
            en: "Say what to rebuild: --all, or --projection with one of {known}."),
        "outside-loopback": Sentence(
            sv: """
                {host} kan nås från andra datorer, och det finns ingen behörighetskontroll än. Servera på 127.0.0.1, eller \
                ge --unprotected om något annat skyddar servern.
                """,
            en: """
                {host} can be reached from other machines, and there is no access control yet. Serve on 127.0.0.1, or give \
                --unprotected if something else protects the server.
                """),
        "port-not-allowed": Sentence(
            sv: "Porten {port} kräver högre behörighet. Välj en port från 1024 och uppåt med --port.",
            en: "Port {port} needs higher privileges. Choose a port from 1024 on with --port."),
        "host-not-available": Sentence(
            sv: "Adressen {host} finns inte på den här datorn. Välj en annan med --host.",
            en: "The address {host} is not one of this machine. Choose another with --host."),
        "server-failed": Sentence(
            sv: "Servern slutade av sig själv: {detail}.", en: "The server ended by itself: {detail}."),
        "rebuild-differs": Sentence(
            sv: """
                Det som visas är inte vad händelserna ger: {projections}. Bygg om med ”casefeedback rebuild” och anmäl felet.
                """,
            en: """
                What is shown is not what the events give: {projections}. Rebuild with “casefeedback rebuild” and report \
                the fault.
                """),
        "interrupted": Sentence(
            sv: "Avbrutet. Inget halvfärdigt ligger kvar; kör samma kommando igen när du vill.",
            en: "Interrupted. Nothing is left half done; run the same command again when you like."),
        "record-interrupted": Sentence(
            sv: """
                Avbrutet innan svaret kom. ”casefeedback trail --newest-first” visar om det registrerades; ett kommando med \
                ett eget id kan skickas igen utan fara.
                """,
            en: """
                Interrupted before the answer came. “casefeedback trail --newest-first” shows whether it was recorded; a \
                command with an id of its own can be sent again without danger.
                """),
        "import-interrupted": Sentence(
            sv: """
                Intaget avbröts. Filen är registrerad hel eller inte alls: kör samma kommando igen, så känns det igen som \
                redan finns.
                """,
            en: """
                The import was interrupted. The file is recorded whole or not at all: run the same command again, and what \
                is there already is recognised.
                """),
        "import-in-batches-interrupted": Sentence(
            sv: "Intaget avbröts. Det som är registrerat står kvar; ge --resume för att gå vidare därifrån.",
            en: "The import was interrupted. What is recorded stays; give --resume to go on from there."),
        "bench-runs-already": Sentence(
            sv: "En annan mätning pågår i samma kluster. Vänta tills den är klar.",
            en: "Another bench runs in the same cluster. Wait until it is done."),
        "bench-needs-superuser": Sentence(
            sv: """
                Mätningen gör egna databaser och roller i klustret, och det får bara en superanvändare. Ange en sådan med \
                --database, till exempel "$(Scripts/cluster connection)".
                """,
            en: """
                The bench makes databases and roles of its own in the cluster, which only a superuser may. Name one with \
                --database, such as "$(Scripts/cluster connection)".
                """),
        "bench-failed": Sentence(
            sv: """
                Mätningen gjorde något som inte kan mätas: {detail}. Felet är mätningens, inte databasens; anmäl det.
                """,
            en: """
                The bench did something that can't be measured: {detail}. The fault is the bench's, not the database's; \
                report it.
                """),
        "roles-need-superuser": Sentence(
            sv: """
                Rollerna kunde inte göras färdiga: {detail}. Det kräver en superanvändare. Kör ”casefeedback migrate --roles” \
                med en sådan i --database.
                """,
            en: """
                The roles could not be completed: {detail}. That needs a superuser. Run “casefeedback migrate --roles” with \
                one in --database.
                """),
        "load-not-possible": Sentence(
            sv: "Mätningen kunde inte göras: {detail}.", en: "The measurement could not be made: {detail}."),
        "unknown-figure": Sentence(
            sv: "Inget mått börjar så. Det finns: {known}.", en: "No figure begins so. There are: {known}."),
        "bench-child-failed": Sentence(
            sv: "Mätningens egen process gick inte att köra: {detail}.",
            en: "The measurement's own process could not be run: {detail}."),
        "rebuild-incomplete": Sentence(
            sv: "Inte allt räknades om: {failed} är som förut. Klart: {done}.",
            en: "Not everything was counted anew: {failed} is as before. Done: {done}."),
        "rebuild-stopped-midway": Sentence(
            sv:
                "Ombyggnaden avbröts när {done} redan var utbytt; {left} är som förut. Kör samma kommando igen för resten.",
            en:
                "The rebuild was stopped when {done} had taken over already; {left} is as before. Run the same command again "
                + "for the rest."),
        "rebuild-stopped": Sentence(
            sv:
                "Ombyggnaden avbröts; det som visas är oförändrat. Kör samma kommando igen, så fortsätter den där den var.",
            en:
                "The rebuild was stopped; what is shown is unchanged. Run the same command again, and it goes on where it was."
        ),
        "export-interrupted": Sentence(
            sv: "Exporten avbröts. Det som är skrivet ligger kvar i {file}; ge --resume för att gå vidare.",
            en: "The export was interrupted. What is written stays in {file}; give --resume to go on."),
        "streamed-export-interrupted": Sentence(
            sv: "Exporten avbröts. Det som skrevs till standard ut är ingen hel historik; kasta det och börja om.",
            en: "The export was interrupted. What standard output got is no whole history; drop it and start again."),
        "history-import-interrupted": Sentence(
            sv: "Intaget avbröts. Inget är taget in; börja om när du vill.",
            en: "The import was interrupted. Nothing was taken in; start again when you like."),
        "file-too-large": Sentence(
            sv: "{file} har mer än {most} byte, som är det mesta. Kontrollera att det är rätt fil.",
            en: "{file} has more than {most} bytes, which is the most. Check that it is the right file."),
        "file-exists": Sentence(
            sv: "Filen {file} finns redan. En export skriver inte över: flytta den, eller ange ett annat namn.",
            en: "The file {file} is there already. An export overwrites nothing: move it, or give another name."),
        "file-is-dangling-link": Sentence(
            sv: "{file} är en länk till något som inte finns. En export skriver inte över: ta bort den, eller ange ett "
                + "annat namn.",
            en: "{file} is a link to what is not there. An export overwrites nothing: remove it, or give another name."),
        "partial-file-not-regular": Sentence(
            sv:
                "{file}, där exporten skulle skrivas först, är ingen vanlig fil. Ta bort den, eller ange ett annat namn.",
            en: "{file}, where the export would be written first, is no ordinary file. Remove it, or give another name."
        ),
        "partial-file-exists": Sentence(
            sv: "En avbruten export ligger i {file}. Ge --resume för att gå vidare med den, eller ta bort filen.",
            en: "An interrupted export lies in {file}. Give --resume to go on with it, or remove the file."),
        "partial-file-missing": Sentence(
            sv: "Det finns ingen avbruten export i {file}. Exportera utan --resume.",
            en: "There is no interrupted export in {file}. Export without --resume."),
        "partial-file-in-use": Sentence(
            sv: "En annan export skriver just nu till {file}. Vänta tills den är klar.",
            en: "Another export is writing to {file}. Wait until it is done."),
        "partial-file-replaced": Sentence(
            sv: "{file} togs bort eller byttes ut medan exporten skrev, så inget är sparat. Exportera på nytt.",
            en: "{file} was removed or replaced during the export, so nothing is saved. Export again."),
        "malformed-tag": Sentence(
            sv: "En tagg skrivs som sort och värde, till exempel {form}.",
            en: "A tag is written as kind and value, such as {form}."),
        "unknown-tag-kind": Sentence(
            sv: "Inga händelser har taggar av den sorten. Sorterna är {known}; reference står utan värde.",
            en: "No events have tags of that kind. The kinds are {known}; reference stands without a value."),
        "replay-interrupted": Sentence(
            sv: "Uppspelningen avbröts: {detail}. Försök igen.", en: "The replay was interrupted: {detail}. Try again."),
        "verification-failed": Sentence(
            sv: "Kontrollen fann {count} fel. Sluta skriva, spara databasen som den är, och anmäl felen.",
            en:
                "Verification found {count|fault|faults}. Stop writing, keep the database as it is, and report the faults."
        ),
    ]
}
