extension Refusals {
    static let round: [String: Sentence] = [planning, selection, interviews, seminar, report, committee]
        .reduce(into: [:]) { all, table in all.merge(table) { one, _ in one } }

    private static let planning: [String: Sentence] = [
        "unit-not-enrolled": Sentence(
            sv: "Enheten {unit} är inte med i omgången {cycle} den dagen. Anmäl den med enrol-unit först.",
            en: "The unit {unit} does not take part in the cycle {cycle} on that day. Enrol it with enrol-unit first."),
        "unit-already-enrolled": Sentence(
            sv: "Enheten {unit} är redan med i omgången {cycle}.",
            en: "The unit {unit} already takes part in the cycle {cycle}."),
        "guide-not-in-force": Sentence(
            sv:
                "Intervjuguiden {guide} har ingen version som gäller {day}. Publicera den från en tidigare dag, eller ange en annan guide.",
            en:
                "The interview guide {guide} has no version in force on {day}. Publish it from an earlier day, or name another guide."
        ),
        "template-not-in-force": Sentence(
            sv:
                "Matrisen {template} har ingen version som gäller {day}. Anta den från en tidigare dag, eller ange en annan matris.",
            en:
                "The matrix template {template} has no version in force on {day}. Adopt it from an earlier day, or name another."
        ),
        "unit-without-committee": Sentence(
            sv: "Enheten {unit} hör inte till någon nämnd {day}. Kontrollera dagen.",
            en: "The unit {unit} belongs to no committee on {day}. Check the day."),
        "kick-off-already-held": Sentence(
            sv: "Enheten {unit} har redan hållit sin uppstart i omgången {cycle}.",
            en: "The unit {unit} has already held its kick-off in the cycle {cycle}."),
        "count-out-of-range": Sentence(
            sv: "Antalet måste vara mellan {least} och {most}.", en: "The count must be between {least} and {most}."),
        "phase-does-not-allow": Sentence(
            sv:
                "Steget går inte att ta i fasen {phase}; det hör till {needed}. Gå till rätt fas först, eller kontrollera dagen.",
            en:
                "The step can't be taken in the phase {phase}; it belongs to {needed}. Enter that phase first, or check the day."
        ),
        "phase-already-entered": Sentence(
            sv: "Enheten är redan i fasen {phase} den dagen.",
            en: "The unit is already in the phase {phase} on that day."),
        "phase-skipped": Sentence(
            sv: "Enheten är i fasen {current} och kan inte gå direkt till {phase}. Nästa fas är {next}.",
            en: "The unit is in the phase {current} and can't go to {phase} at once. The next phase is {next}."),
        "phase-needs-reason": Sentence(
            sv: "Enheten är i fasen {current}. Ange ett skäl (reason) för att gå till {phase} därifrån.",
            en: "The unit is in the phase {current}. Give a reason for going to {phase} from there."),
        "no-child-selected": Sentence(
            sv: "Inget barn är utvalt än. Välj ut minst ett barn före intervjuerna.",
            en: "No child has been selected yet. Select at least one before the interviews."),
        "no-interview-held": Sentence(
            sv: "Ingen intervju är genomförd den dagen. Seminariet behöver minst en.",
            en: "No interview has been held by that day. The seminar needs at least one."),
        "goals-open": Sentence(
            sv:
                "Det finns mål som varken är avslutade eller förda vidare. Avsluta dem, för dem vidare, eller ange ett skäl (reason).",
            en: "Some goals are neither closed nor carried forward. Close them, carry them forward, or give a reason."),
        "no-dates-given": Sentence(sv: "Ange minst ett datum.", en: "Give at least one date."),
        "milestone-named-twice": Sentence(
            sv: "Samma steg har två datum. Ange ett datum för varje steg.",
            en: "One step has two dates. Give one date for each step."),
    ]

