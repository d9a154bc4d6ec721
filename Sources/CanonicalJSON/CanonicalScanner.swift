/// Steps over canonical text and refuses what is not. Every read asks for the bound first; what is behind the end reads
/// as NUL, which canonical text never holds.
struct CanonicalScanner {
    let bytes: UnsafeRawBufferPointer
    var index = 0

    func byte(at offset: Int) -> UInt8 { offset < bytes.count ? bytes[offset] : 0 }

    mutating func take(_ byte: UInt8) -> Bool {
        guard self.byte(at: index) == byte else { return false }
        index += 1
        return true
    }

    mutating func text() throws(JSONFault) -> CanonicalText {
        guard byte(at: index) == UInt8(ascii: "\"") else { throw wrongType(expected: .string) }
        let start = index + 1
        var position = start
        var hasEscapes = false
        while true {
            let byte = byte(at: position)
            if byte == UInt8(ascii: "\"") { break }
            if byte == UInt8(ascii: "\\") {
                hasEscapes = true
                let length = escapeLength(at: position)
                guard length > 0 else { throw notCanonical(at: position) }
                position += length
            } else {
                guard byte >= 0x20 else { throw notCanonical(at: position) }
                position += 1
            }
        }
        index = position + 1
        return CanonicalText(
            content: UnsafeRawBufferPointer(rebasing: bytes[start..<position]), hasEscapes: hasEscapes)
    }

    /// Of the escapes that the canonical writer makes; 0 for any other.
    private func escapeLength(at position: Int) -> Int {
        switch byte(at: position + 1) {
        case UInt8(ascii: "\""), UInt8(ascii: "\\"), UInt8(ascii: "b"), UInt8(ascii: "t"), UInt8(ascii: "n"),
            UInt8(ascii: "f"), UInt8(ascii: "r"):
            return 2
        case UInt8(ascii: "u"):
            guard byte(at: position + 2) == UInt8(ascii: "0"), byte(at: position + 3) == UInt8(ascii: "0") else {
                return 0
            }
            let low = byte(at: position + 5)
            let isLow0to7 = (UInt8(ascii: "0")...UInt8(ascii: "7")).contains(low)
            let isDigit = (UInt8(ascii: "0")...UInt8(ascii: "9")).contains(low)
            let isHexDigit = isDigit || (UInt8(ascii: "a")...UInt8(ascii: "f")).contains(low)
            switch byte(at: position + 4) {
            // U+0008, 9, A, C and D have escapes of their own.
            case UInt8(ascii: "0"):
                return isLow0to7 || low == UInt8(ascii: "b") || low == UInt8(ascii: "e") || low == UInt8(ascii: "f")
                    ? 6 : 0
            case UInt8(ascii: "1"): return isHexDigit ? 6 : 0
            default: return 0
            }
        default: return 0
        }
    }

    mutating func string() throws(JSONFault) -> String {
        let start = index
        let text = try text()
        guard let string = text.string else { throw fault(.notUTF8, at: start) }
        return string
    }

    mutating func integer() throws(JSONFault) -> Int64 {
        let start = index
        let isNegative = take(UInt8(ascii: "-"))
        let firstDigit = index
        // Taken below zero, where there is room for one more.
        var value: Int64 = 0
        while case let digit = byte(at: index) &- UInt8(ascii: "0"), digit < 10 {
            let (product, first) = value.multipliedReportingOverflow(by: 10)
            let (difference, second) = product.subtractingReportingOverflow(Int64(digit))
            guard !first, !second else { throw notCanonical(at: start) }
            value = difference
            index += 1
        }
        guard index > firstDigit else {
            index = start
            throw isNegative ? notCanonical() : wrongType(expected: .integer)
        }
        let isZero = byte(at: firstDigit) == UInt8(ascii: "0")
        guard !isZero || (index == firstDigit + 1 && !isNegative), isNegative || value != .min else {
            throw notCanonical(at: start)
        }
        return isNegative ? value : -value
    }

    mutating func boolean() throws(JSONFault) -> Bool {
        if take(word: "true") { return true }
        if take(word: "false") { return false }
        throw wrongType(expected: .boolean)
    }

