/// A value that a ``CanonicalReader`` can read: as its `Decodable` conformance would, or not at all.
public protocol CanonicalReadable {
    init(reading reader: inout CanonicalReader) throws(UnexpectedText)
}

/// A value that says itself how it is written: as its `Encodable` conformance would.
public protocol CanonicalWritable {
    func write(to writer: inout CanonicalWriter)
}

/// A value that is read and written without `Codable`, for those of which there are very many: `CanonicalEncoder` and
/// `StrictDecoder` take this way by themselves where it is offered and leads on.
public typealias CanonicalForm = CanonicalReadable & CanonicalWritable

/// An object, read and written field by field in the order of their names' bytes.
///
/// ```swift
/// init(fields reader: inout CanonicalReader) throws(UnexpectedText) {
///     fact = try reader.field("fact")
///     kind = try reader.field("kind")
/// }
///
/// func write(fields writer: inout CanonicalWriter) {
///     writer.field("fact", fact)
///     writer.field("kind", kind)
/// }
/// ```
public protocol CanonicalObject: CanonicalForm {
    init(fields reader: inout CanonicalReader) throws(UnexpectedText)
    func write(fields writer: inout CanonicalWriter)
}

extension CanonicalObject {
    @inlinable
    public init(reading reader: inout CanonicalReader) throws(UnexpectedText) {
        self = try reader.object { (fields) throws(UnexpectedText) in try Self(fields: &fields) }
    }

    @inlinable
    public func write(to writer: inout CanonicalWriter) {
        writer.object { fields in write(fields: &fields) }
    }
}

/// A value whose form only `Codable` knows, within one that goes without: for what there are few of.
public struct ByCodable<Value: Codable>: CanonicalForm {
    public let value: Value

    public init(_ value: Value) { self.value = value }

    public init(reading reader: inout CanonicalReader) throws(UnexpectedText) {
        let text = Array(try reader.anyValue())
        do throws(JSONFault) { value = try StrictDecoder().decode(Value.self, fromCanonical: text) } catch {
            throw UnexpectedText()
        }
    }

    public func write(to writer: inout CanonicalWriter) {
        do throws(JSONFault) { writer.append(try CanonicalEncoder().bytes(of: value)) } catch {
            writer.hasFailed = true
        }
    }
}
