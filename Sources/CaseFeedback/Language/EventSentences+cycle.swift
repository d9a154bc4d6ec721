extension EventSentences {
    static let cycle: [String: Sentence] = [:]
}
