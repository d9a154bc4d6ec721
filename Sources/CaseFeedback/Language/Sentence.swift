/// A sentence in both languages, with slots in braces: `Enheten {unit} är inte registrerad.`
package struct Sentence: Hashable, Sendable {
    package let swedish: String
    package let english: String

    package init(sv swedish: String, en english: String) {
        self.swedish = swedish
        self.english = english
    }

    package func template(in language: Language) -> String {
        switch language {
        case .swedish: swedish
        case .english: english
        }
    }

    /// The sentence with its slots filled; a slot without a value reads `…`, and braces in values are left alone.
    package func text(in language: Language, filling values: [String: String] = [:]) -> String {
        var text = ""
        for part in SlotPart.parts(of: template(in: language)) {
            switch part {
            case .words(let words): text += words
            case .slot(let name): text += values[name] ?? "…"
            }
        }
        return text
    }

    /// The names of the slots, in either language.
    package var slots: Set<String> {
        Set(
            [swedish, english].flatMap(SlotPart.parts).compactMap { part in
                guard case .slot(let name) = part else { return nil }
                return name
            })
    }
}

private enum SlotPart {
    case words(String)
    case slot(String)

    static func parts(of template: String) -> [SlotPart] {
        var parts: [SlotPart] = []
        var rest = template[...]
        while let open = rest.firstIndex(of: "{"), let close = rest[open...].firstIndex(of: "}") {
            parts.append(.words(String(rest[..<open])))
            parts.append(.slot(String(rest[rest.index(after: open)..<close])))
            rest = rest[rest.index(after: close)...]
        }
        return parts + [.words(String(rest))]
    }
}