    private static let selection: [String: Sentence] = [
        "child-already-selected": Sentence(
            sv: "Barnet {child} är redan utvalt i den här omgången.",
            en: "The child {child} has already been selected in this round."),
        "child-not-selected": Sentence(
            sv: "Barnet {child} är inte utvalt den dagen. Välj ut det med select-child först.",
            en: "The child {child} is not selected on that day. Select it with select-child first."),
        "malformed-age-band": Sentence(
            sv: "Åldersgruppen ska skrivas som {form}, i hela år upp till 25.",
            en: "The age band must be written as {form}, in whole years up to 25."),
        "outside-selection-frame": Sentence(
            sv:
                "Barnet ligger utanför enhetens urval: {trait} stämmer inte. Ändra urvalet först om barnet ska vara med.",
            en:
                "The child is outside the unit's selection frame by its {trait}. Change the frame first if it is to be included."
        ),
        "consent-rule-not-in-force": Sentence(
            sv: "Ingen regel om samtycke gäller {day}. Anta en med adopt-consent-rule först.",
            en: "No consent rule is in force on {day}. Adopt one with adopt-consent-rule first."),
        "interviewer-is-case-worker": Sentence(
            sv: "{person} är handläggare för barnet {child} den {day} och får inte intervjua det. Välj någon annan.",
            en:
                "{person} is the case worker of the child {child} on {day} and may not interview it. Choose somebody else."
        ),
        "child-already-interviewed": Sentence(
            sv: "Barnet {child} är redan intervjuat i den här omgången.",
            en: "The child {child} has already been interviewed in this round."),
        "invitation-not-sent": Sentence(
            sv: "Barnet {child} är inte inbjudet den dagen, så svaret kan inte saknas. Anteckna inbjudan först.",
            en:
                "The child {child} has not been invited by that day, so no reply can be missing. Record the invitation first."
        ),
        "guardian-consent-already-given": Sentence(
            sv:
                "Vårdnadshavaren till {child} har redan gett sitt samtycke. Ångrar hon eller han sig, anteckna att det återkallas.",
            en: "The guardian of {child} has already given consent. If it is taken back, record it as withdrawn."),
        "guardian-consent-already-refused": Sentence(
            sv: "Vårdnadshavaren till {child} har redan sagt nej.", en: "The guardian of {child} has already refused."),
        "guardian-consent-already-withdrawn": Sentence(
            sv: "Vårdnadshavaren till {child} har redan återkallat sitt samtycke.",
            en: "The guardian of {child} has already withdrawn consent."),
        "guardian-consent-not-given": Sentence(
            sv: "Vårdnadshavaren till {child} har inte gett sitt samtycke den dagen. Anteckna samtycket först.",
            en: "The guardian of {child} has not given consent by that day. Record the consent first."),
        "assent-already-given": Sentence(
            sv: "Barnet {child} har redan sagt ja.", en: "The child {child} has already said yes."),
        "assent-already-withdrawn": Sentence(
            sv: "Barnet {child} har redan återkallat sitt ja.", en: "The child {child} has already withdrawn its yes."),
        "assent-not-given": Sentence(
            sv: "Barnet {child} har inte sagt ja den dagen. Anteckna barnets ja först.",
            en: "The child {child} has not said yes by that day. Record the child's assent first."),
        "child-has-declined": Sentence(
            sv: "Barnet {child} har sagt nej. Fråga bara på nytt om barnet självt vill.",
            en: "The child {child} has declined. Ask again only if the child wants it."),
        "guardian-has-refused": Sentence(
            sv: "Vårdnadshavaren till {child} har sagt nej.", en: "The guardian of {child} has refused."),
        "consent-withdrawn": Sentence(
            sv: "Samtycket för {child} är återkallat. Inget mer får antecknas av vad barnet har sagt.",
            en: "Consent for {child} has been withdrawn. Nothing more of what the child said may be recorded."),
    ]

