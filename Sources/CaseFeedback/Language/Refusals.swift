package import CanonicalJSON
package import EventSourcing

/// What a refusal, a fault or a problem says to the person who asked: what, why, and what to do.
///
/// Every code has one sentence here, whichever layer it is from: command line, HTTP and pages only name codes.
package enum Refusals {
    static let tables = [input, values, service, history, questions, organisation, cycle, round]

    private static let sentences: [String: Sentence] = tables.reduce(into: [:]) { $0.merge($1) { one, _ in one } }

    /// Nothing for a code that has no sentence.
    package static func sentence(for code: String) -> Sentence? { sentences[code] }

    /// The code in words, parameters that are terms too; a code without a sentence stands for itself.
    package static func text(of code: String, parameters: [String: String], in language: Language) -> String {
        guard let sentence = sentences[code] else { return code }
        let words = parameters.map { name, value in
            (name, Terms.label(of: value, in: name, language: language) ?? value)
        }
        return sentence.text(in: language, filling: Dictionary(uniqueKeysWithValues: words))
    }

    package static func text(of refusal: Refusal, in language: Language) -> String {
        text(of: refusal.code, parameters: refusal.parameters, in: language)
    }

    package static func text(of fault: JSONFault, in language: Language) -> String {
        text(of: fault.innerCode ?? fault.code.rawValue, parameters: fault.parameters, in: language)
    }
}
