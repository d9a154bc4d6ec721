extension Terms {
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
        "nature": [
            "live": Sentence(sv: "skarp drift", en: "live"),
            "demonstration": Sentence(sv: "demonstration", en: "demonstration"),
        ],
    ]
}
