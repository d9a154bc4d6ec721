/// Reads single fields of a canonical object where it lies, for folds over many events: no tree, no dictionary, and a
/// `String` only when one is asked for.
///
/// Keys ascend in canonical text, so asking in the order of the names' bytes reads the object once; any other order is
/// right too, and begins anew. What is passed over is checked for canonical structure (no whitespace, ascending keys,
/// minimal escapes, canonical integers); its UTF-8 is checked when it becomes a `String`, its NFC not at all. Nothing
/// behind the last field that was asked for is looked at: `CanonicalJSON.value(reading:)` checks everything.
///
/// It borrows the bytes: neither it nor what it gives out may be used when they are gone.
///
/// ```swift
/// try CanonicalFields.read(payload) { fields throws(JSONFault) in
///     guard let cycle = try fields.text("cycle") else { throw fields.missing("cycle") }
///     return (isFirst: cycle == "2017-2018", held: try fields.integer("held"))
/// }
/// ```
public struct CanonicalFields {
    private var scanner: CanonicalScanner
    private let isWhole: Bool
    private let start: Int
    /// At the quote of a key, or at the closing brace.
    private var cursor: Int
    /// The key whose field ends just before the cursor.
    private var passed: CanonicalText?

    /// Lends the fields of a whole text to the closure.
    ///
    /// - Throws: `not-canonical`, `wrong-type`, `not-utf8`, and what the closure throws.
    public static func read<Result>(
        _ text: [UInt8], _ body: (inout CanonicalFields) throws(JSONFault) -> Result
    ) throws(JSONFault) -> Result {
        try text.withUnsafeBufferPointer { (buffer) throws(JSONFault) in
            var fields = try CanonicalFields(UnsafeRawBufferPointer(buffer))
            return try body(&fields)
        }
    }

    /// The fields of a whole text, which the caller keeps where it is.
    public init(_ text: UnsafeRawBufferPointer) throws(JSONFault) {
        try self.init(CanonicalScanner(bytes: text), isWhole: true)
    }

    /// The fields of the object at the scanner's place.
    init(_ scanner: CanonicalScanner, isWhole: Bool) throws(JSONFault) {
        self.scanner = scanner
        self.isWhole = isWhole
        guard self.scanner.take(UInt8(ascii: "{")) else { throw scanner.wrongType(expected: .object) }
        start = self.scanner.index
        cursor = start
        try checkEnd()
    }

    /// Whether there is such a field.
    public mutating func contains(_ name: StaticString) throws(JSONFault) -> Bool { try find(name) != nil }

    /// The field as an integer; `nil` when it is absent.
    public mutating func integer(_ name: StaticString) throws(JSONFault) -> Int64? {
        guard let key = try find(name) else { return nil }
        let value = try scanner.integer()
        try advance(past: key)
        return value
    }

    public mutating func boolean(_ name: StaticString) throws(JSONFault) -> Bool? {
        guard let key = try find(name) else { return nil }
        let value = try scanner.boolean()
        try advance(past: key)
        return value
    }

    public mutating func string(_ name: StaticString) throws(JSONFault) -> String? {
        guard let key = try find(name) else { return nil }
        let value = try scanner.string()
        try advance(past: key)
        return value
    }

    /// The field as text that can be compared without becoming a `String`.
    public mutating func text(_ name: StaticString) throws(JSONFault) -> CanonicalText? {
        guard let key = try find(name) else { return nil }
        let value = try scanner.text()
        try advance(past: key)
        return value
    }

    /// The field's own canonical text, of whatever kind it is.
    public mutating func bytes(of name: StaticString) throws(JSONFault) -> UnsafeRawBufferPointer? {
        guard let key = try find(name) else { return nil }
        let start = scanner.index
        try scanner.skipValue()
        let value = UnsafeRawBufferPointer(rebasing: scanner.bytes[start..<scanner.index])
        try advance(past: key)
        return value
    }

    /// The field as an object of its own.
    public mutating func object(_ name: StaticString) throws(JSONFault) -> CanonicalFields? {
        // The cursor stays before the field: whether and how far the object is read is for others to say.
        guard try find(name) != nil else { return nil }
        return try CanonicalFields(scanner, isWhole: false)
    }

    /// The field as an array of strings.
    public mutating func strings(_ name: StaticString) throws(JSONFault) -> [String]? {
        guard let key = try find(name) else { return nil }
        var strings: [String] = []
        try scanner.forEachElement { scanner throws(JSONFault) in strings.append(try scanner.string()) }
        try advance(past: key)
        return strings
    }

    /// Hands the strings of an array to the closure, one after another.
    ///
    /// - Returns: whether the field is there.
    @discardableResult
    public mutating func forEachText(
        _ name: StaticString, _ body: (CanonicalText) throws(JSONFault) -> Void
    ) throws(JSONFault) -> Bool {
        guard let key = try find(name) else { return false }
        try scanner.forEachElement { scanner throws(JSONFault) in try body(try scanner.text()) }
        try advance(past: key)
        return true
    }

    /// Hands the objects of an array to the closure, one after another.
    ///
    /// - Returns: whether the field is there.
    @discardableResult
    public mutating func forEachObject(
        _ name: StaticString, _ body: (inout CanonicalFields) throws(JSONFault) -> Void
    ) throws(JSONFault) -> Bool {
        guard let key = try find(name) else { return false }
        try scanner.forEachElement { scanner throws(JSONFault) in
            var fields = try CanonicalFields(scanner, isWhole: false)
            try body(&fields)
            try scanner.skipValue()
        }
        try advance(past: key)
        return true
    }

    /// The fault of a field that should be there and isn't.
    public func missing(_ name: StaticString) -> JSONFault {
        var scanner = scanner
        scanner.index = start - 1
        return scanner.fault(.missingField, parameters: ["field": name.description]).ofField(name.description)
    }
}

extension CanonicalFields {
    /// The key of that name, with the scanner at its value; `nil` when there is none.
    private mutating func find(_ name: StaticString) throws(JSONFault) -> CanonicalText? {
        if let passed, passed.order(against: name) != .before {
            cursor = start
            self.passed = nil
        }
        while scanner.byte(at: cursor) == UInt8(ascii: "\"") {
            scanner.index = cursor
            let key = try scanner.key(after: passed)
            switch key.order(against: name) {
            case .same: return key
            case .after: return nil
            case .before:
                try scanner.skipValue()
                try advance(past: key)
            }
        }
        return nil
    }

    /// From the end of a field's value to the next key.
    private mutating func advance(past key: CanonicalText) throws(JSONFault) {
        if scanner.take(UInt8(ascii: ",")) {
            guard scanner.byte(at: scanner.index) == UInt8(ascii: "\"") else { throw scanner.notCanonical() }
        } else {
            guard scanner.byte(at: scanner.index) == UInt8(ascii: "}") else { throw scanner.notCanonical() }
        }
        passed = key
        cursor = scanner.index
        try checkEnd()
    }

    private func checkEnd() throws(JSONFault) {
        switch scanner.byte(at: cursor) {
        case UInt8(ascii: "\""): return
        case UInt8(ascii: "}") where !isWhole || cursor + 1 == scanner.bytes.count: return
        default: throw scanner.notCanonical()
        }
    }
}
