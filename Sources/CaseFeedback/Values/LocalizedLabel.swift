public import CanonicalJSON

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

extension LocalizedLabel: CanonicalObject {
    public init(fields reader: inout CanonicalReader) throws(UnexpectedText) {
        en = try reader.fieldIfPresent("en")
        sv = try reader.field("sv")
    }

    public func write(fields writer: inout CanonicalWriter) {
        writer.fieldIfPresent("en", en)
        writer.field("sv", sv)
    }
}
