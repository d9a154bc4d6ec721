/// Reads a canonical text of a shape that is known beforehand, in one pass and without a tree, for texts of which there
/// are very many.
///
/// The fields of an object are asked for by name in canonical order, and each must stand just where it is asked for. So
/// what is unknown, missing, twice there, out of order or spelt in another way is refused without being looked at; and
/// refused too is what this reader is too simple for: an escape, a character from U+0300 on, an integer of more than 18
/// digits. A refusal therefore says nothing of the text. Whoever gets one asks `StrictDecoder`, which accepts or names the
/// fault; what this reader accepts, the decoder would give back as the same value.
///
/// ```swift
/// child = try reader.field("child")
/// cycle = try reader.field("cycle")
/// text = try reader.fieldIfPresent("text")
/// ```
public struct CanonicalReader {
    @usableFromInline let bytes: UnsafeRawBufferPointer
    @usableFromInline var index = 0
    /// Whether a field of the present object has been read, so that a comma stands before the next.
    @usableFromInline var isBehindField = false
    @usableFromInline var name: StaticString = ""
    /// Of the value around the present object.
    @usableFromInline var outerPointer = ""

    @inlinable
    init(_ bytes: UnsafeRawBufferPointer) { self.bytes = bytes }

    /// What the closure makes of the fields of a text's object, all of which it asks for; nothing when the text is not of
    /// that shape, or not of the simple kind. The caller keeps the text where it is, so that what is read may still lie
    /// there.
    @inlinable
    public static func value<Value>(
        of text: UnsafeRawBufferPointer, _ read: (inout CanonicalReader) throws(UnexpectedText) -> Value
    ) -> Value? {
        guard text.count <= JSONDocument.Limits().bytes else { return nil }
        var reader = CanonicalReader(text)
        do throws(UnexpectedText) {
            let value = try reader.object(read)
            return reader.index == text.count ? value : nil
        } catch {
            return nil
        }
    }

    /// A text's whole value.
    static func value<Value: CanonicalReadable>(_: Value.Type, of text: [UInt8]) -> Value? {
        guard text.count <= JSONDocument.Limits().bytes else { return nil }
        return text.withUnsafeBytes { bytes in
            var reader = CanonicalReader(bytes)
            guard let value = try? Value(reading: &reader), reader.index == bytes.count else { return nil }
            return value
        }
    }

    /// RFC 6901 pointer of the field that is being read. Names that are asked for hold neither `/` nor `~`.
    @inlinable
    public var pointer: String {
        let outer = outerPointer.utf8.count
        // In one piece: a pointer is made for every protected text that is read.
        return String(unsafeUninitializedCapacity: outer + 1 + name.utf8CodeUnitCount) { text in
            _ = text.initialize(from: outerPointer.utf8)
            text[outer] = UInt8(ascii: "/")
            for offset in 0..<name.utf8CodeUnitCount { text[outer + 1 + offset] = name.utf8Start[offset] }
            return outer + 1 + name.utf8CodeUnitCount
        }
    }
}

/// The text is not what a ``CanonicalReader`` was told to expect.
public struct UnexpectedText: Error {
    @inlinable
    public init() {}
}

extension CanonicalReader {
    /// The next field of the object.
    @inlinable
    public mutating func field<Value: CanonicalReadable>(
        _ name: StaticString, as type: Value.Type = Value.self
    ) throws(UnexpectedText) -> Value {
        guard takeKey(name) else { throw UnexpectedText() }
        return try Value(reading: &self)
    }

    /// The field, if it is the next one.
    @inlinable
    public mutating func fieldIfPresent<Value: CanonicalReadable>(
        _ name: StaticString, as type: Value.Type = Value.self
    ) throws(UnexpectedText) -> Value? {
        takeKey(name) ? try Value(reading: &self) : nil
    }

    /// An object as the present value, whose fields the closure asks for.
    @inlinable
    public mutating func object<Value>(
        _ read: (inout CanonicalReader) throws(UnexpectedText) -> Value
    ) throws(UnexpectedText) -> Value {
        let field = name
        guard take(UInt8(ascii: "{")) else { throw UnexpectedText() }
        isBehindField = false
        let value = try read(&self)
        guard take(UInt8(ascii: "}")) else { throw UnexpectedText() }
        isBehindField = true
        name = field
        return value
    }