    private static let interviews: [String: Sentence] = [
        "interviewer-not-assigned": Sentence(
            sv: "Ingen är utsedd att intervjua {child}. Ange intervjuare.",
            en: "Nobody is assigned to interview {child}. Name the interviewer."),
        "interview-already-scheduled": Sentence(
            sv: "Intervjun {interview} med {child} är redan bokad. Boka om den eller ställ in den först.",
            en: "The interview {interview} with {child} is already scheduled. Move or cancel it first."),
        "interview-of-another-child": Sentence(
            sv: "Intervjun {interview} gäller ett annat barn. Kontrollera beteckningen.",
            en: "The interview {interview} is of another child. Check the identifier."),
        "interview-not-scheduled": Sentence(
            sv: "Intervjun {interview} är inte bokad den dagen.",
            en: "The interview {interview} is not scheduled by that day."
        ),
        "interview-cancelled": Sentence(
            sv: "Intervjun {interview} är inställd. Boka en ny med en ny beteckning.",
            en: "The interview {interview} was cancelled. Schedule a new one under a new identifier."),
        "interview-already-held": Sentence(
            sv: "Intervjun {interview} är redan genomförd.", en: "The interview {interview} has already been held."),
        "interview-already-interrupted": Sentence(
            sv: "Intervjun {interview} avbröts. Boka en ny om barnet vill fortsätta.",
            en: "The interview {interview} was interrupted. Schedule a new one if the child wants to go on."),
        "interview-already-prepared": Sentence(
            sv: "Intervjun {interview} är redan förberedd.", en: "The interview {interview} has already been prepared."),
        "interview-already-transcribed": Sentence(
            sv: "Intervjun {interview} är redan utskriven.",
            en: "The interview {interview} has already been transcribed."),
        "interview-not-held": Sentence(
            sv: "Intervjun {interview} är inte genomförd den dagen.",
            en: "The interview {interview} has not been held by that day."),
        "guide-not-of-round": Sentence(
            sv: "Enheten använder inte intervjuguiden {guide} i den här omgången.",
            en: "The unit does not use the interview guide {guide} in this round."),
        "statement-already-recorded": Sentence(
            sv: "Utsagan {statement} är redan antecknad. Rätta den, eller ange en ny beteckning.",
            en: "The statement {statement} is already recorded. Correct it, or use a new identifier."),
        "statement-not-recorded": Sentence(
            sv: "Utsagan {statement} är inte antecknad den dagen.",
            en: "The statement {statement} is not recorded by that day."),
        "statement-retracted": Sentence(
            sv: "Utsagan {statement} är struken och kan inte användas.",
            en: "The statement {statement} has been retracted and can't be used."),
        "statement-withdrawn": Sentence(
            sv: "Samtycket bakom utsagan {statement} är återkallat. Den kan inte användas.",
            en: "The consent behind the statement {statement} has been withdrawn. It can't be used."),
        "child-not-interviewed": Sentence(
            sv: "Barnet {child} är inte intervjuat den dagen.",
            en: "The child {child} has not been interviewed by that day."
        ),
    ]

