/// A value type that is one string in JSON, as a day, an identifier, a child reference.
///
/// `Codable` and `CanonicalForm` come with it. What `init(jsonString:)` throws becomes a fault at the place of the string.
public protocol JSONStringConvertible: Codable, Sendable, CanonicalForm {
    /// From text in NFC.
    init(jsonString: String) throws(InvalidValue)
    var jsonString: String { get }
}

extension JSONStringConvertible {
    public init(from decoder: any Decoder) throws {
        try self.init(jsonString: decoder.singleValueContainer().decode(String.self))
    }

    public func encode(to encoder: any Encoder) throws {
        var container = encoder.singleValueContainer()
        try container.encode(jsonString)
    }
}
