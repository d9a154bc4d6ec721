extension String: CanonicalReadable {
    @inlinable
    public init(reading reader: inout CanonicalReader) throws(UnexpectedText) { self = try reader.string() }
}

extension Bool: CanonicalReadable {
    @inlinable
    public init(reading reader: inout CanonicalReader) throws(UnexpectedText) { self = try reader.boolean() }
}

extension Int64: CanonicalReadable {
    @inlinable
    public init(reading reader: inout CanonicalReader) throws(UnexpectedText) { self = try reader.integer() }
}

extension Int: CanonicalReadable {
    @inlinable
    public init(reading reader: inout CanonicalReader) throws(UnexpectedText) {
        guard let value = Int(exactly: try reader.integer()) else { throw UnexpectedText() }
        self = value
    }
}

extension Array: CanonicalReadable where Element: CanonicalReadable {
    @inlinable
    public init(reading reader: inout CanonicalReader) throws(UnexpectedText) {
        self = []
        try reader.elements { reader throws(UnexpectedText) in append(try Element(reading: &reader)) }
    }
}

extension Dictionary: CanonicalReadable where Key == String, Value: CanonicalReadable {
    @inlinable
    public init(reading reader: inout CanonicalReader) throws(UnexpectedText) { self = try reader.dictionary() }
}

/// A word of a list, as an enum of words is.
extension CanonicalReadable where Self: RawRepresentable<String> {
    @inlinable
    public init(reading reader: inout CanonicalReader) throws(UnexpectedText) {
        self = try reader.word()
    }
}

extension JSONStringConvertible {
    @inlinable
    public init(reading reader: inout CanonicalReader) throws(UnexpectedText) {
        let text = try reader.string()
        do throws(InvalidValue) { try self.init(jsonString: text) } catch { throw UnexpectedText() }
    }
}
