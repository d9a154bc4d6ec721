extension Refusals {
    /// What the rules for all commands, the store and the service say.
    static let service: [String: Sentence] = [
        "organisation-not-joined": Sentence(
            sv: "Organisationen {organisation} deltar inte ännu. Registrera den först med join-municipality.",
            en: "The organisation {organisation} has not joined yet. Record it first with join-municipality."),
        "another-organisation": Sentence(
            sv: "Här registreras bara det som gäller organisationen {organisation}, men kommandot gäller en annan. "
                + "Skicka det till rätt organisation.",
            en:
                "Only what is about organisation {organisation} is recorded here, but the command is about another one. "
                + "Send it to the right one."),
        "organisation-not-found": Sentence(
            sv: "Organisationen {organisation} finns inte här. Kontrollera koden.",
            en: "There is no organisation {organisation} here. Check the code."),
        "source-not-recorded": Sentence(
            sv: "Källan ”{source}” är inte registrerad. Registrera den först med record-source.",
            en: "The source “{source}” is not recorded. Record it first with record-source."),
        "synthetic-in-live-log": Sentence(
            sv:
                "Påhittade uppgifter tas inte emot i skarp drift. Använd en organisation som är öppnad för demonstration.",
            en: "Invented facts are not accepted in live use. Use an organisation that is opened for demonstration."),
        "demonstration-without-origin": Sentence(
            sv: "I en demonstration måste kommandot säga vad som är påhittat (synthetic) eller ange en källa (source).",
            en: "In a demonstration a command must say what is invented (synthetic) or name a source (source)."),
        "stale-version": Sentence(
            sv: "Någon annan hann före: {stream} har version {actual}, men {expected} väntades. "
                + "Läs på nytt och gör om det som fortfarande gäller.",
            en: "Somebody else was first: {stream} has version {actual}, but {expected} was expected. "
                + "Read it again and repeat what still holds."),
        "command-id-reused": Sentence(
            sv: "Kommandots id är redan använt för något annat. Ge kommandot ett nytt id.",
            en: "The command's id was used for something else. Give the command a new id."),
        "occurred-in-future": Sentence(
            sv: "En händelse kan inte ha hänt på en dag som inte har kommit. Kontrollera datumet.",
            en: "Nothing can have happened on a day that has not come. Check the date."),
        "batch-refused": Sentence(
            sv: "Inget i filen är registrerat, eftersom en annan rad avvisades. Rätta den raden och skicka filen igen.",
            en:
                "Nothing in the file was recorded, since another line was refused. Correct that line and send the file again."
        ),
        "log-not-open": Sentence(
            sv: "Organisationens logg är inte öppnad. Registrera organisationen först med join-municipality.",
            en: "The organisation's log is not open. Record the organisation first with join-municipality."),
        "unknown-zone": Sentence(
            sv: "Tidszonen {zone} finns inte på den här datorn. Kontrollera namnet, eller installera tzdata.",
            en: "The time zone {zone} is not known on this machine. Check the name, or install tzdata."),
        "unreadable-event": Sentence(
            sv: "En lagrad händelse kan inte läsas ({event}). Kör en version av programmet som känner den.",
            en: "A stored event cannot be read ({event}). Run a version of the program that knows it."),
        "event-not-encodable": Sentence(
            sv: "Händelsen kan inte lagras. Anmäl felet.", en: "The event cannot be stored. Report the fault."),
        "clocks-apart": Sentence(
            sv:
                "Klockorna skiljer sig {seconds|sekund|sekunder}, så inget registreras. Ställ klockan, eller godta avvikelsen med "
                + "”casefeedback clock accept --reason”.",
            en:
                "The clocks are {seconds|second|seconds} apart, so nothing is recorded. Set the clock, or accept the difference with "
                + "“casefeedback clock accept --reason”."),
        "durability-off": Sentence(
            sv:
                "PostgreSQL går utan {settings} och kan förlora det som är registrerat vid ett strömavbrott. Slå på det med "
                + "”ALTER SYSTEM SET … = on”, kör ”SELECT pg_reload_conf()” och sedan ”sync” på databasens dator.",
            en:
                "PostgreSQL runs without {settings} and may lose what is recorded in a power cut. Turn it on with “ALTER SYSTEM SET "
                + "… = on”, run “SELECT pg_reload_conf()”, then “sync” on the database's machine."),
        "access-not-recorded": Sentence(
            sv: "Läsningen kunde inte loggas, och därför visas inget. Försök igen om en stund.",
            en: "The read could not be logged, so nothing is shown. Try again in a while."),
        "database-unavailable": Sentence(
            sv:
                "Databasen svarar inte. Inget är halvgjort. Försök igen om en stund; svarar den inte då heller, kontrollera "
                + "att PostgreSQL är igång (försöksdatabasen i en utcheckning startas med Scripts/run).",
            en:
                "The database does not answer. Nothing is half done. Try again in a while; if it still does not, check that "
                + "PostgreSQL is running (the trial database of a checkout is started by Scripts/run)."),
        "event-too-large": Sentence(
            sv: "Uppgifterna är för stora för en händelse, som rymmer {most} byte. Dela upp dem på flera.",
            en: "What was sent is too large for one event, which holds {most} bytes. Divide it into several."),
        "database-refused": Sentence(
            sv: "Databasen avvisade något som den borde ta emot: {detail}. Kontrollera rättigheter och schema.",
            en: "The database refused what it should take: {detail}. Check privileges and schema."),
        "database-not-utf8": Sentence(
            sv: "Databasen är kodad i {encoding}, men måste vara i UTF-8. Skapa den på nytt med ENCODING 'UTF8'.",
            en: "The database is encoded in {encoding}, but must be in UTF-8. Create it anew with ENCODING 'UTF8'."),
        "schema-missing": Sentence(
            sv: "Databasen är tom. Kör ”casefeedback migrate” först.",
            en: "The database has no schema. Run “casefeedback migrate” first."),
        "schema-too-old": Sentence(
            sv: "Databasens schema har version {found}, men programmet behöver {needed}. Kör ”casefeedback migrate”.",
            en: "The database's schema is version {found}, but the program needs {needed}. Run “casefeedback migrate”."),
        "schema-too-new": Sentence(
            sv:
                "Databasens schema har version {found}, men programmet känner bara till {known}. Kör en nyare version av "
                + "programmet.",
            en:
                "The database's schema is version {found}, but the program knows no later than {known}. Run a newer version "
                + "of the program."),
        "store-corrupt": Sentence(
            sv:
                "Det lagrade är inte helt: {detail}. Sluta skriva, kör ”casefeedback verify” och återställ en säkerhetskopia.",
            en: "What is stored is not whole: {detail}. Stop writing, run “casefeedback verify” and restore a backup."),
        "request-malformed": Sentence(
            sv:
                "Det som skulle registreras kan inte lagras som det är menat: {detail}. Inget är registrerat. Anmäl det som ett "
                + "fel i programmet.",
            en:
                "What was to be recorded cannot be stored as it is meant: {detail}. Nothing was recorded. Report it as a fault "
                + "of the program."),
        "queue-full": Sentence(
            sv: "Just nu väntar {waiting} kommandon, fler än vad som hinns med. Försök igen om en stund.",
            en: "There are {waiting} commands waiting now, more than can be handled. Try again in a while."),
        "contended": Sentence(
            sv: "Andra skrev samtidigt om samma sak, {attempts|gång|gånger} i följd. Försök igen.",
            en: "Others wrote about the same thing at once, {attempts|time|times} in a row. Try again."),
        "outcome-unknown": Sentence(
            sv:
                "Svaret gick förlorat, så det är okänt om kommandot registrerades. Skicka samma kommando igen: det görs bara en gång.",
            en:
                "The answer was lost, so it is not known whether the command was recorded. Send the same command again: it is "
                + "carried out once only."),
        "lagging": Sentence(
            sv: "Det som visas har nått {reached}, men {needed} begärdes. Försök igen om en stund.",
            en: "What is shown has reached {reached}, but {needed} was asked for. Try again in a while."),
        "projection-overtaken": Sentence(
            sv: "En annan process flyttade {projection} under tiden. Inget är förlorat; försök igen.",
            en: "Another process moved {projection} meanwhile. Nothing is lost; try again."),
        "log-ends-before": Sentence(
            sv:
                "{projection} bygger på händelser till och med {position}, men loggen slutar vid {end}: händelser är borta. "
                + "Sluta skriva, kör ”casefeedback verify” och återställ en säkerhetskopia.",
            en:
                "{projection} was made of events up to {position}, but the log ends at {end}: events are lost. Stop writing, "
                + "run “casefeedback verify” and restore a backup."),
        "event-missing": Sentence(
            sv:
                "Händelse {position} av {log} saknas, fast loggen är längre. Sluta skriva, kör ”casefeedback verify” och "
                + "återställ en säkerhetskopia.",
            en:
                "Event {position} of {log} is missing, though the log is longer. Stop writing, run “casefeedback verify” and "
                + "restore a backup."),
        "projection-not-built": Sentence(
            sv:
                "{projection} byggs om för det här programmet (revision {served} → {revision}). Försök igen om en stund.",
            en: "{projection} is being rebuilt for this program (revision {served} → {revision}). Try again in a while."
        ),
        "projection-of-newer-release": Sentence(
            sv: "{projection} är byggd av en nyare version av programmet (revision {served}, här {revision}). "
                + "Kör den nyare versionen.",
            en: "{projection} was built by a newer release of the program (revision {served}, here {revision}). "
                + "Run the newer release."),
        "projection-not-standing": Sentence(
            sv:
                "Det som visas av {projection} blev inte färdigbyggt ({stage}), så inget visas. Kör ”casefeedback rebuild”.",
            en:
                "What is served of {projection} was not built to its end ({stage}), so nothing is shown. Run “casefeedback "
                + "rebuild”."),
        "rebuild-claim-lost": Sentence(
            sv:
                "Ombyggnaden av {projection} för {organisation} avbröts, för den stod stilla så länge att någon annan kan ha "
                + "fortsatt den. Inget är halvgjort; se ”casefeedback status”, och kör samma kommando igen om det behövs.",
            en:
                "The rebuild of {projection} of {organisation} was ended, since it stood still for so long that somebody else "
                + "may have gone on with it. Nothing is half done; see “casefeedback status”, and run the same command again if "
                + "it is needed."),
        "projection-being-built": Sentence(
            sv:
                "{projection} för {organisation} byggs redan om av någon annan: process {process} på {host}, sedan {since} "
                + "(databasserverns process {backend}). Vänta tills det är klart.",
            en:
                "{projection} of {organisation} is being rebuilt by somebody else already: process {process} on {host}, since "
                + "{since} (process {backend} of the database server). Wait until that is done."),
        "nothing-to-return-to": Sentence(
            sv: "Ingen tidigare generation av {projection} för {organisation} finns kvar att återgå till.",
            en: "No earlier generation of {projection} of {organisation} is kept to go back to."),
        "return-behind": Sentence(
            sv: "Den tidigare generationen av {projection} står på {position}, det som visas på {needed}. "
                + "Kör version {release} av programmet tills den har hunnit ikapp, och återgå sedan.",
            en: "The earlier generation of {projection} stands at {position}, what is shown at {needed}. "
                + "Run release {release} of the program until it has caught up, then go back."),
        "not-found": Sentence(
            sv: "Det som begärdes finns inte här. Kontrollera beteckningen.",
            en: "What was asked for is not here. Check the identifier."),
        "port-in-use": Sentence(
            sv: "Porten {port} används av ett annat program. Avsluta det, eller välj en annan med --port.",
            en: "Port {port} is used by another program. End that one, or choose another with --port."),
        "disk-full": Sentence(
            sv: "Databasens disk är full, så inget registreras. Frigör utrymme; det som är registrerat är kvar.",
            en:
                "The database's disk is full, so nothing is recorded. Free some space; what was recorded is still there."
        ),
        "database-missing": Sentence(
            sv: "Databasen finns inte på servern. Skapa den med kodningen UTF8, kör sedan `casefeedback migrate`.",
            en: "The server has no such database. Create it with encoding UTF8, then run `casefeedback migrate`."),
        "roles-missing": Sentence(
            sv: "Databasservern saknar rollerna. Kör `casefeedback migrate --roles` som superanvändare, en gång.",
            en: "The database server lacks the roles. Run `casefeedback migrate --roles` as superuser, once."),
    ]
}
