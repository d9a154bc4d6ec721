extension Refusals {
    static let framework: [String: Sentence] = [:]
}
