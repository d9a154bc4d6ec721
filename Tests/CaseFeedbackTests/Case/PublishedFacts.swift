import CanonicalJSON

/// Everything that the case may present without marking it as invented: what published sources tell about Göteborg, and
/// the few words by which the log says of itself what it is. A value that isn't here has to be marked.
///
/// What is quoted stands in the English rendering that the sources are known by here.
enum PublishedFacts {
    /// Whether sources tell this value of this field, in a command of this type.
    static func tell(_ value: JSONValue, at pointer: String, in type: String) -> Bool {
        let generalPointer = pointer.split(separator: "/", omittingEmptySubsequences: false)
            .map { Int($0) == nil ? String($0) : "*" }.joined(separator: "/")
        return values["\(type) \(generalPointer)"]?.contains(value) ?? false
    }

    private static let values: [String: Set<JSONValue>] = [
        "join-municipality /data/name/sv": ["Göteborgs Stad"],
        "join-municipality /data/nature": ["demonstration"],
        "join-municipality /data/zone": ["Europe/Stockholm"],
        "record-source /data/code": [
            "goteborg-project-2017-2021", "goteborg-city-organisation-2011", "goteborg-exchange-seminar-2018-09-13",
            "goteborg-exchange-seminar-2019-11-28",
        ],

        // Ten district committees from 2011, four of which are named as participants.
        "establish-committee /data/committee": [
            "sdn-centrum", "sdn-majorna-linne", "sdn-vastra-goteborg", "sdn-vastra-hisingen",
        ],
        "establish-committee /data/label/sv": [
            "Stadsdelsnämnden Centrum", "Stadsdelsnämnden Majorna-Linné", "Stadsdelsnämnden Västra Göteborg",
            "Stadsdelsnämnden Västra Hisingen",
        ],
        "establish-committee /data/label/en": [
            "Centrum district committee", "Majorna-Linné district committee", "Västra Göteborg district committee",
            "Västra Hisingen district committee",
        ],

        // The pilot round with its 12 units, the broad introduction with 11 more.
        "open-cycle /data/cycle": ["2017-2018", "2018-2019"],
        "open-cycle /data/label/sv": ["Pilotomgången 2017/2018", "Brett införande 2018/2019"],
        "open-cycle /data/label/en": ["Pilot round 2017/2018", "Broad introduction 2018/2019"],
        "enrol-unit /data/cycle": ["2017-2018", "2018-2019"],

        "hold-exchange-seminar /occurredOn": ["2018-09-13", "2019-11-28"],
        "hold-exchange-seminar /data/seminar": exchangeSeminars,
        "hold-exchange-seminar /data/place": ["Hotell Kusten"],
        "hold-exchange-seminar /data/organisations/*": [
            "Social resursförvaltning", "Centrum", "Majorna-Linné", "Västra Hisingen", "Västra Göteborg",
        ],
        "hold-exchange-seminar /data/participants": [25],
        "hold-exchange-seminar /data/label/sv": [
            "Erfarenhetsutbyte den 13 september 2018",
            "Erfarenhetsutbyte den 28 november 2019 (omkring 25 medarbetare och chefer)",
        ],
        "hold-exchange-seminar /data/label/en": [
            "Exchange seminar of 13 September 2018",
            "Exchange seminar of 28 November 2019 (about 25 staff and managers)",
        ],
        "hold-presentation /occurredOn": ["2018-09-13"],
        "hold-presentation /data/seminar": exchangeSeminars,
        "hold-presentation /data/role": ["process-leader", "researcher"],
        "hold-presentation /data/text": [
            "Conclusions from the 84 interviews", "Answers to the staff and child surveys",
        ],
        "set-exchange-question /occurredOn": ["2018-09-13", "2019-11-28"],
        "set-exchange-question /data/seminar": exchangeSeminars,
        "set-exchange-question /data/round": [1, 2],
        "set-exchange-question /data/wording": Set((questions2018 + questions2019).map { .string($0) }),
        "agree-exchange-point /occurredOn": ["2018-09-13"],
        "agree-exchange-point /data/seminar": exchangeSeminars,
        "agree-exchange-point /data/text": Set(agreedPoints.map { .string($0) }),
    ]

    private static let exchangeSeminars: Set<JSONValue> = ["exchange-2018-09-13", "exchange-2019-11-28"]

    static let questions2018 = [
        "What was good?", "What did the units take with them?", "Has the children's participation increased?",
        "How should it develop for the next interview round?", "What will each unit go on working with?",
    ]

    static let questions2019 = [
        "What do I take into my work?", "Has the model raised participation, and how?",
        "How do we use what the children said?", "How do we go on?",
    ]

    static let agreedPoints = [
        "All want to go on",
        "Some change of the material, the interview guide among it",
        "Too early to conclude on effect",
        "Selection: which voices are not heard?",
        "Seminar procedure, purpose and leadership must develop",
        "Bring the process into ordinary work, no structure beside it",
        "Many units are compiling the seminar's experience for the report",
    ]
}
