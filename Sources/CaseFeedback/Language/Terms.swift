/// The words of the closed vocabularies as people read them, by the name of the field that holds them: `topic` → `contact`.
package enum Terms {
    static let tables = [framework, organisation, round]

    private static let vocabularies: [String: [String: Sentence]] = tables.reduce(into: [:]) {
        $0.merge($1) { $0.merging($1) { one, _ in one } }
    }

    /// Nothing when the vocabulary or the term is unknown.
    package static func label(of term: String, in vocabulary: String, language: Language) -> String? {
        vocabularies[vocabulary]?[term]?.text(in: language)
    }
}
