package import EventSourcing

/// The versions of an instrument or a rule, numbered from 1; each is in force from a day until the next one's.
package struct Versions<Content: Hashable & Sendable & Codable>: Hashable, Sendable, Codable {
    package struct Version: Hashable, Sendable, Codable {
        package let number: Int
        package let validFrom: Day
        package let content: Content
        package let fact: RecordedFact
    }

    /// In the order in which they were adopted.
    package private(set) var all: [Version] = []

    package init() {}

    package var nextNumber: Int { (all.map(\.number).max() ?? 0) + 1 }

    /// The version in force on a day; nothing before the first.
    package func version(on day: Day) -> Version? {
        all.filter { $0.validFrom <= day }.max { ($0.validFrom, $0.number) < ($1.validFrom, $1.number) }
    }

    package func version(numbered number: Int) -> Version? { all.last { $0.number == number } }

    mutating func add(_ content: Content, numbered number: Int, from day: Day, by fact: RecordedFact) {
        all.append(Version(number: number, validFrom: day, content: content, fact: fact))
    }

    /// - Throws: `version-starts-before-previous`: what was in force on a day that has passed does not change.
    func requireStart(on day: Day) throws(Refusal) {
        guard let previous = all.map(\.validFrom).max(), day < previous else { return }
        throw Refusal(
            "version-starts-before-previous", ["start": day.description, "previous": previous.description],
            field: "/data/validFrom")
    }
}
