extension JSONParser {
    /// An integer of 64 bits. The grammar is followed to the number's end first, so that `1.` is malformed and `1.0` is
    /// not an integer; `-0` is none either: readers elsewhere give it back as a floating point's negative zero.
    mutating func number() throws(JSONFault) {
        let start = index
        let isNegative = text[index] == UInt8(ascii: "-")
        if isNegative { index += 1 }
        let firstDigit = index
        // Taken below zero, where there is room for one more.
        var value: Int64 = 0
        var overflows = false
        while let digit = digit {
            let (product, first) = value.multipliedReportingOverflow(by: 10)
            let (difference, second) = product.subtractingReportingOverflow(Int64(digit))
            overflows = overflows || first || second
            value = difference
            index += 1
        }
        guard index > firstDigit else { throw malformed(.digit) }
        if text[firstDigit] == UInt8(ascii: "0"), index > firstDigit + 1 {
            throw malformed(.noLeadingZero, at: firstDigit)
        }
        let isInteger = try !skipFractionAndExponent()
        guard isInteger, !(isNegative && value == 0) else {
            throw fault(.notAnInteger, at: start, value: token(from: start))
        }
        if !isNegative {
            let (negated, third) = Int64(0).subtractingReportingOverflow(value)
            overflows = overflows || third
            value = negated
        }
        guard !overflows else {
            throw fault(
                .numberOutOfRange, at: start, value: token(from: start),
                parameters: ["minimum": String(Int64.min), "maximum": String(Int64.max)])
        }
        let pattern = UInt64(bitPattern: value)
        append(
            .integer, position: start, high: UInt32(truncatingIfNeeded: pattern >> 32),
            low: UInt32(truncatingIfNeeded: pattern))
    }

    private var digit: UInt8? {
        guard index < text.count, text[index] >= UInt8(ascii: "0"), text[index] <= UInt8(ascii: "9") else { return nil }
        return text[index] - UInt8(ascii: "0")
    }

    /// Whether there was one.
    private mutating func skipFractionAndExponent() throws(JSONFault) -> Bool {
        let start = index
        if skip(UInt8(ascii: "."), nil) { try skipDigits() }
        if skip(UInt8(ascii: "e"), UInt8(ascii: "E")) {
            _ = skip(UInt8(ascii: "+"), UInt8(ascii: "-"))
            try skipDigits()
        }
        return index > start
    }

    private mutating func skip(_ byte: UInt8, _ other: UInt8?) -> Bool {
        guard index < text.count, text[index] == byte || text[index] == other else { return false }
        index += 1
        return true
    }

    private mutating func skipDigits() throws(JSONFault) {
        guard digit != nil else { throw malformed(.digit) }
        while digit != nil { index += 1 }
    }

    /// No more than a fault shows.
    private func token(from start: Int) -> String {
        String(decoding: text[start..<min(index, start + 100)], as: UTF8.self)
    }
}
