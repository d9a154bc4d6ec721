import CaseFeedback
import HTTPTypes
import Hummingbird

extension Request {
    /// The language that `Accept-Language` (RFC 9110 §12.5.4) wants most of Swedish and English; of equals the first.
    func language(else standard: Language) -> Language {
        guard let accepted = headers[.acceptLanguage] else { return standard }
        var best: (language: Language, quality: Double)?
        for range in accepted.split(separator: ",") {
            let parts = range.split(separator: ";").map { $0.filter { !$0.isWhitespace }.lowercased() }
            guard let tag = parts.first, let primary = tag.split(separator: "-").first,
                let language = Language(rawValue: String(primary))
            else { continue }
            let weight = parts.dropFirst().first { $0.hasPrefix("q=") }
            let quality = weight.map { Double($0.dropFirst(2)) ?? 0 } ?? 1
            if quality > best?.quality ?? 0 { best = (language, quality) }
        }
        return best?.language ?? standard
    }
}