    private mutating func take(word: StaticString) -> Bool {
        let end = index + word.utf8CodeUnitCount
        guard end <= bytes.count else { return false }
        guard word.withUTF8Buffer({ bytes[index..<end].elementsEqual($0) }) else { return false }
        index = end
        return true
    }
}

extension CanonicalScanner {
    /// A key and its colon. Keys ascend.
    mutating func key(after previous: CanonicalText?) throws(JSONFault) -> CanonicalText {
        let start = index
        guard byte(at: start) == UInt8(ascii: "\"") else { throw notCanonical() }
        let key = try text()
        if let previous, !previous.precedes(key) { throw notCanonical(at: start) }
        guard take(UInt8(ascii: ":")) else { throw notCanonical() }
        return key
    }

    mutating func skipValue(depth: Int = 0) throws(JSONFault) {
        guard depth <= 1_000 else { throw notCanonical() }
        switch byte(at: index) {
        case UInt8(ascii: "\""): _ = try text()
        case UInt8(ascii: "{"): try skipObject(depth: depth)
        case UInt8(ascii: "["):
            try forEachElement { scanner throws(JSONFault) in try scanner.skipValue(depth: depth + 1) }
        case UInt8(ascii: "t"), UInt8(ascii: "f"), UInt8(ascii: "n"):
            guard take(word: "true") || take(word: "false") || take(word: "null") else { throw notCanonical() }
        case UInt8(ascii: "-"), UInt8(ascii: "0")...UInt8(ascii: "9"): _ = try integer()
        default: throw notCanonical()
        }
    }

    private mutating func skipObject(depth: Int) throws(JSONFault) {
        index += 1
        if take(UInt8(ascii: "}")) { return }
        var previous: CanonicalText?
        repeat {
            previous = try key(after: previous)
            try skipValue(depth: depth + 1)
        } while take(UInt8(ascii: ","))
        guard take(UInt8(ascii: "}")) else { throw notCanonical() }
    }

    /// The closure leaves the scanner behind the element.
    mutating func forEachElement(
        _ body: (inout CanonicalScanner) throws(JSONFault) -> Void
    ) throws(JSONFault) {
        guard take(UInt8(ascii: "[")) else { throw wrongType(expected: .array) }
        if take(UInt8(ascii: "]")) { return }
        repeat { try body(&self) } while take(UInt8(ascii: ","))
        guard take(UInt8(ascii: "]")) else { throw notCanonical() }
    }
}

extension CanonicalScanner {
    func notCanonical(at offset: Int? = nil) -> JSONFault {
        let offset = offset ?? index
        return fault(.notCanonical, at: offset, parameters: ["offset": String(offset)])
    }

    /// Not canonical either, when no value stands here.
    func wrongType(expected: JSONValue.Kind) -> JSONFault {
        let found: JSONValue.Kind
        switch byte(at: index) {
        case UInt8(ascii: "\""): found = .string
        case UInt8(ascii: "{"): found = .object
        case UInt8(ascii: "["): found = .array
        case UInt8(ascii: "t"), UInt8(ascii: "f"): found = .boolean
        case UInt8(ascii: "n"): found = .null
        case UInt8(ascii: "-"), UInt8(ascii: "0")...UInt8(ascii: "9"): found = .integer
        default: return notCanonical()
        }
        return found == expected
            ? notCanonical()
            : fault(.wrongType, parameters: ["expected": expected.rawValue, "found": found.rawValue])
    }

    /// The strict reader is asked for the pointer: whoever gets a fault has time for it.
    func fault(_ code: JSONFault.Code, at offset: Int? = nil, parameters: [String: String] = [:]) -> JSONFault {
        let offset = offset ?? index
        let text = Array(bytes)
        let location = TextLocation(of: offset, in: text, firstLine: 1)
        let tape = try? JSONDocument(parsing: text, limits: .init(bytes: text.count)).tape
        let node = tape?.nodes.firstIndex { Int($0.position) == offset }
        return JSONFault(
            code, pointer: node.flatMap { tape?.pointer(to: $0) } ?? "", line: location.line, column: location.column,
            parameters: parameters)
    }
}
