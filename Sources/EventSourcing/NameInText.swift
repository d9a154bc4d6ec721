public import CanonicalJSON

/// A name in ASCII that is known by its bytes.
public protocol NameInText {
    var text: String { get }
    /// How long the name is that some bytes begin with: it may be no name if something else than its end follows.
    static func length(in bytes: UnsafeRawBufferPointer) -> Int?
    /// From a text whose bytes are such a name, as the caller has seen.
    init(checked text: String)
}

/// A name where it lies in a text that is read: checked, and made only when it is asked for.
///
/// It borrows the bytes, and may not be used when they are gone.
public struct InPlace<Name: NameInText>: CanonicalReadable {
    public let bytes: UnsafeRawBufferPointer

    @inlinable
    public init(reading reader: inout CanonicalReader) throws(UnexpectedText) {
        bytes = try reader.asciiString(ofLength: Name.length)
    }

    @inlinable
    public var made: Name { Name(checked: String(decoding: bytes, as: UTF8.self)) }

    @inlinable
    public static func == (inPlace: Self, name: Name) -> Bool { inPlace.bytes.isText(name.text) }
}
