package import CanonicalJSON
package import EventSourcing

/// What an event says to the people who read the trail: made when it is read, stored nowhere.
package enum EventSentences {
    static let tables = [organisation, cycle, round, access]

    private static let sentences: [String: Sentence] = tables.reduce(into: [:]) { all, table in
        all.merge(table) { one, _ in one }
    }

    package static func sentence(for type: TypeName) -> Sentence? { sentences[type.text] }

    /// The event in words; one without a sentence is its type. The payload is the stored one, whose protected texts have no
    /// words, so a sentence never shows any.
    package static func text(of type: TypeName, payload: JSONValue, in language: Language) -> String {
        sentences[type.text]?.text(in: language, filling: slots(of: payload, in: language)) ?? type.text
    }

    /// The values that a payload gives to slots: each field under its name, deeper ones joined by dots, the number of an
    /// array's elements as `{units.count}` and its scalars joined by commas as `{units}`; a label in the language, a term in
    /// words. A protected text gives none.
    package static func slots(of payload: JSONValue, in language: Language) -> [String: String] {
        var values: [String: String] = [:]
        collect(payload, name: "", in: language, into: &values)
        return values
    }

    private static func collect(
        _ value: JSONValue, name: String, in language: Language, into values: inout [String: String]
    ) {
        switch value {
        case .null: return
        case .bool(let truth): values[name] = Terms.label(of: "\(truth)", in: "boolean", language: language)
        case .integer(let number): values[name] = String(number)
        case .string(let text): values[name] = words(text, name: name, in: language)
        case .array(let elements):
            values["\(name).count"] = String(elements.count)
            values[name] = elements.compactMap(\.string).map { words($0, name: name, in: language) }.joined(
                separator: ", ")
        case .object(let fields):
            if fields["protected"] != nil { return }
            if let swedish = fields["sv"]?.string {
                values[name] = language == .english ? fields["en"]?.string ?? swedish : swedish
            }
            for (field, value) in fields {
                collect(value, name: name.isEmpty ? field : "\(name).\(field)", in: language, into: &values)
            }
        }
    }

    private static func words(_ text: String, name: String, in language: Language) -> String {
        let field = name.split(separator: ".").last.map(String.init) ?? name
        return Terms.label(of: text, in: field, language: language) ?? text
    }
}