    /// An object whose keys are data, as the present value.
    @inlinable
    public mutating func dictionary<Value: CanonicalReadable>() throws(UnexpectedText) -> [String: Value] {
        guard take(UInt8(ascii: "{")) else { throw UnexpectedText() }
        var values: [String: Value] = [:]
        if take(UInt8(ascii: "}")) { return values }
        var previous: UnsafeRawBufferPointer?
        repeat {
            let key = try asciiString()
            if let previous, !previous.lexicographicallyPrecedes(key) { throw UnexpectedText() }
            guard take(UInt8(ascii: ":")) else { throw UnexpectedText() }
            values[String(decoding: key, as: UTF8.self)] = try Value(reading: &self)
            previous = key
        } while take(UInt8(ascii: ","))
        guard take(UInt8(ascii: "}")) else { throw UnexpectedText() }
        return values
    }

    /// The objects of an array that is the next field, each with a pointer of its own.
    @inlinable
    public mutating func objects<Value>(
        _ name: StaticString, _ read: (inout CanonicalReader) throws(UnexpectedText) -> Value
    ) throws(UnexpectedText) -> [Value] {
        guard takeKey(name) else { throw UnexpectedText() }
        let pointer = (outer: outerPointer, array: pointer)
        var values: [Value] = []
        try elements { reader throws(UnexpectedText) in
            reader.outerPointer = "\(pointer.array)/\(values.count)"
            values.append(try reader.object(read))
        }
        outerPointer = pointer.outer
        return values
    }

    /// An array as the present value, whose elements the closure reads.
    @inlinable
    public mutating func elements(
        _ read: (inout CanonicalReader) throws(UnexpectedText) -> Void
    ) throws(UnexpectedText) {
        guard take(UInt8(ascii: "[")) else { throw UnexpectedText() }
        if !take(UInt8(ascii: "]")) {
            repeat { try read(&self) } while take(UInt8(ascii: ","))
            guard take(UInt8(ascii: "]")) else { throw UnexpectedText() }
        }
    }

    /// The canonical text of a value of whatever kind.
    mutating func anyValue() throws(UnexpectedText) -> UnsafeRawBufferPointer {
        var scanner = CanonicalScanner(bytes: bytes, index: index)
        do throws(JSONFault) { try scanner.skipValue() } catch { throw UnexpectedText() }
        defer { index = scanner.index }
        return UnsafeRawBufferPointer(rebasing: bytes[index..<scanner.index])
    }

    /// A string of ASCII without escapes.
    @inlinable
    public mutating func asciiString() throws(UnexpectedText) -> UnsafeRawBufferPointer { try plainString(below: 0x80) }

    /// The same, of a form that tells by its bytes how long it is: the closure gets all that follows, and accepts nothing but
    /// ASCII that stands for itself.
    @inlinable
    public mutating func asciiString(
        ofLength length: (UnsafeRawBufferPointer) -> Int?
    ) throws(UnexpectedText) -> UnsafeRawBufferPointer {
        guard take(UInt8(ascii: "\"")) else { throw UnexpectedText() }
        let rest = UnsafeRawBufferPointer(rebasing: bytes[index...])
        guard let length = length(rest) else { throw UnexpectedText() }
        index += length
        guard take(UInt8(ascii: "\"")) else { throw UnexpectedText() }
        return UnsafeRawBufferPointer(rebasing: rest[..<length])
    }

    /// Beside ASCII, letters whose normalisation is not in doubt, as those of Swedish.
    @inlinable
    public mutating func string() throws(UnexpectedText) -> String {
        let text = try plainString(below: NormalizationFormC.firstUncertainByte)
        guard let string = String(validating: text, as: UTF8.self) else { throw UnexpectedText() }
        return string
    }

    /// A word of a list, which is in ASCII, or it is left to `Codable`.
    @inlinable
    public mutating func word<Word: RawRepresentable<String>>() throws(UnexpectedText) -> Word {
        let text = try asciiString()
        guard let word = Word(rawValue: String(decoding: text, as: UTF8.self)) else { throw UnexpectedText() }
        return word
    }

    /// One of a short list, found without making a string of it.
    @inlinable
    public mutating func word<Word: RawRepresentable<String> & CaseIterable>() throws(UnexpectedText) -> Word {
        let text = try asciiString()
        for word in Word.allCases where text.isText(word.rawValue) { return word }
        throw UnexpectedText()
    }

    @inlinable
    mutating func plainString(below limit: UInt8) throws(UnexpectedText) -> UnsafeRawBufferPointer {
        guard take(UInt8(ascii: "\"")) else { throw UnexpectedText() }
        let start = index
        skipPlainText()
        while index < bytes.count {
            let byte = bytes[index]
            if byte == UInt8(ascii: "\"") {
                defer { index += 1 }
                return UnsafeRawBufferPointer(rebasing: bytes[start..<index])
            }
            guard byte >= 0x20, byte < limit, byte != UInt8(ascii: "\\") else { throw UnexpectedText() }
            index += 1
        }
        throw UnexpectedText()
    }

