/// A string in canonical text, between its quotes. A string has one canonical spelling, so equal strings have equal bytes.
///
/// It borrows the bytes that it lies in.
public struct CanonicalText {
    enum Order { case before, same, after }

    let content: UnsafeRawBufferPointer
    let hasEscapes: Bool

    /// `nil` when the bytes are no UTF-8.
    public var string: String? {
        guard hasEscapes else { return String(validating: content, as: UTF8.self) }
        return String(validating: Array(UnescapedBytes(content)), as: UTF8.self)
    }

    /// Compares with a literal in NFC.
    public static func == (text: CanonicalText, literal: StaticString) -> Bool { text.order(against: literal) == .same }

    public static func != (text: CanonicalText, literal: StaticString) -> Bool { !(text == literal) }

    public static func == (first: CanonicalText, second: CanonicalText) -> Bool {
        first.content.elementsEqual(second.content)
    }

    /// How this text lies to a literal, by the bytes of both.
    func order(against literal: StaticString) -> Order {
        literal.withUTF8Buffer { literal in
            hasEscapes
                ? Self.order(UnescapedBytes(content), literal)
                : Self.order(content, UnsafeRawBufferPointer(literal))
        }
    }

    func precedes(_ other: CanonicalText) -> Bool {
        guard hasEscapes || other.hasEscapes else { return Self.order(content, other.content) == .before }
        return Self.order(UnescapedBytes(content), UnescapedBytes(other.content)) == .before
    }

    private static func order(_ first: UnsafeRawBufferPointer, _ second: UnsafeRawBufferPointer) -> Order {
        for index in 0..<min(first.count, second.count) where first[index] != second[index] {
            return first[index] < second[index] ? .before : .after
        }
        return first.count == second.count ? .same : first.count < second.count ? .before : .after
    }

    private static func order(_ first: some Sequence<UInt8>, _ second: some Sequence<UInt8>) -> Order {
        var (first, second) = (first.makeIterator(), second.makeIterator())
        while true {
            switch (first.next(), second.next()) {
            case (nil, nil): return .same
            case (nil, _): return .before
            case (_, nil): return .after
            case (let first?, let second?) where first != second: return first < second ? .before : .after
            default: continue
            }
        }
    }
}

/// The bytes of a canonical string without its escapes.
struct UnescapedBytes: Sequence, IteratorProtocol {
    private let content: UnsafeRawBufferPointer
    private var index = 0

    init(_ content: UnsafeRawBufferPointer) { self.content = content }

    mutating func next() -> UInt8? {
        guard let byte = take() else { return nil }
        guard byte == UInt8(ascii: "\\"), let escape = take() else { return byte }
        switch escape {
        case UInt8(ascii: "b"): return 0x08
        case UInt8(ascii: "t"): return 0x09
        case UInt8(ascii: "n"): return 0x0A
        case UInt8(ascii: "f"): return 0x0C
        case UInt8(ascii: "r"): return 0x0D
        case UInt8(ascii: "u"):
            // `00`, then the two digits that count; the scanner has seen that they are there.
            index += 2
            guard let high = take(), let low = take() else { return nil }
            return (high & 0x0F) << 4 | (low > UInt8(ascii: "9") ? low & 0x0F + 9 : low & 0x0F)
        default: return escape
        }
    }

    private mutating func take() -> UInt8? {
        guard index < content.count else { return nil }
        defer { index += 1 }
        return content[index]
    }
}
