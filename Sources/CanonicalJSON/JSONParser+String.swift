extension JSONParser {
    /// A string or key, to behind its closing quote. Most need neither unescaping nor normalising: their node is a
    /// range of the text.
    mutating func string(expecting expectation: JSONFault.Expectation) throws(JSONFault) {
        guard index < text.count, text[index] == UInt8(ascii: "\"") else { throw malformed(expectation) }
        let start = index
        index += 1
        var isPlain = true
        scan: while index < text.count {
            let byte = text[index]
            switch byte {
            case UInt8(ascii: "\""): break scan
            case UInt8(ascii: "\\"):
                isPlain = false
                index += 2
            case 0x00..<0x20: throw malformed(.escapedControlCharacter)
            default:
                if byte >= NormalizationFormC.firstUncertainByte { isPlain = false }
                index += 1
            }
        }
        guard index < text.count else { throw malformed(.closingQuote, at: text.count) }
        let content = start + 1..<index
        index += 1
        if isPlain {
            append(.string, position: start, high: UInt32(content.lowerBound), low: UInt32(content.count))
        } else {
            let bytes = try normalized(content)
            append(.string, position: start, high: UInt32(text.count + decoded.count), low: UInt32(bytes.count))
            decoded += bytes
        }
    }

    /// Unescaped and in NFC. A mark behind an escaped letter composes with it, so the first comes before the second.
    private func normalized(_ content: Range<Int>) throws(JSONFault) -> [UInt8] {
        var bytes: [UInt8] = []
        bytes.reserveCapacity(content.count)
        var position = content.lowerBound
        while position < content.upperBound {
            let byte = text[position]
            if byte == UInt8(ascii: "\\") {
                try unescape(&position, into: &bytes, end: content.upperBound)
            } else {
                bytes.append(byte)
                position += 1
            }
        }
        guard bytes.contains(where: { $0 >= NormalizationFormC.firstUncertainByte }) else { return bytes }
        return Array(String(decoding: bytes, as: UTF8.self).normalizedToNFC.utf8)
    }

    /// One escape, or two that make a surrogate pair.
    private func unescape(_ position: inout Int, into bytes: inout [UInt8], end: Int) throws(JSONFault) {
        let start = position
        guard position + 1 < end else { throw malformed(.escape, at: position + 1) }
        position += 2
        switch text[start + 1] {
        case UInt8(ascii: "\""): bytes.append(UInt8(ascii: "\""))
        case UInt8(ascii: "\\"): bytes.append(UInt8(ascii: "\\"))
        case UInt8(ascii: "/"): bytes.append(UInt8(ascii: "/"))
        case UInt8(ascii: "b"): bytes.append(0x08)
        case UInt8(ascii: "f"): bytes.append(0x0C)
        case UInt8(ascii: "n"): bytes.append(0x0A)
        case UInt8(ascii: "r"): bytes.append(0x0D)
        case UInt8(ascii: "t"): bytes.append(0x09)
        case UInt8(ascii: "u"):
            var unit = try hexDigits(&position, end: end)
            if (0xD800..<0xDC00).contains(unit) {
                guard position + 1 < end, text[position] == UInt8(ascii: "\\"), text[position + 1] == UInt8(ascii: "u")
                else { throw malformed(.surrogatePair, at: start) }
                position += 2
                let second = try hexDigits(&position, end: end)
                guard (0xDC00..<0xE000).contains(second) else { throw malformed(.surrogatePair, at: start) }
                unit = 0x10000 + (unit - 0xD800) << 10 + (second - 0xDC00)
            }
            // Only the second half of a pair is still no scalar.
            guard let scalar = Unicode.Scalar(unit) else { throw malformed(.surrogatePair, at: start) }
            bytes.append(contentsOf: UTF8.encode(scalar) ?? UTF8.encodedReplacementCharacter)
        default: throw malformed(.escape, at: start + 1)
        }
    }

    private func hexDigits(_ position: inout Int, end: Int) throws(JSONFault) -> UInt32 {
        var value: UInt32 = 0
        for _ in 0..<4 {
            guard position < end, let digit = Self.hexDigit(text[position]) else {
                throw malformed(.hexDigits, at: position)
            }
            value = value << 4 | digit
            position += 1
        }
        return value
    }

    private static func hexDigit(_ byte: UInt8) -> UInt32? {
        switch byte {
        case UInt8(ascii: "0")...UInt8(ascii: "9"): UInt32(byte - UInt8(ascii: "0"))
        case UInt8(ascii: "a")...UInt8(ascii: "f"): UInt32(byte - UInt8(ascii: "a") + 10)
        case UInt8(ascii: "A")...UInt8(ascii: "F"): UInt32(byte - UInt8(ascii: "A") + 10)
        default: nil
        }
    }
}
