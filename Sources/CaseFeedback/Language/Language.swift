/// The languages that codes are put into words in. What people wrote is never translated.
public enum Language: String, Sendable, CaseIterable, Codable {
    case swedish = "sv"
    case english = "en"
}
