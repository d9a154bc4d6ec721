/// A label in Swedish, and in English where there is one: `{"sv": "Första omgången", "en": "First round"}`.
public struct LocalizedLabel: Hashable, Sendable, Codable {
    public let sv: Label
    public let en: Label?

    public init(sv: Label, en: Label? = nil) {
        self.sv = sv
        self.en = en
    }

    /// In the language asked for, else in Swedish.
    public func text(in language: Language) -> String {
        switch language {
        case .swedish: sv.text
        case .english: (en ?? sv).text
        }
    }
}
