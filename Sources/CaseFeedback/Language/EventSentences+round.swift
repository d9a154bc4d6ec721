extension EventSentences {
    static let round: [String: Sentence] = [planning, selection, interviews, seminar, report, committee, followUp]
        .reduce(into: [:]) { all, table in all.merge(table) { one, _ in one } }

    private static let planning: [String: Sentence] = [
        "unit-enrolled": Sentence(
            sv: "Enheten {unit} är med i omgången {cycle}, med guiden {guide} och matrisen {template}.",
            en: "The unit {unit} takes part in the cycle {cycle}, with the guide {guide} and the matrix {template}."),
        "kick-off-held": Sentence(sv: "Enheten {unit} höll uppstart.", en: "The unit {unit} held its kick-off."),
        "phase-entered": Sentence(
            sv: "Enheten {unit} gick in i fasen {phase}.", en: "The unit {unit} entered the phase {phase}."),
        "dates-planned": Sentence(
            sv: "Enheten {unit} planerade datum: {dates.count} st.",
            en: "The unit {unit} planned {dates.count|date|dates}."),
    ]

    private static let selection: [String: Sentence] = [
        "selection-frame-defined": Sentence(
            sv: "Enheten {unit} bestämde sitt urval: {wantedCount|intervju|intervjuer}.",
            en: "The unit {unit} defined its selection: {wantedCount|interview|interviews}."),
        "child-selected": Sentence(
            sv: "Barnet {child} valdes ut ({ageBand} år, {service}, {caseStatus}).",
            en: "The child {child} was selected (aged {ageBand}, {service}, {caseStatus})."),
        "interviewer-assigned": Sentence(
            sv: "{interviewer} ska intervjua barnet {child}.", en: "{interviewer} is to interview the child {child}."),
        "invitation-sent": Sentence(sv: "Barnet {child} bjöds in.", en: "The child {child} was invited."),
        "invitation-declined": Sentence(
            sv: "Nej till inbjudan av {child}: {by} tackade nej ({reason}).",
            en: "The invitation of {child} was declined by {by} ({reason})."),
        "reply-missing": Sentence(
            sv: "Inget svar kom på inbjudan av {child}.", en: "Nobody answered the invitation of {child}."),
        "guardian-consent-given": Sentence(
            sv: "Vårdnadshavaren till {child} gav sitt samtycke.", en: "The guardian of {child} gave consent."),
        "guardian-consent-refused": Sentence(
            sv: "Vårdnadshavaren till {child} nekade samtycke.", en: "The guardian of {child} refused consent."),
        "guardian-consent-withdrawn": Sentence(
            sv: "Vårdnadshavaren till {child} återkallade sitt samtycke.",
            en: "The guardian of {child} withdrew consent."
        ),
        "child-assent-given": Sentence(sv: "Barnet {child} sa ja.", en: "The child {child} said yes."),
        "child-assent-withdrawn": Sentence(
            sv: "Barnet {child} återkallade sitt ja.", en: "The child {child} withdrew its yes."),
        "gap-noted": Sentence(
            sv: "Enheten {unit} antecknade vilka röster som saknas.",
            en: "The unit {unit} noted whose voices are missing."),
    ]

    private static let interviews: [String: Sentence] = [
        "interview-scheduled": Sentence(
            sv: "Intervjun {interview} med {child} bokades till {plannedOn} med {interviewer}.",
            en: "The interview {interview} with {child} was scheduled for {plannedOn} with {interviewer}."),
        "interview-cancelled": Sentence(
            sv: "Intervjun {interview} med {child} ställdes in ({reason}).",
            en: "The interview {interview} with {child} was cancelled ({reason})."),
        "interview-prepared": Sentence(
            sv: "Intervjun {interview} med {child} förbereddes.",
            en: "The interview {interview} with {child} was prepared."),
        "interview-held": Sentence(
            sv: "{interviewer} intervjuade barnet {child} ({interview}, guiden {guide} version {guideVersion}).",
            en: "{interviewer} interviewed the child {child} ({interview}, guide {guide} version {guideVersion})."),
        "interview-interrupted": Sentence(
            sv: "{interviewer} började intervjua barnet {child}, men intervjun {interview} avbröts ({reason}).",
            en:
                "{interviewer} began to interview the child {child}, but the interview {interview} was interrupted ({reason})."
        ),
        "statement-recorded": Sentence(
            sv: "Utsagan {statement} från intervjun {interview} antecknades ({topic}, {aspect}).",
            en: "The statement {statement} of the interview {interview} was recorded ({topic}, {aspect})."),
        "interview-transcribed": Sentence(
            sv: "Intervjun {interview} skrevs ut.", en: "The interview {interview} was transcribed."),
        "statement-corrected": Sentence(
            sv: "Utsagan {statement} rättades.", en: "The statement {statement} was corrected."),
        "statement-retracted": Sentence(
            sv: "Utsagan {statement} ströks ({reason}).", en: "The statement {statement} was retracted ({reason})."),
        "concern-handed-over": Sentence(
            sv: "En oro från intervjun {interview} lämnades över till {to}.",
            en: "A concern from the interview {interview} was handed over to {to}."),
        "feedback-given": Sentence(
            sv: "Barnet {child} fick återkoppling.", en: "The child {child} was given feedback."),
    ]

    private static let seminar: [String: Sentence] = [
        "seminar-planned": Sentence(
            sv: "Seminariet planerades till {plannedOn} med {leader} som ledare.",
            en: "The seminar was planned for {plannedOn}, led by {leader}."),
        "seminar-held": Sentence(
            sv:
                "Seminariet hölls med {leader} som ledare: {interviews.count|intervju|intervjuer}, {participantCount} deltagare.",
            en:
                "The seminar was held, led by {leader}: {interviews.count|interview|interviews}, {participantCount|participant|participants}."
        ),
        "staff-experience-recorded": Sentence(
            sv: "Arbetslaget i {unit} antecknade sin erfarenhet av att lyssna.",
            en: "The team of {unit} recorded its experience of listening."),
        "finding-proposed": Sentence(
            sv: "Iakttagelsen {finding} föreslogs ({kind}; {topic}, {aspect}; {statements.count|utsaga|utsagor}).",
            en:
                "The finding {finding} was proposed ({kind}; {topic}, {aspect}; {statements.count|statement|statements})."
        ),
        "finding-accepted": Sentence(sv: "Iakttagelsen {finding} antogs.", en: "The finding {finding} was accepted."),
        "finding-rejected": Sentence(
            sv: "Iakttagelsen {finding} avvisades.", en: "The finding {finding} was rejected."),
        "strength-confirmed": Sentence(
            sv: "Styrkan {finding} bekräftades.", en: "The strength {finding} was confirmed."),
        "development-proposal-made": Sentence(
            sv: "Förslaget {proposal} lades, utifrån {findings}.",
            en: "The proposal {proposal} was made, on {findings}."),
        "proposals-merged": Sentence(
            sv: "Förslagen {merged} slogs ihop till {proposal}.",
            en: "The proposals {merged} were merged into {proposal}."),
        "proposal-withdrawn": Sentence(
            sv: "Förslaget {proposal} drogs tillbaka.", en: "The proposal {proposal} was withdrawn."),
    ]

    private static let report: [String: Sentence] = [
        "compiler-appointed": Sentence(
            sv: "{compiler} utsågs att skriva årsrapporten.", en: "{compiler} was appointed to compile the report."),
        "report-draft-started": Sentence(
            sv: "Årsrapporten {report} påbörjades i matrisen {template} version {templateVersion}.",
            en: "The report {report} was begun in the matrix {template} version {templateVersion}."),
        "matrix-row-written": Sentence(
            sv: "En rad skrevs i årsrapporten {report}: {topic}, {aspect}.",
            en: "A row was written in the report {report}: {topic}, {aspect}."),
        "report-reviewed": Sentence(sv: "Årsrapporten {report} granskades.", en: "The report {report} was reviewed."),
        "report-returned": Sentence(
            sv: "Årsrapporten {report} lämnades tillbaka.", en: "The report {report} was returned."),
        "report-finalised": Sentence(
            sv: "Årsrapporten {report} upprättades av {compiler}: {rows.count|rad|rader}.",
            en: "The report {report} was finalised by {compiler}: {rows.count|row|rows}."),
        "report-registered": Sentence(
            sv: "Årsrapporten {report} diariefördes som {registrationNumber}.",
            en: "The report {report} was registered as {registrationNumber}."),
        "report-submitted": Sentence(
            sv: "Årsrapporten {report} skickades till {committee}.",
            en: "The report {report} was submitted to {committee}."),
        "report-corrected": Sentence(
            sv: "Årsrapporten {report} rättades genom ett tillägg.",
            en: "The report {report} was corrected by an addition."),
    ]

    private static let committee: [String: Sentence] = [
        "officers-report-issued": Sentence(
            sv: "En tjänsteskrivelse om årsrapporten {report} skrevs.",
            en: "An officer's report on the report {report} was issued."),
        "report-presented": Sentence(
            sv: "Årsrapporten {report} redovisades för {committee} av {byRole}.",
            en: "The report {report} was presented to {committee} by {byRole}."),
        "decision-taken": Sentence(
            sv: "{committee} fattade beslutet {decision} om årsrapporten {report} ({kind}).",
            en: "{committee} took the decision {decision} on the report {report} ({kind})."),
        "goal-set": Sentence(
            sv: "Målet {goal} sattes för {audience}, utifrån {proposals}.",
            en: "The goal {goal} was set for {audience}, on {proposals}."),
        "reservation-recorded": Sentence(
            sv: "En reservation mot beslutet {decision} antecknades.",
            en: "A reservation against the decision {decision} was recorded."),
        "minutes-approved": Sentence(sv: "Protokollet justerades.", en: "The minutes were approved."),
        "minutes-announced": Sentence(sv: "Justeringen anslogs.", en: "The approval of the minutes was announced."),
    ]

    private static let followUp: [String: Sentence] = [
        "action-taken": Sentence(
            sv: "Åtgärden {action} för målet {goal} genomfördes.",
            en: "The action {action} towards the goal {goal} was taken."),
        "goal-followed-up": Sentence(
            sv: "Målet {goal} följdes upp: {result}.", en: "The goal {goal} was followed up: {result}."),
        "goal-carried-forward": Sentence(
            sv: "Målet {goal} togs med till omgången {toCycle}.",
            en: "The goal {goal} was carried forward to the cycle {toCycle}."),
        "goal-closed": Sentence(sv: "Målet {goal} avslutades.", en: "The goal {goal} was closed."),
    ]
}
