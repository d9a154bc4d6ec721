extension EventSentences {
    static let organisation: [String: Sentence] = [:]
}
