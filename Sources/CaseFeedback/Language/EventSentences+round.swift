extension EventSentences {
    static let round: [String: Sentence] = [:]
}
