package import CaseFeedback
public import EventSourcing

/// In answers a protected text is an object, whatever became of it: `{"text": "…"}`,
/// `{"erased": {"decision": "…", "on": "2024-12-31"}}`, `{"withdrawn": {"on": "2019-02-01"}}` or
/// `{"withheld": {"reason": "…"}}`.
extension RevealedText: Codable {
    private enum Shape: String, CodingKey { case text, erased, withdrawn, withheld }

    private struct Erasure: Codable {
        let on: Day
        let decision: String
    }

    private struct Withdrawal: Codable { let on: Day }
    private struct Withholding: Codable { let reason: String }

    public init(from decoder: any Decoder) throws {
        let container = try decoder.container(keyedBy: Shape.self)
        if let words = try container.decodeIfPresent(String.self, forKey: .text) {
            self = .text(words)
        } else if let erasure = try container.decodeIfPresent(Erasure.self, forKey: .erased) {
            self = .erased(on: erasure.on, decision: erasure.decision)
        } else if let withdrawal = try container.decodeIfPresent(Withdrawal.self, forKey: .withdrawn) {
            self = .withdrawn(on: withdrawal.on)
        } else {
            self = .withheld(reason: try container.decode(Withholding.self, forKey: .withheld).reason)
        }
    }

    public func encode(to encoder: any Encoder) throws {
        var container = encoder.container(keyedBy: Shape.self)
        switch self {
        case .text(let words): try container.encode(words, forKey: .text)
        case .erased(let on, let decision):
            try container.encode(Erasure(on: on, decision: decision), forKey: .erased)
        case .withdrawn(let on): try container.encode(Withdrawal(on: on), forKey: .withdrawn)
        case .withheld(let reason): try container.encode(Withholding(reason: reason), forKey: .withheld)
        }
    }
}

extension RevealedText {
    /// The reason for withholding a text that nobody handed in: a mistake of the caller's must never look like no text.
    package static let notRevealed = RevealedText.withheld(reason: "not-revealed")

    /// The words, or in brackets why there are none.
    package func words(in language: Language) -> String {
        switch self {
        case .text(let words): words
        case .erased(let on, let decision):
            Words.textErased.text(in: language, filling: ["on": on.description, "decision": decision])
        case .withdrawn(let on): Words.textWithdrawn.text(in: language, filling: ["on": on.description])
        case .withheld(let reason):
            Words.textWithheld.text(
                in: language, filling: ["reason": Words.withheld[reason]?.text(in: language) ?? reason])
        }
    }
}
