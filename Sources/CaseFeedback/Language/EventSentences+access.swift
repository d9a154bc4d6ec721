extension EventSentences {
    /// The log of those who read, and what operators did.
    static let access: [String: Sentence] = [
        "texts-read": Sentence(
            sv: "Personliga texter visades ({purpose}): {count}, från position {first} till {last}.",
            en: "Personal texts were shown ({purpose}): {count}, from position {first} to {last}."),
        "access-log-read": Sentence(
            sv: "Åtkomstloggen lästes ({purpose}): {count|händelse|händelser}, från position {first} till {last}.",
            en: "The access log was read ({purpose}): {count|event|events}, from position {first} to {last}."),
        "clock-accepted": Sentence(
            sv: "En klockavvikelse på {apartMilliseconds|millisekund|millisekunder} godtogs.",
            en: "A difference of {apartMilliseconds|millisecond|milliseconds} between clocks was accepted."),
    ]
}