    private static let seminar: [String: Sentence] = [
        "agenda-missing": Sentence(
            sv: "Seminariet behöver en dagordning. Ange minst en punkt.",
            en: "The seminar needs an agenda. Name at least one point."),
        "seminar-leader-not-named": Sentence(
            sv: "Seminariet behöver en ledare. Ange vem det är.", en: "The seminar needs a leader. Name the person."),
        "seminar-already-held": Sentence(
            sv: "Ett seminarium är redan hållet den {day}.", en: "A seminar has already been held on {day}."),
        "seminar-not-held": Sentence(
            sv: "Seminariet är inte hållet den dagen. Anteckna det först.",
            en: "The seminar has not been held by that day. Record it first."),
        "finding-already-proposed": Sentence(
            sv: "Iakttagelsen {finding} finns redan. Ange en ny beteckning.",
            en: "The finding {finding} already exists. Use a new identifier."),
        "finding-without-statements": Sentence(
            sv: "En iakttagelse måste stödja sig på minst en utsaga.",
            en: "A finding must rest on at least one statement."),
        "finding-not-proposed": Sentence(
            sv: "Iakttagelsen {finding} finns inte den dagen.", en: "The finding {finding} does not exist by that day."),
        "finding-not-accepted": Sentence(
            sv: "Iakttagelsen {finding} är inte antagen den dagen. Anta den först.",
            en: "The finding {finding} is not accepted by that day. Accept it first."),
        "finding-already-accepted": Sentence(
            sv: "Iakttagelsen {finding} är redan antagen.", en: "The finding {finding} has already been accepted."),
        "finding-already-rejected": Sentence(
            sv: "Iakttagelsen {finding} är redan avvisad.", en: "The finding {finding} has already been rejected."),
        "finding-not-a-strength": Sentence(
            sv: "Iakttagelsen {finding} är inte en styrka.", en: "The finding {finding} is not a strength."),
        "strength-already-confirmed": Sentence(
            sv: "Styrkan {finding} är redan bekräftad.", en: "The strength {finding} has already been confirmed."),
        "proposal-already-made": Sentence(
            sv: "Förslaget {proposal} finns redan. Ange en ny beteckning.",
            en: "The proposal {proposal} already exists. Use a new identifier."),
        "proposal-without-findings": Sentence(
            sv: "Ett förslag måste utgå från minst en iakttagelse.", en: "A proposal must rest on at least one finding."
        ),
        "proposal-not-made": Sentence(
            sv: "Förslaget {proposal} finns inte den dagen.", en: "The proposal {proposal} does not exist by that day."),
        "proposal-merged": Sentence(
            sv: "Förslaget {proposal} är hopslaget med {into}. Använd det i stället.",
            en: "The proposal {proposal} was merged into {into}. Use that one instead."),
        "proposal-withdrawn": Sentence(
            sv: "Förslaget {proposal} är draget tillbaka.", en: "The proposal {proposal} has been withdrawn."),
        "merge-needs-two-proposals": Sentence(
            sv: "Ange minst två olika förslag att slå ihop.", en: "Name at least two different proposals to merge."),
    ]

    private static let report: [String: Sentence] = [
        "compiler-already-appointed": Sentence(
            sv: "{compiler} är redan utsedd att skriva årsrapporten.",
            en: "{compiler} is already appointed to compile the report."),
        "compiler-not-appointed": Sentence(
            sv: "Ingen är utsedd att skriva årsrapporten den dagen. Utse någon först.",
            en: "Nobody is appointed to compile the report by that day. Appoint somebody first."),
        "report-already-begun": Sentence(
            sv: "Årsrapporten {report} är redan påbörjad i den här omgången.",
            en: "The report {report} has already been begun in this round."),
        "template-not-of-round": Sentence(
            sv: "Enheten använder inte matrisen {template} i den här omgången.",
            en: "The unit does not use the matrix template {template} in this round."),
        "report-not-begun": Sentence(
            sv: "Årsrapporten {report} är inte påbörjad den dagen.",
            en: "The report {report} has not been begun by that day."
        ),
        "report-finalised": Sentence(
            sv: "Årsrapporten {report} är upprättad och ändras inte mer. Rätta den med correct-report.",
            en: "The report {report} is finalised and changes no more. Correct it with correct-report."),
        "report-not-finalised": Sentence(
            sv: "Årsrapporten är inte upprättad den dagen. Upprätta den först.",
            en: "The report is not finalised by that day. Finalise it first."),
        "row-without-cells": Sentence(
            sv: "Raden är tom. Fyll i minst en ruta.", en: "The row is empty. Fill at least one cell."),
        "column-not-in-template": Sentence(
            sv: "Matrisen har ingen kolumn {column}. Den har {columns}.",
            en: "The matrix has no column {column}. It has {columns}."),
        "column-written-twice": Sentence(
            sv: "Samma kolumn står två gånger i raden.", en: "The same column stands twice in the row."),
        "report-without-rows": Sentence(
            sv: "Årsrapporten {report} har inga rader. Skriv minst en först.",
            en: "The report {report} has no rows. Write at least one first."),
        "attestation-missing": Sentence(
            sv: "Intyga att ingen rad pekar ut ett barn (attested) innan årsrapporten upprättas.",
            en: "Attest that no row points to a child (attested) before the report is finalised."),
        "row-written-later": Sentence(
            sv: "Årsrapporten {report} har rader som är skrivna senare än den dagen. Upprätta den på en senare dag.",
            en: "The report {report} has rows that were written after that day. Finalise it on a later day."),
        "report-not-reviewed": Sentence(
            sv: "Årsrapporten {report} är inte granskad sedan den ändrades. Låt någon granska den först.",
            en: "The report {report} has not been reviewed since it was changed. Have it reviewed first."),
        "report-already-registered": Sentence(
            sv: "Årsrapporten {report} är redan diarieförd som {number}.",
            en: "The report {report} is already registered as {number}."),
        "report-already-submitted": Sentence(
            sv: "Årsrapporten {report} är redan skickad till {committee}.",
            en: "The report {report} has already been submitted to {committee}."),
        "row-half-named": Sentence(
            sv: "Ange både område (topic) och aspekt (aspect), eller ingetdera.",
            en: "Name both topic and aspect, or neither."),
    ]

