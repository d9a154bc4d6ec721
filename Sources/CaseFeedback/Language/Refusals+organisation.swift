extension Refusals {
    static let organisation: [String: Sentence] = [:]
}
