import CaseFeedback
import EventSourcing

extension MatrixCell {
    /// What the cell came from, in words for each kind of source: `2 utsagor 12, 15 (1 dold)`.
    func sourceWords(in language: Language) -> [String] {
        MatrixSource.Kind.allCases.compactMap { kind in
            let sources = sources.filter { $0.kind == kind }
            guard !sources.isEmpty else { return nil }
            let hidden = sources.count { $0.hidden != nil }
            let positions = sources.map { "\($0.position)" }.joined(separator: ", ")
            let words = "\(Words.sources(kind, isOne: sources.count == 1, in: language)) \(positions)"
            guard hidden > 0 else { return words }
            return "\(words) \(Words.hidden.text(in: language, filling: ["count": String(hidden)]))"
        }
    }
}
