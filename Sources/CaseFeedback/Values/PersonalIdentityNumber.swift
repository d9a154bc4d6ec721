package import CanonicalJSON
import EventSourcing

/// A Swedish personal identity number (*personnummer*, *samordningsnummer*), which is stored nowhere: it is only
/// recognised, to be refused.
///
/// Ten or twelve digits, the date with or without century and with or without separators, then `-`, `+`, spaces or nothing,
/// and four digits; the date exists (its day may be raised by 60), and the last digit is the Luhn check digit of the nine
/// before it. Source: Skatteverket, SKV 704 and SKV 707. Digits of other scripts and other dashes count as ours.
package enum PersonalIdentityNumber {
    /// Whether such a number stands anywhere in the text, whatever letters or signs surround it.
    package static func isContained(in text: String) -> Bool {
        // Most texts are done with here: every byte that is not ASCII may be part of a digit.
        let possibleDigits = text.utf8.count { $0 >= 0x80 || (UInt8(ascii: "0")...UInt8(ascii: "9")).contains($0) }
        guard possibleDigits >= 10 else { return false }
        let signs = text.unicodeScalars.compactMap(Sign.init)
        var previous: Sign?
        for (index, sign) in signs.enumerated() {
            if case .digit = sign, previous?.digit == nil, isNumber(startingWith: signs[index...]) { return true }
            previous = sign
        }
        return false
    }

    /// - Throws: `personal-identity-number`, secret, when the text holds one.
    package static func refuse(in text: String) throws(InvalidValue) {
        guard !isContained(in: text) else { throw InvalidValue(code: "personal-identity-number", isSecret: true) }
    }

    private static func isNumber(startingWith signs: ArraySlice<Sign>) -> Bool {
        [4, 2].contains { (yearLength: Int) in
            var reader = SignReader(signs)
            guard let year = reader.digits(yearLength) else { return false }
            let separator = reader.dateSeparator()
            guard let month = reader.digits(2), reader.dateSeparator() == separator, let day = reader.digits(2) else {
                return false
            }
            reader.skipNumberSeparator()
            guard let number = reader.digits(4), reader.isAtEndOfDigits else { return false }
            let date = year + month + day
            return isDate(year: year.number, hasCentury: yearLength == 4, month: month.number, day: day.number)
                && number.prefix(3) != [0, 0, 0] && passesLuhn(date.suffix(6) + number)
        }
    }

    private static func isDate(year: Int, hasCentury: Bool, month: Int, day: Int) -> Bool {
        let years = hasCentury ? [year] : [1800, 1900, 2000].map { $0 + year }
        return years.contains { year in
            guard (1800...2099).contains(year) else { return false }
            guard day >= 60 else { return Day(year: year, month: month, day: day) != nil }
            // A coordination number; month and day may be unknown, then 00 and 60.
            return (month == 0 && (60...91).contains(day)) || (day == 60 && (1...12).contains(month))
                || Day(year: year, month: month, day: day - 60) != nil
        }
    }

    private static func passesLuhn(_ digits: [Int]) -> Bool {
        let sum = digits.enumerated().reduce(0) { sum, element in
            let product = element.offset % 2 == 0 ? element.element * 2 : element.element
            return sum + product / 10 + product % 10
        }
        return sum % 10 == 0
    }
}

/// What a character can mean in such a number. Invisible characters mean nothing and are left out.
private enum Sign: Equatable {
    case digit(Int)
    case dash, plus, space, dot, slash, other

    init?(_ scalar: Unicode.Scalar) {
        switch scalar {
        case "0"..."9": self = .digit(Int(scalar.value - 48))
        case "-", "\u{2010}"..."\u{2015}", "\u{2212}", "\u{FE58}", "\u{FE63}", "\u{FF0D}": self = .dash
        case "+", "\u{FF0B}", "\u{FE62}", "\u{207A}": self = .plus
        case " ", "\t", "\u{A0}", "\u{2000}"..."\u{200A}", "\u{202F}", "\u{205F}", "\u{3000}": self = .space
        case ".", "\u{FF0E}": self = .dot
        case "/", "\u{2044}", "\u{2215}", "\u{FF0F}": self = .slash
        case "\u{0}"..."\u{7F}": self = .other
        default:
            let properties = scalar.properties
            if properties.isDefaultIgnorableCodePoint { return nil }
            if [.decimal, .digit].contains(properties.numericType), let value = properties.numericValue {
                self = .digit(Int(value))
            } else {
                self = .other
            }
        }
    }

    var digit: Int? {
        guard case .digit(let value) = self else { return nil }
        return value
    }
}

private struct SignReader {
    private var rest: ArraySlice<Sign>

    init(_ signs: ArraySlice<Sign>) { rest = signs }

    var isAtEndOfDigits: Bool { rest.first?.digit == nil }

    mutating func digits(_ count: Int) -> [Int]? {
        let values = rest.prefix(count).compactMap(\.digit)
        guard values.count == count else { return nil }
        rest = rest.dropFirst(count)
        return values
    }

    mutating func dateSeparator() -> Sign? {
        guard let sign = rest.first, [.dash, .space, .dot, .slash].contains(sign) else { return nil }
        rest = rest.dropFirst()
        return sign
    }

    mutating func skipNumberSeparator() {
        rest = rest.drop { $0 == .space }
        if let sign = rest.first, [.dash, .plus].contains(sign) { rest = rest.dropFirst() }
        rest = rest.drop { $0 == .space }
    }
}

extension Array<Int> {
    /// The number that these decimal digits write.
    fileprivate var number: Int { reduce(0) { $0 * 10 + $1 } }
}
