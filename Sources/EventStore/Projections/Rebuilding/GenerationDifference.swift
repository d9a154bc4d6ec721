package import CanonicalJSON

/// In what the rows of a served generation are not the fold of the log, at one position.
package struct GenerationDifference: Sendable, Hashable {
    /// Rows that are served and that the fold does not have.
    package private(set) var surplus: Int
    /// Rows of the fold that are not served.
    package private(set) var missing: Int
    /// Rows that are there, and are not the fold's.
    package private(set) var different: Int
    /// The first of them all, table by table in the order of the key; the others are counted and let go of.
    package private(set) var first: DifferingRow?

    package init(surplus: Int = 0, missing: Int = 0, different: Int = 0, first: DifferingRow? = nil) {
        self.surplus = surplus
        self.missing = missing
        self.different = different
        self.first = first
    }

    /// Of the next table.
    mutating func add(_ next: GenerationDifference) {
        surplus += next.surplus
        missing += next.missing
        different += next.different
        first = first ?? next.first
    }
}

extension GenerationDifference: CustomStringConvertible {
    package var description: String {
        let counts =
            "\(different) rows differ from the fold of the log, \(surplus) are not in it, \(missing) are missing"
        guard let first else { return counts }
        let places = first.placesInWords
        return "\(counts); the first: \(first)" + (places.isEmpty ? "" : " (\(places.joined(separator: ", ")))")
    }
}

/// A row that two generations do not have alike, as JSON: its columns, and for a column of bytes the document that they say.
package struct DifferingRow: Sendable, Hashable {
    package let table: String
    /// The values of its key, in the key's order.
    package let key: [String]
    /// As it is served; absent where no such row is.
    package let served: JSONValue?
    /// As the log says; absent where no such row should be.
    package let folded: JSONValue?

    package init(table: String, key: [String], served: JSONValue?, folded: JSONValue?) {
        self.table = table
        self.key = key
        self.served = served
        self.folded = folded
    }

    /// Where in it they differ: the whole of a row that only one of them has; nowhere when they say the same in other bytes.
    package var places: [DifferingPlace] { Self.places(served, folded, at: "") }

    /// So many as people read; the last one says whether there are more.
    package var placesInWords: [String] {
        let places = places
        let shown = places.prefix(Self.placesShown).map(\.description)
        return places.count > shown.count ? shown + ["… \(places.count - shown.count)"] : shown
    }

    private static let placesShown = 8

    private static func places(_ served: JSONValue?, _ folded: JSONValue?, at pointer: String) -> [DifferingPlace] {
        switch (served, folded) {
        case (.object(let served), .object(let folded)):
            Set(served.keys).union(folded.keys).sorted().flatMap {
                places(served[$0], folded[$0], at: JSONPointer.appending($0, to: pointer))
            }
        // Of arrays of other lengths it is not known which elements belong together.
        case (.array(let served), .array(let folded)) where served.count == folded.count:
            served.indices.flatMap {
                places(served[$0], folded[$0], at: JSONPointer.appending("\($0)", to: pointer))
            }
        default:
            served == folded ? [] : [DifferingPlace(pointer: pointer, served: served, folded: folded)]
        }
    }
}

extension DifferingRow: CustomStringConvertible {
    /// `annual_wheel 2017-2018 unit-01`
    package var description: String { ([table] + key).joined(separator: " ") }
}

/// A value within a row that two generations do not have alike.
package struct DifferingPlace: Sendable, Hashable {
    /// RFC 6901; empty for the row itself.
    package let pointer: String
    package let served: JSONValue?
    package let folded: JSONValue?
}

extension DifferingPlace: CustomStringConvertible {
    /// `/held: 8 → 7`, what is served first.
    package var description: String {
        let change = "\(Self.words(served)) → \(Self.words(folded))"
        return pointer.isEmpty ? change : "\(pointer): \(change)"
    }

    private static let charactersShown = 120

    private static func words(_ value: JSONValue?) -> String {
        guard let text = value?.description else { return "–" }
        return text.count > charactersShown ? text.prefix(charactersShown) + "…" : text
    }
}
