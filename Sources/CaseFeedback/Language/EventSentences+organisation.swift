extension EventSentences {
    /// Organisation, people and instruments.
    static let organisation: [String: Sentence] = [
        "municipality-joined": Sentence(
            sv: "{name} började delta. Loggen är till för {nature}.", en: "{name} joined. The log is for {nature}."),
        "source-recorded": Sentence(
            sv: "Källan {code} registrerades: {title}.", en: "The source {code} was recorded: {title}."),
        "committee-established": Sentence(
            sv: "Nämnden {label} ({committee}) finns från {validFrom}.",
            en: "The committee {label} ({committee}) exists from {validFrom}."),
        "committee-closed": Sentence(
            sv: "Nämnden {committee} lades ned; {lastDay} var dess sista dag.",
            en: "The committee {committee} was closed; {lastDay} was its last day."),
        "unit-registered": Sentence(
            sv: "Enheten {label} ({unit}) registrerades under {committee} från {validFrom}.",
            en: "The unit {label} ({unit}) was registered under {committee} from {validFrom}."),
        "unit-moved": Sentence(
            sv: "Enheten {unit} hör till {committee} från {validFrom}.",
            en: "The unit {unit} belongs to {committee} from {validFrom}."),
        "unit-renamed": Sentence(
            sv: "Enheten {unit} heter {label} från {validFrom}.",
            en: "The unit {unit} is called {label} from {validFrom}."),
        "unit-code-recorded": Sentence(
            sv: "Enheten {unit} har koden {code} i {register} från {validFrom}.",
            en: "The unit {unit} has the code {code} in {register} from {validFrom}."),
        "unit-closed": Sentence(
            sv: "Enheten {unit} avslutades; {lastDay} var dess sista dag.",
            en: "The unit {unit} was closed; {lastDay} was its last day."),
        "person-registered": Sentence(
            sv: "Personen {person} registrerades.", en: "The person {person} was registered."),
        "role-assigned": Sentence(
            sv: "{person} fick rollen {role} ({scope}) från {validFrom}. Grund: {ground}.",
            en: "{person} was given the role of {role} ({scope}) from {validFrom}. Ground: {ground}."),
        "role-revoked": Sentence(
            sv: "{person} har inte rollen {role} ({scope}) från {validFrom}. Grund: {ground}.",
            en: "{person} no longer holds the role of {role} ({scope}) from {validFrom}. Ground: {ground}."),
        "case-worker-recorded": Sentence(
            sv: "{caseWorker} är handläggare för {child} från {validFrom}.",
            en: "{caseWorker} is the case worker of {child} from {validFrom}."),
        "case-worker-ended": Sentence(
            sv: "{child} har ingen handläggare från {validFrom}.", en: "{child} has no case worker from {validFrom}."),
        "interview-guide-published": Sentence(
            sv:
                "Intervjuguiden {label} ({guide}) gavs ut för användning från {validFrom}. Antal frågor: {questions.count}.",
            en: "The interview guide {label} ({guide}) was published for use from {validFrom}. Questions: "
                + "{questions.count}."),
        "guide-revision-requested": Sentence(
            sv: "Ändring av intervjuguiden {guide} önskades (önskemål {number}).",
            en: "A change of the interview guide {guide} was requested (request {number})."),
        "interview-guide-revised": Sentence(
            sv: "Intervjuguiden {guide} gavs ut i version {version} för användning från {validFrom}. Antal frågor: "
                + "{questions.count}.",
            en: "The interview guide {guide} was published in version {version} for use from {validFrom}. Questions: "
                + "{questions.count}."),
        "matrix-template-adopted": Sentence(
            sv:
                "Matrisen {label} ({template}) antogs i version {version} för användning från {validFrom}. Antal "
                + "kolumner: {columns.count}.",
            en:
                "The matrix {label} ({template}) was adopted in version {version} for use from {validFrom}. Columns: "
                + "{columns.count}."),
        "consent-rule-adopted": Sentence(
            sv: "Samtyckesregeln antogs i version {version}, att gälla från {validFrom}.",
            en: "The consent rule was adopted in version {version}, to hold from {validFrom}."),
        "suppression-rule-adopted": Sentence(
            sv: "Från {validFrom} visas bara tal med minst {threshold} personer bakom sig.",
            en: "From {validFrom} only numbers with at least {threshold} people behind them are shown."),
        "retention-rule-adopted": Sentence(
            sv: "Bevarandetid för {retentionClass} antogs i version {version}, att gälla från {validFrom}: {citation}.",
            en: "A retention period for {retentionClass} was adopted in version {version}, to hold from {validFrom}: "
                + "{citation}."),
    ]
}
