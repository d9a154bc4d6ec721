/// Reads RFC 8259 text into a tape. Everything that it refuses throws; nothing that it is given traps.
struct JSONParser: ~Copyable {
    let text: [UInt8]
    let firstLine: Int?
    let maximumDepth: Int
    var index = 0
    var nodes: [Tape.Node] = []
    /// What was unescaped or normalised: it becomes the storage behind the text.
    var decoded: [UInt8] = []
    private var depth = 0

    init(text: [UInt8], firstLine: Int?, maximumDepth: Int) {
        self.text = text
        self.firstLine = firstLine
        self.maximumDepth = maximumDepth
        nodes.reserveCapacity(text.count / 8 + 1)
    }

    consuming func parse() throws(JSONFault) -> Tape {
        if let offset = UTF8Validation.firstFault(in: text) { throw fault(.notUTF8, at: offset) }
        skipWhitespace()
        try value()
        skipWhitespace()
        guard index == text.count else { throw malformed(.endOfText) }
        let storage = decoded.isEmpty ? text : text + decoded
        let tape = Tape(storage: storage, textCount: text.count, nodes: nodes, firstLine: firstLine)
        return try tape.refusingDuplicateKeys()
    }

    // NUL stands for the end: no text may hold it where this is asked.
    private var current: UInt8 { index < text.count ? text[index] : 0 }

    private mutating func skipWhitespace() {
        while index < text.count {
            switch text[index] {
            case UInt8(ascii: " "), 0x0A, 0x0D, 0x09: index += 1
            default: return
            }
        }
    }

    private mutating func value() throws(JSONFault) {
        switch current {
        case UInt8(ascii: "{"): try nested(.object)
        case UInt8(ascii: "["): try nested(.array)
        case UInt8(ascii: "\""): try string(expecting: .value)
        case UInt8(ascii: "-"), UInt8(ascii: "0")...UInt8(ascii: "9"): try number()
        case UInt8(ascii: "t"): try literal("true", .boolean, 1)
        case UInt8(ascii: "f"): try literal("false", .boolean, 0)
        case UInt8(ascii: "n"): try literal("null", .null, 0)
        default: throw malformed(.value)
        }
    }

    private mutating func nested(_ kind: Tape.Node.Kind) throws(JSONFault) {
        guard depth < maximumDepth else {
            throw fault(.nestingTooDeep, at: index, parameters: ["maximum": String(maximumDepth)])
        }
        depth += 1
        let node = nodes.count
        nodes.append(Tape.Node(kind: kind, position: UInt32(index)))
        index += 1
        if kind == .object { try fields() } else { try elements() }
        nodes[node].end = UInt32(nodes.count)
        depth -= 1
    }

    /// Behind the opening bracket, up to behind the closing one.
    private mutating func elements() throws(JSONFault) {
        skipWhitespace()
        if current == UInt8(ascii: "]") {
            index += 1
            return
        }
        var count = 0
        while true {
            do { try value() } catch { throw error.under(String(count)) }
            count += 1
            skipWhitespace()
            guard current == UInt8(ascii: ",") else { break }
            index += 1
            skipWhitespace()
        }
        guard current == UInt8(ascii: "]") else { throw malformed(.commaOrBracket) }
        index += 1
    }

    private mutating func fields() throws(JSONFault) {
        skipWhitespace()
        if current == UInt8(ascii: "}") {
            index += 1
            return
        }
        while true {
            let key = nodes.count
            try string(expecting: .key)
            skipWhitespace()
            guard current == UInt8(ascii: ":") else { throw malformed(.colon) }
            index += 1
            skipWhitespace()
            do { try value() } catch { throw error.under(String(decoding: bytes(of: nodes[key]), as: UTF8.self)) }
            skipWhitespace()
            guard current == UInt8(ascii: ",") else { break }
            index += 1
            skipWhitespace()
        }
        guard current == UInt8(ascii: "}") else { throw malformed(.commaOrBrace) }
        index += 1
    }

    private func bytes(of node: Tape.Node) -> ArraySlice<UInt8> {
        let range = node.bytes
        guard range.lowerBound >= text.count else { return text[range] }
        return decoded[range.lowerBound - text.count..<range.upperBound - text.count]
    }

    private mutating func literal(
        _ word: StaticString, _ kind: Tape.Node.Kind, _ value: UInt32
    ) throws(JSONFault) {
        let start = index
        let matches = word.withUTF8Buffer { word in
            text.count - start >= word.count && text[start..<start + word.count].elementsEqual(word)
        }
        guard matches else { throw malformed(.value) }
        append(kind, position: start, low: value)
        index += word.utf8CodeUnitCount
    }

    mutating func append(_ kind: Tape.Node.Kind, position: Int, high: UInt32 = 0, low: UInt32) {
        nodes.append(
            Tape.Node(
                kind: kind, position: UInt32(position), high: high, low: low, end: UInt32(nodes.count + 1)))
    }

    func malformed(_ expectation: JSONFault.Expectation, at offset: Int? = nil) -> JSONFault {
        let offset = offset ?? index
        let found: String
        if offset < text.count {
            // The text is valid UTF-8 here, so a character has at most 4 bytes and none is cut.
            let scalar = String(decoding: text[offset..<min(offset + 4, text.count)], as: UTF8.self).unicodeScalars
                .first
            found = scalar.map(Self.name) ?? "end-of-text"
        } else {
            found = "end-of-text"
        }
        return fault(
            .malformedJSON, at: offset, parameters: ["expected": expectation.rawValue, "found": found])
    }

    /// The character itself where it shows, else its number.
    private static func name(_ scalar: Unicode.Scalar) -> String {
        let isVisible = scalar.value > 0x20 && scalar.value != 0x7F && scalar.value < 0x300 && scalar.value != 0xA0
        let hex = String(scalar.value, radix: 16, uppercase: true)
        return isVisible ? String(scalar) : "U+" + String(repeating: "0", count: max(0, 4 - hex.count)) + hex
    }

    func fault(
        _ code: JSONFault.Code, at offset: Int, value: String? = nil, parameters: [String: String] = [:]
    ) -> JSONFault {
        let location = firstLine.map { TextLocation(of: offset, in: text, firstLine: $0) } ?? .none
        return JSONFault(
            code, line: location.line, column: location.column, value: value, parameters: parameters)
    }
}
