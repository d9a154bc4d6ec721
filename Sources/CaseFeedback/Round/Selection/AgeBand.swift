package import CanonicalJSON

/// The ages, in whole years, that a child belongs to at the selection: `13-15`. Narrower than a year nobody is described.
package struct AgeBand: Hashable, Sendable, Comparable {
    package let years: ClosedRange<Int>

    package var text: String { "\(years.lowerBound)-\(years.upperBound)" }

    package static func < (left: AgeBand, right: AgeBand) -> Bool {
        (left.years.lowerBound, left.years.upperBound) < (right.years.lowerBound, right.years.upperBound)
    }

    private static let oldest = 25
}

extension AgeBand: JSONStringConvertible, CustomStringConvertible {
    /// - Throws: `malformed-age-band` for another form, descending ages, or an age above 25.
    package init(jsonString text: String) throws(InvalidValue) {
        let ages = text.split(separator: "-", omittingEmptySubsequences: false).map(String.init)
        guard ages.count == 2, let from = Int(ages[0]), let to = Int(ages[1]), from >= 0, from <= to, to <= Self.oldest,
            text == "\(from)-\(to)"
        else { throw InvalidValue(code: "malformed-age-band", parameters: ["form": "13-15"]) }
        years = from...to
    }

    package var jsonString: String { text }
    package var description: String { text }
}
