extension EventSentences {
    /// The log of those who read.
    static let access: [String: Sentence] = [
        "texts-read": Sentence(
            sv: "Personliga texter visades ({purpose}): {count}, från position {first} till {last}.",
            en: "Personal texts were shown ({purpose}): {count}, from position {first} to {last}.")
    ]
}
