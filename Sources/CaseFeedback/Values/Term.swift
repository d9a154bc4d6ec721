/// A word of a closed vocabulary: in JSON its raw value, in kebab case; to readers its label, from ``Terms``.
package protocol Term: RawRepresentable<String>, CaseIterable, Codable, Sendable, Hashable {
    /// What the vocabulary is called in ``Terms``: the name of the field that holds it, as `topic`.
    static var vocabulary: String { get }
}

extension Term {
    package func label(in language: Language) -> String {
        Terms.label(of: rawValue, in: Self.vocabulary, language: language) ?? rawValue
    }
}
