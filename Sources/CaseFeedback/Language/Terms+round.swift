extension Terms {
    static let round: [String: [String: Sentence]] = [
        Phase.vocabulary: phases,
        "nextPhase": phases,
        "current": phases,
        "next": phases,
        "needed": neededPhases,
        Outcome.vocabulary: outcomes,
        Milestone.vocabulary: milestones,
        CaseStatus.vocabulary: caseStatuses,
        "caseStatuses": caseStatuses,
        DecliningParty.vocabulary: [
            "child": Sentence(sv: "barnet", en: "the child"),
            "guardian": Sentence(sv: "vårdnadshavaren", en: "the guardian"),
        ],
        GuardianAnswer.vocabulary: [
            "given": Sentence(sv: "gett", en: "given"),
            "refused": Sentence(sv: "nekat", en: "refused"),
            "withdrawn": Sentence(sv: "återkallat", en: "withdrawn"),
        ],
        // The field `kind` of findings and of decisions: their words differ, so one table holds both.
        FindingKind.vocabulary: [
            "strength": Sentence(sv: "styrka", en: "strength"),
            "development": Sentence(sv: "utvecklingsområde", en: "area for development"),
            "noted": Sentence(sv: "antecknat till protokollet", en: "noted"),
            "assignment": Sentence(sv: "uppdrag", en: "assignment"),
            "goal": Sentence(sv: "mål", en: "goal"),
            "remit": Sentence(sv: "återremiss", en: "remitted"),
        ],
        GoalAudience.vocabulary: [
            "children": Sentence(sv: "barnen", en: "the children"),
            "staff-and-services": Sentence(sv: "personalen och verksamheten", en: "staff and services"),
        ],
        GoalResult.vocabulary: [
            "reached": Sentence(sv: "uppnått", en: "reached"),
            "partly-reached": Sentence(sv: "delvis uppnått", en: "partly reached"),
            "not-reached": Sentence(sv: "inte uppnått", en: "not reached"),
            "too-early": Sentence(sv: "för tidigt att säga", en: "too early to say"),
        ],
        "trait": [
            "ageBand": Sentence(sv: "åldersgruppen", en: "age band"),
            "service": Sentence(sv: "insatsen", en: "service"),
            "caseStatus": Sentence(sv: "ärendets status", en: "case status"),
        ],
        "ground": [
            "consent-withdrawn": Sentence(
                sv: "vårdnadshavaren har återkallat samtycket", en: "the guardian has withdrawn consent"),
            "assent-withdrawn": Sentence(sv: "barnet har återkallat sitt ja", en: "the child has withdrawn its assent"),
            "retracted": Sentence(sv: "utsagan har strukits", en: "the statement has been retracted"),
        ],
        "missingStep": missing,
        "breach": breaches,
    ]

    private static let phases: [String: Sentence] = [
        "planning": Sentence(sv: "planering", en: "planning"),
        "interviews": Sentence(sv: "intervjuer", en: "interviews"),
        "seminar": Sentence(sv: "seminarium", en: "seminar"),
        "report": Sentence(sv: "årsrapport", en: "annual report"),
        "committee": Sentence(sv: "nämnd", en: "committee"),
        "follow-up": Sentence(sv: "uppföljning", en: "follow-up"),
        "closed": Sentence(sv: "avslutad", en: "closed"),
    ]

    /// The phases that allow a step, as one word each: what a refusal's parameter `needed` holds.
    private static let neededPhases: [String: Sentence] = Step.allCases.reduce(into: [:]) { table, step in
        let names = Phase.allCases.filter(step.phases.contains).compactMap { phases[$0.rawValue] }
        table[step.phaseNames] = Sentence(
            sv: names.map(\.swedish).joined(separator: ", "), en: names.map(\.english).joined(separator: ", "))
    }

    private static let caseStatuses: [String: Sentence] = [
        "open": Sentence(sv: "pågående ärende", en: "open case"),
        "closed": Sentence(sv: "avslutat ärende", en: "closed case"),
    ]

    private static let outcomes: [String: Sentence] = [
        "held": Sentence(sv: "genomförd", en: "held"),
        "interrupted": Sentence(sv: "avbruten", en: "interrupted"),
        "declined-by-child": Sentence(sv: "barnet tackade nej", en: "declined by the child"),
        "refused-by-guardian": Sentence(sv: "vårdnadshavaren sa nej", en: "refused by the guardian"),
        "no-reply": Sentence(sv: "inget svar", en: "no reply"),
        "cancelled": Sentence(sv: "inställd", en: "cancelled"),
        "withdrawn": Sentence(sv: "återkallad före intervjun", en: "withdrawn before the interview"),
        "pending": Sentence(sv: "väntar", en: "pending"),
    ]

    private static let milestones: [String: Sentence] = [
        "kick-off": Sentence(sv: "uppstart", en: "kick-off"),
        "first-interview": Sentence(sv: "första intervjun", en: "first interview"),
        "last-interview": Sentence(sv: "sista intervjun", en: "last interview"),
        "interview": Sentence(sv: "intervju", en: "interview"),
        "seminar": Sentence(sv: "seminarium", en: "seminar"),
        "report-finalised": Sentence(sv: "årsrapporten upprättad", en: "report finalised"),
        "committee-meeting": Sentence(sv: "nämndens möte", en: "committee meeting"),
        "follow-up": Sentence(sv: "uppföljning", en: "follow-up"),
    ]

    private static let missing: [String: Sentence] = [
        "no-child-selected": Sentence(sv: "inget barn är utvalt", en: "no child is selected"),
        "kick-off-not-held": Sentence(sv: "uppstarten är inte hållen", en: "the kick-off has not been held"),
        "selection-frame-not-defined": Sentence(
            sv: "urvalet är inte bestämt", en: "the selection frame is not defined"),
        "no-interview-held": Sentence(sv: "ingen intervju är genomförd", en: "no interview has been held"),
        "interviews-not-transcribed": Sentence(
            sv: "intervjuer som inte är utskrivna", en: "interviews that are not transcribed"),
        "outcomes-pending": Sentence(sv: "barn som väntar på besked", en: "children whose outcome is pending"),
        "seminar-not-planned": Sentence(sv: "seminariet är inte planerat", en: "the seminar is not planned"),
        "seminar-not-held": Sentence(sv: "seminariet är inte hållet", en: "the seminar has not been held"),
        "no-finding-accepted": Sentence(sv: "ingen iakttagelse är antagen", en: "no finding has been accepted"),
        "compiler-not-appointed": Sentence(
            sv: "ingen är utsedd att skriva rapporten", en: "nobody is appointed to compile the report"),
        "report-not-finalised": Sentence(sv: "årsrapporten är inte upprättad", en: "the report is not finalised"),
        "report-not-registered": Sentence(sv: "årsrapporten är inte diarieförd", en: "the report is not registered"),
        "report-not-submitted": Sentence(
            sv: "årsrapporten är inte skickad till nämnden", en: "the report is not submitted to the committee"),
        "report-not-presented": Sentence(
            sv: "årsrapporten är inte redovisad i nämnden", en: "the report is not presented to the committee"),
        "no-decision-taken": Sentence(sv: "nämnden har inte fattat beslut", en: "the committee has not decided"),
        "minutes-not-approved": Sentence(sv: "protokollet är inte justerat", en: "the minutes are not approved"),
        "goals-open": Sentence(sv: "mål som inte är avslutade", en: "goals that are still open"),
        "feedback-not-given": Sentence(
            sv: "intervjuade barn som inte har fått återkoppling", en: "interviewed children without feedback"),
    ]

    private static let breaches: [String: Sentence] = [
        "interviewer-is-case-worker": Sentence(
            sv: "intervjuaren var barnets handläggare den dagen",
            en: "the interviewer was the child's case worker that day"),
        "consent-withdrawn": Sentence(
            sv: "samtycket var redan återkallat", en: "consent had already been withdrawn"),
        "child-has-declined": Sentence(sv: "barnet hade redan sagt nej", en: "the child had already declined"),
        "guardian-has-refused": Sentence(
            sv: "vårdnadshavaren hade redan sagt nej", en: "the guardian had already refused"),
        "guardian-consent-not-given": Sentence(
            sv: "vårdnadshavaren hade inte sagt ja", en: "the guardian had not said yes"),
        "assent-not-given": Sentence(sv: "barnet hade inte sagt ja", en: "the child had not said yes"),
        "phase-does-not-allow": Sentence(
            sv: "steget hör inte till den fas som enheten var i",
            en: "the step does not belong to the phase that the unit was in"),
        "committee-does-not-own-unit": Sentence(
            sv: "enheten hörde till en annan nämnd den dagen", en: "the unit belonged to another committee that day"),
        "unit-not-open": Sentence(sv: "enheten fanns inte den dagen", en: "the unit did not exist that day"),
    ]
}
