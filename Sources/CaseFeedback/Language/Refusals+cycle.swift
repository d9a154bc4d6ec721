extension Refusals {
    static let cycle: [String: Sentence] = [:]
}
