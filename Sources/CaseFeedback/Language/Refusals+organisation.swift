extension Refusals {
    /// What deciders about organisation, people and instruments refuse.
    static let organisation: [String: Sentence] = [
        "organisation-already-joined": Sentence(
            sv: "Organisationen {organisation} deltar redan. Dess logg öppnas bara en gång.",
            en: "The organisation {organisation} has joined already. Its log is opened once only."),
        "source-already-recorded": Sentence(
            sv: "Källan ”{source}” är redan registrerad. Använd koden som den är, eller välj en annan kod.",
            en: "The source “{source}” is recorded already. Cite the code as it is, or choose another code."),
        "committee-already-established": Sentence(
            sv: "Nämnden {committee} finns redan. Välj en annan beteckning för en ny nämnd.",
            en: "The committee {committee} exists already. Choose another identifier for a new committee."),
        "committee-not-established": Sentence(
            sv: "Nämnden {committee} är inte registrerad. Registrera den först med establish-committee.",
            en: "The committee {committee} is not recorded. Record it first with establish-committee."),
        "committee-not-open": Sentence(
            sv:
                "Nämnden {committee} är ingen myndighet den {day}. Kontrollera datumet, eller välj den nämnd som gällde då.",
            en: "The committee {committee} is no authority on {day}. Check the date, or choose the one that was then."),
        "committee-already-closed": Sentence(
            sv: "Nämnden {committee} är redan nedlagd; den {day} var dess sista dag.",
            en: "The committee {committee} is closed already; {day} was its last day."),
        "ends-before-start": Sentence(
            sv: "Slutet den {end} ligger före början den {start}. Kontrollera datumen.",
            en: "The end on {end} is before the start on {start}. Check the dates."),
        "unit-already-registered": Sentence(
            sv: "Enheten {unit} är redan registrerad. Byt namn på den med rename-unit eller välj en annan beteckning.",
            en: "The unit {unit} is registered already. Rename it with rename-unit or choose another identifier."),
        "unit-not-registered": Sentence(
            sv: "Enheten {unit} är inte registrerad. Registrera den först med register-unit.",
            en: "The unit {unit} is not registered. Register it first with register-unit."),
        "unit-not-open": Sentence(
            sv: "Enheten {unit} finns inte den {day}. Kontrollera datumet.",
            en: "The unit {unit} does not exist on {day}. Check the date."),
        "unit-already-closed": Sentence(
            sv: "Enheten {unit} är redan avslutad; den {day} var dess sista dag.",
            en: "The unit {unit} is closed already; {day} was its last day."),
        "unit-already-there": Sentence(
            sv: "Enheten {unit} hör redan till nämnden {committee} den {day}. Inget behöver ändras.",
            en: "The unit {unit} belongs to the committee {committee} already on {day}. Nothing needs to change."),
        "person-already-registered": Sentence(
            sv: "Personen {person} är redan registrerad. Välj en annan beteckning för en annan person.",
            en: "The person {person} is registered already. Choose another identifier for another person."),
        "person-not-registered": Sentence(
            sv: "Personen {person} är inte registrerad. Registrera den först med register-person.",
            en: "The person {person} is not registered. Register it first with register-person."),
        "role-already-held": Sentence(
            sv: "{person} har redan rollen {role} den {day}. Inget behöver ändras.",
            en: "{person} holds the role of {role} already on {day}. Nothing needs to change."),
        "role-not-held": Sentence(
            sv:
                "{person} har inte rollen {role} den {day}, så den kan inte dras in. Kontrollera roll, omfattning och datum.",
            en:
                "{person} does not hold the role of {role} on {day}, so it cannot be revoked. Check role, scope and date."
        ),
        "case-worker-already-recorded": Sentence(
            sv: "{person} är redan handläggare för {child} den {day}. Inget behöver ändras.",
            en: "{person} is the case worker of {child} already on {day}. Nothing needs to change."),
        "no-case-worker": Sentence(
            sv: "{child} har ingen handläggare den {day}, så uppdraget kan inte avslutas. Kontrollera datumet.",
            en: "{child} has no case worker on {day}, so none can end. Check the date."),
    ]
    .merging(instruments) { one, _ in one }

    private static let instruments: [String: Sentence] = [
        "guide-already-published": Sentence(
            sv: "Intervjuguiden {guide} finns redan. Ge ut nästa version med revise-interview-guide.",
            en:
                "The interview guide {guide} is published already. Publish its next version with revise-interview-guide."
        ),
        "guide-not-published": Sentence(
            sv: "Intervjuguiden {guide} finns inte. Ge ut den först med publish-interview-guide.",
            en: "The interview guide {guide} is not published. Publish it first with publish-interview-guide."),
        "guide-without-questions": Sentence(
            sv: "En intervjuguide måste ha minst en fråga. Lägg till frågorna.",
            en: "An interview guide must have a question at least. Add the questions."),
        "question-code-twice": Sentence(
            sv: "Två frågor har koden {code}. Ge varje fråga en egen kod.",
            en: "Two questions have the code {code}. Give each question a code of its own."),
        "revision-request-unknown": Sentence(
            sv: "Det finns inget önskemål nummer {request} om guiden {guide}. Kontrollera numret.",
            en: "There is no request number {request} about the guide {guide}. Check the number."),
        "version-starts-before-previous": Sentence(
            sv:
                "Den nya versionen skulle gälla från {start}, före den förra som gäller från {previous}. Välj en senare dag: "
                + "det som gällde då ändras inte.",
            en:
                "The new version would hold from {start}, before the previous one, which holds from {previous}. Choose a later "
                + "day: what held then does not change."),
        "template-half-given": Sentence(
            sv:
                "En egen matris behöver både beteckning och kolumner; {part} saknas. Utan båda gäller den neutrala matrisen.",
            en:
                "A matrix of your own needs both label and columns; {part} is missing. Without both, the neutral one is used."
        ),
        "nothing-supposed": Sentence(
            sv: "Filen förutsätter ingenting. Ange matrixTemplate, consentRule eller båda.",
            en: "The file supposes nothing. Give matrixTemplate, consentRule or both."),
        "template-without-columns": Sentence(
            sv: "En matris måste ha minst en kolumn. Lägg till kolumnerna.",
            en: "A matrix must have a column at least. Add the columns."),
        "column-code-twice": Sentence(
            sv: "Två kolumner har koden {code}. Ge varje kolumn en egen kod.",
            en: "Two columns have the code {code}. Give each column a code of its own."),
        "consent-bands-malformed": Sentence(
            sv: "Samtyckesregeln går inte att använda: {problem}. Rätta åldersgrupperna.",
            en: "The consent rule cannot be used: {problem}. Correct the age bands."),
        "threshold-below-floor": Sentence(
            sv: "Gränsen {threshold} är för låg: färre än {floor} personer får aldrig visas. Välj minst {floor}.",
            en:
                "The threshold {threshold} is too low: fewer than {floor} people are never shown. Choose at least {floor}."
        ),
        "retention-years-out-of-range": Sentence(
            sv:
                "Bevarandetiden {years} år godtas inte. Välj {minimum} till {maximum} år, eller inga år för att bevara.",
            en:
                "A period of {years|year|years} is not accepted. Choose {minimum} to {maximum} years, or none to keep for ever."
        ),
    ]
}
