package import CanonicalJSON

/// A word of a closed vocabulary: in JSON its raw value, in kebab case; to readers its label, from ``Terms``.
package protocol Term: RawRepresentable<String>, CaseIterable, Codable, Sendable, Hashable, CanonicalForm {
    /// What the vocabulary is called in ``Terms``: the name of the field that holds it, as `topic`.
    static var vocabulary: String { get }
}

extension Term {
    package func write(to writer: inout CanonicalWriter) { rawValue.write(to: &writer) }

    package init(reading reader: inout CanonicalReader) throws(UnexpectedText) {
        self = try reader.word()
    }

    package func label(in language: Language) -> String {
        Terms.label(of: rawValue, in: Self.vocabulary, language: language) ?? rawValue
    }
}
