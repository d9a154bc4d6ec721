import CanonicalJSON
import CaseFeedback
import EventStore

/// In what the rows that were served and the new ones differ: how many, and the first of them.
struct RowsDifference: Encodable, Sendable {
    struct First: Encodable {
        let table: String
        let key: [String]
        let places: [Place]
    }

    struct Place: Encodable {
        /// RFC 6901, within the row; empty where only one of them has the row.
        let pointer: String
        /// Absent where there was no such value, or is none.
        let previous: JSONValue?
        let new: JSONValue?
    }

    let surplus: Int
    let missing: Int
    let different: Int
    let first: First?
    private let difference: GenerationDifference

    private enum CodingKeys: String, CodingKey {
        case surplus, missing, different, first
    }

    init(_ difference: GenerationDifference) {
        self.difference = difference
        surplus = difference.surplus
        missing = difference.missing
        different = difference.different
        first = difference.first.map { row in
            First(
                table: row.table, key: row.key,
                places: row.places.map { Place(pointer: $0.pointer, previous: $0.served, new: $0.folded) })
        }
    }

    /// Lines below the one that says that they differ.
    func words(in language: Language) -> String {
        var lines = [
            Words.counts.text(
                in: language,
                filling: ["different": "\(different)", "surplus": "\(surplus)", "missing": "\(missing)"])
        ]
        if let row = difference.first {
            lines.append(Words.first.text(in: language, filling: ["row": "\(row)"]))
            lines += row.placesInWords.map { "    \($0)" }
        }
        return lines.joined(separator: "\n")
    }

    private enum Words {
        static let counts = Sentence(
            sv: "  Rader som skiljer sig: {different}; för mycket: {surplus}; saknas: {missing}.",
            en: "  Rows that differ: {different}; too many: {surplus}; missing: {missing}.")
        static let first = Sentence(
            sv: "  Den första, som den visades → som händelserna säger: {row}",
            en: "  The first, as it was shown → as the events say: {row}")
    }
}
