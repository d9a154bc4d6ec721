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

    package init(reading reader: inout CanonicalReader) throws(UnexpectedText) {
        let bytes = try reader.asciiString()
        guard let dash = bytes.firstIndex(of: UInt8(ascii: "-")), let from = Self.age(bytes[..<dash]),
            let to = Self.age(bytes[(dash + 1)...]), from <= to, to <= Self.oldest
        else { throw UnexpectedText() }
        years = from...to
    }

    /// One or two digits; nothing for another form.
    private static func age(_ digits: Slice<UnsafeRawBufferPointer>) -> Int? {
        guard (1...2).contains(digits.count), let first = digits.first, digits.count == 1 || first != UInt8(ascii: "0")
        else { return nil }
        var age = 0
        for digit in digits {
            guard (UInt8(ascii: "0")...UInt8(ascii: "9")).contains(digit) else { return nil }
            age = age * 10 + Int(digit - UInt8(ascii: "0"))
        }
        return age
    }

    package var jsonString: String { text }
    package var description: String { text }
}
