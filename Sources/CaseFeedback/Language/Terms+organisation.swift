extension Terms {
    /// The words of organisation, people and instruments.
    static let organisation: [String: [String: Sentence]] = [
        Topic.vocabulary: [
            "contact": Sentence(sv: "kontakten med socialtjänsten", en: "contact with social services"),
            "knowledge": Sentence(sv: "kunskap om socialtjänsten", en: "knowledge of social services"),
            "participation": Sentence(sv: "delaktighet", en: "participation"),
        ],
        Aspect.vocabulary: [
            "experienced": Sentence(sv: "upplevt", en: "experienced"),
            "wished": Sentence(sv: "önskat", en: "wished"),
        ],
        Role.vocabulary: [
            "social-worker": Sentence(sv: "socialsekreterare", en: "social worker"),
            "unit-manager": Sentence(sv: "enhetschef", en: "unit manager"),
            "seminar-leader": Sentence(sv: "seminarieledare", en: "seminar leader"),
            "compiler": Sentence(sv: "rapportansvarig", en: "compiler of the report"),
            "process-leader": Sentence(sv: "processledare", en: "process leader"),
            "researcher": Sentence(sv: "forskare", en: "researcher"),
            "committee-secretary": Sentence(sv: "nämndsekreterare", en: "committee secretary"),
            "registrar": Sentence(sv: "registrator", en: "registrar"),
            "administrator": Sentence(sv: "administratör", en: "administrator"),
        ],
        ColumnKind.vocabulary: [
            "experience": Sentence(sv: "barnens erfarenheter", en: "the children's experiences"),
            "strength": Sentence(sv: "det som redan fungerar", en: "what already works"),
            "development-area": Sentence(sv: "utvecklingsområde", en: "area for development"),
            "proposal": Sentence(sv: "förslag", en: "proposal"),
            "other": Sentence(sv: "annat", en: "other"),
        ],
        ConsentParty.vocabulary: [
            "guardian": Sentence(sv: "vårdnadshavare", en: "guardian"),
            "child": Sentence(sv: "barnet", en: "the child"),
        ],
        "problem": [
            "first-age": Sentence(
                sv: "den första åldersgruppen ska börja vid 0 år", en: "the first band must begin at age 0"),
            "order": Sentence(sv: "åldersgrupperna ska stå i stigande ordning", en: "the bands must rise by age"),
            "nobody": Sentence(sv: "någon måste säga ja", en: "somebody must say yes"),
            "twice": Sentence(sv: "samma part står två gånger", en: "the same party stands twice"),
        ],
        "part": [
            "label": Sentence(sv: "beteckningen", en: "the label"),
            "columns": Sentence(sv: "kolumnerna", en: "the columns"),
        ],
    ]
}