    /// Goes on, eight bytes at a time, to the first that is not ASCII that stands for itself, or near the end.
    @inlinable
    mutating func skipPlainText() {
        let ones: UInt64 = 0x0101_0101_0101_0101
        let highBits = ones << 7
        while index + 8 <= bytes.count {
            let word = UInt64(littleEndian: bytes.loadUnaligned(fromByteOffset: index, as: UInt64.self))
            // A byte that is below 0x20, a quote or a backslash borrows into its high bit; what comes before the first such
            // byte is left alone.
            let quote = word ^ (ones * UInt64(UInt8(ascii: "\"")))
            let backslash = word ^ (ones * UInt64(UInt8(ascii: "\\")))
            let found =
                (word | (word &- ones * 0x20) & ~word | (quote &- ones) & ~quote | (backslash &- ones) & ~backslash)
                & highBits
            guard found == 0 else {
                index += found.trailingZeroBitCount / 8
                return
            }
            index += 8
        }
    }

    @inlinable
    public mutating func integer() throws(UnexpectedText) -> Int64 {
        let isNegative = take(UInt8(ascii: "-"))
        let first = index
        var value: Int64 = 0
        while index < bytes.count, case let digit = bytes[index] &- UInt8(ascii: "0"), digit < 10 {
            value = value &* 10 &+ Int64(digit)
            index += 1
        }
        let count = index - first
        guard (1...18).contains(count), bytes[first] != UInt8(ascii: "0") || (count == 1 && !isNegative) else {
            throw UnexpectedText()
        }
        return isNegative ? -value : value
    }

    @inlinable
    public mutating func boolean() throws(UnexpectedText) -> Bool {
        if take("true") { return true }
        if take("false") { return false }
        throw UnexpectedText()
    }
}

extension CanonicalReader {
    @inlinable
    mutating func take(_ byte: UInt8) -> Bool {
        guard index < bytes.count, bytes[index] == byte else { return false }
        index += 1
        return true
    }

    @inlinable
    mutating func take(_ word: StaticString) -> Bool {
        guard holds(word, at: index) else { return false }
        index += word.utf8CodeUnitCount
        return true
    }

    @inlinable
    func holds(_ word: StaticString, at start: Int) -> Bool {
        let word = UnsafeRawBufferPointer(start: word.utf8Start, count: word.utf8CodeUnitCount)
        return start + word.count <= bytes.count && bytes.holds(word, at: start)
    }

    /// The key and what stands around it, if it is the next: `,"child":`, in the first field without the comma.
    @inlinable
    mutating func takeKey(_ name: StaticString) -> Bool {
        assert(!isBehindField || self.name.description.utf8.lexicographicallyPrecedes(name.description.utf8))
        let quote = isBehindField ? index + 1 : index
        let end = quote + 1 + name.utf8CodeUnitCount
        guard end + 1 < bytes.count, bytes[quote] == UInt8(ascii: "\""),
            !isBehindField || bytes[index] == UInt8(ascii: ","), bytes[end] == UInt8(ascii: "\""),
            bytes[end + 1] == UInt8(ascii: ":"), holds(name, at: quote + 1)
        else { return false }
        self.name = name
        index = end + 2
        isBehindField = true
        return true
    }
}

extension UnsafeRawBufferPointer {
    /// Whether these bytes are the text.
    @inlinable
    public func isText(_ text: String) -> Bool {
        text.utf8.withContiguousStorageIfAvailable { isSame(as: UnsafeRawBufferPointer($0)) }
            ?? elementsEqual(text.utf8)
    }

    @inlinable
    public func isSame(as bytes: UnsafeRawBufferPointer) -> Bool { bytes.count == count && holds(bytes, at: 0) }

    /// Whether some bytes stand at a place, behind which there are as many: compared as many at a time as a register holds.
    @inlinable
    func holds(_ bytes: UnsafeRawBufferPointer, at start: Int) -> Bool {
        var offset = 0
        while offset + 8 <= bytes.count {
            guard isSame(UInt64.self, as: bytes, offset, start) else { return false }
            offset += 8
        }
        if bytes.count & 4 != 0 {
            guard isSame(UInt32.self, as: bytes, offset, start) else { return false }
            offset += 4
        }
        if bytes.count & 2 != 0 {
            guard isSame(UInt16.self, as: bytes, offset, start) else { return false }
            offset += 2
        }
        return bytes.count & 1 == 0 || self[start + offset] == bytes[offset]
    }

    @inlinable
    func isSame<Word: FixedWidthInteger & BitwiseCopyable>(
        _: Word.Type, as bytes: UnsafeRawBufferPointer, _ offset: Int, _ start: Int
    ) -> Bool {
        loadUnaligned(fromByteOffset: start + offset, as: Word.self)
            == bytes.loadUnaligned(fromByteOffset: offset, as: Word.self)
    }
}
