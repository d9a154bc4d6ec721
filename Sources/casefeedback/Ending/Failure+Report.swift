import CanonicalJSON
import CaseFeedback
import CaseFeedbackService
import EventSourcing

extension Failure {
    /// The code in words: what, why, and what to do.
    func sentence(in language: Language) -> String {
        let words = problem.parameters.map { name, value in
            (name, Terms.label(of: value, in: name, language: language) ?? value)
        }
        return CommandLineSentences.sentence(for: problem)
            .text(in: language, filling: Dictionary(words) { first, _ in first })
    }

    /// What stands on standard error: for people the sentence, then place, value and code; for programs one line of JSON.
    func report(in language: Language, isJSON: Bool) -> String {
        isJSON ? "\(json(in: language))\n" : words(in: language)
    }

    private func words(in language: Language) -> String {
        var lines = ["casefeedback: \(sentence(in: language))"]
        let place = [
            problem.line.map { Words.line.text(in: language, filling: ["line": "\($0)"]) },
            problem.column.map { Words.column.text(in: language, filling: ["column": "\($0)"]) },
            problem.field.map { Words.field.text(in: language, filling: ["field": $0.isEmpty ? "/" : $0]) },
            problem.value.map { Words.value.text(in: language, filling: ["value": $0]) },
        ].compactMap { $0 }
        if !place.isEmpty { lines.append("  " + place.joined(separator: ", ")) }
        if let detail = unsaidDetail { lines.append("  \(detail)") }
        if let committed {
            lines.append(
                "  " + Words.committed.text(in: language, filling: ["position": committed.description]))
        }
        if let partialFile {
            lines.append("  " + Words.partialFile.text(in: language, filling: ["file": partialFile]))
        }
        lines.append("  " + Words.code.text(in: language, filling: ["code": problem.code]))
        return lines.joined(separator: "\n") + "\n"
    }

    /// What the cause said itself, where the sentence has no place for it.
    private var unsaidDetail: String? {
        guard let detail = problem.parameters["detail"] else { return nil }
        return CommandLineSentences.sentence(for: problem).slots.contains("detail") ? nil : detail
    }

    /// The members of `application/problem+json` (RFC 9457), as the server sends them; there is no HTTP status here.
    private func json(in language: Language) -> JSONValue {
        var members: [String: JSONValue] = [
            "type": .string("urn:casefeedback:problem:\(problem.code)"),
            "detail": .string(sentence(in: language)),
        ]
        if !problem.parameters.isEmpty {
            members["parameters"] = .object(problem.parameters.mapValues(JSONValue.string))
        }
        if let line = problem.line { members["line"] = .integer(Int64(line)) }
        if let column = problem.column { members["column"] = .integer(Int64(column)) }
        if let field = problem.field { members["field"] = .string(field) }
        if let value = problem.value { members["value"] = .string(value) }
        if let committed { members["committed"] = .string(committed.description) }
        if let partialFile { members["partialFile"] = .string(partialFile) }
        return .object(members)
    }

    private enum Words {
        static let line = Sentence(sv: "rad {line}", en: "line {line}")
        static let column = Sentence(sv: "kolumn {column}", en: "column {column}")
        static let field = Sentence(sv: "fält {field}", en: "field {field}")
        static let value = Sentence(sv: "värde ”{value}”", en: "value “{value}”")
        static let committed = Sentence(
            sv: "Registrerat till och med {position}; resten av filen är inte det.",
            en: "Recorded up to {position}; the rest of the file is not.")
        static let partialFile = Sentence(
            sv: "Det som är skrivet ligger kvar i {file}; ge --resume för att gå vidare.",
            en: "What is written stays in {file}; give --resume to go on.")
        static let code = Sentence(sv: "(kod: {code})", en: "(code: {code})")
    }
}
