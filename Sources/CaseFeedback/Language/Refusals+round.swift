extension Refusals {
    static let round: [String: Sentence] = [:]
}
