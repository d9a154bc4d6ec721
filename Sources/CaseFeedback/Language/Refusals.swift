package import EventSourcing

/// What a refusal says to the person who asked: what is refused, why, and what to do instead.
package enum Refusals {
    static let sentences: [String: Sentence] = [framework, organisation, cycle, round].reduce(into: [:]) { all, table in
        all.merge(table) { one, _ in one }
    }

    /// Nothing for a code that has no sentence.
    package static func sentence(for code: String) -> Sentence? { sentences[code] }

    /// The refusal in words; a code without a sentence stands for itself. Parameters that are terms are put into words.
    package static func text(of refusal: Refusal, in language: Language) -> String {
        guard let sentence = sentences[refusal.code] else { return refusal.code }
        let values = refusal.parameters.reduce(into: [String: String]()) { values, parameter in
            values[parameter.key] =
                Terms.label(of: parameter.value, in: parameter.key, language: language) ?? parameter.value
        }
        return sentence.text(in: language, filling: values)
    }
}
