extension Terms {
    static let round: [String: [String: Sentence]] = [:]
}
