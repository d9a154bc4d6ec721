/// The words of the closed vocabularies as people read them, by the name of the field that holds them: `topic` → `contact`.
package enum Terms {
    private static let vocabularies: [String: [String: Sentence]] = [framework, organisation, round].reduce(into: [:]) {
        $0.merge($1) { one, _ in one }
    }

    /// Nothing when the vocabulary or the term is unknown.
    package static func label(of term: String, in vocabulary: String, language: Language) -> String? {
        vocabularies[vocabulary]?[term]?.text(in: language)
    }

    /// Whether a field of this name holds a term.
    package static func isVocabulary(_ field: String) -> Bool { vocabularies[field] != nil }
}