    private static let committee: [String: Sentence] = [
        "report-not-submitted": Sentence(
            sv:
                "Årsrapporten {report} är inte skickad till {committee}, som enheten hör till den dagen. Skicka den först.",
            en:
                "The report {report} has not been submitted to {committee}, which the unit belongs to that day. Submit it first."
        ),
        "report-already-presented": Sentence(
            sv: "Årsrapporten {report} är redan redovisad för {committee}.",
            en: "The report {report} has already been presented to {committee}."),
        "report-not-presented": Sentence(
            sv: "Årsrapporten är inte redovisad i nämnden den dagen. Anteckna det först.",
            en: "The report has not been presented to the committee by that day. Record that first."),
        "decision-already-taken": Sentence(
            sv: "Beslutet {decision} finns redan. Ange en ny beteckning.",
            en: "The decision {decision} already exists. Use a new identifier."),
        "decision-not-taken": Sentence(
            sv: "Beslutet {decision} finns inte den dagen.", en: "The decision {decision} does not exist by that day."),
        "goal-already-set": Sentence(
            sv: "Målet {goal} finns redan. Ange en ny beteckning.",
            en: "The goal {goal} already exists. Use a new identifier."
        ),
        "goal-without-proposals": Sentence(
            sv: "Ett mål måste svara på minst ett förslag.", en: "A goal must answer at least one proposal."),
        "goal-not-set": Sentence(
            sv: "Målet {goal} finns inte den dagen.", en: "The goal {goal} does not exist by that day."),
        "goal-closed": Sentence(sv: "Målet {goal} är avslutat.", en: "The goal {goal} is closed."),
        "goal-not-followed-up": Sentence(
            sv: "Målet {goal} är inte uppföljt den dagen. Följ upp det innan det avslutas.",
            en: "The goal {goal} has not been followed up by that day. Follow it up before it is closed."),
        "goal-carried-to-own-cycle": Sentence(
            sv: "Målet hör redan till omgången {cycle}. Ange en annan omgång.",
            en: "The goal already belongs to the cycle {cycle}. Name another cycle."),
        "goal-already-carried": Sentence(
            sv: "Målet {goal} är redan fört vidare till omgången {cycle}.",
            en: "The goal {goal} has already been carried forward to the cycle {cycle}."),
        "minutes-already-approved": Sentence(
            sv: "Protokollet är redan justerat.", en: "The minutes have already been approved."),
        "minutes-not-approved": Sentence(
            sv: "Protokollet är inte justerat den dagen. Anteckna justeringen först.",
            en: "The minutes are not approved by that day. Record the approval first."),
        "minutes-already-announced": Sentence(
            sv: "Justeringen är redan anslagen.", en: "The approval of the minutes has already been announced."),
        "action-already-taken": Sentence(
            sv: "Åtgärden {action} finns redan. Ange en ny beteckning.",
            en: "The action {action} already exists. Use a new identifier."),
    ]
}
