/// A sentence in both languages, with slots in braces: `Enheten {unit} är inte registrerad.`
///
/// A slot for a number may have what is counted with it, of one and of any other number: `{events|händelse|händelser}` reads
/// `1 händelse`, `2 händelser`.
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
            case .counted(let name, let one, let many):
                let number = values[name] ?? "…"
                text += "\(number) \(number == "1" ? one : many)"
            }
        }
        return text
    }

    /// The names of the slots, in either language.
    package var slots: Set<String> {
        Set(
            [swedish, english].flatMap(SlotPart.parts).compactMap { part in
                switch part {
                case .words: nil
                case .slot(let name), .counted(let name, _, _): name
                }
            })
    }
}

private enum SlotPart {
    case words(String)
    case slot(String)
    case counted(String, one: String, many: String)

    static func parts(of template: String) -> [SlotPart] {
        var parts: [SlotPart] = []
        var rest = template[...]
        while let open = rest.firstIndex(of: "{"), let close = rest[open...].firstIndex(of: "}") {
            parts.append(.words(String(rest[..<open])))
            let slot = rest[rest.index(after: open)..<close]
            let words = slot.split(separator: "|", omittingEmptySubsequences: false).map(String.init)
            parts.append(
                words.count == 3 ? .counted(words[0], one: words[1], many: words[2]) : .slot(String(slot)))
            rest = rest[rest.index(after: close)...]
        }
        return parts + [.words(String(rest))]
    }
}
