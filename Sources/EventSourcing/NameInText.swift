package import CanonicalJSON

/// A name in ASCII that is known by its bytes.
package protocol NameInText {
    var text: String { get }
    static func isName(_ bytes: UnsafeRawBufferPointer) -> Bool
    /// From a text that is such a name.
    init(checked text: String)
}

/// A name where it lies in a text that is read: checked, and made only when it is asked for.
///
/// It borrows the bytes, and may not be used when they are gone.
package struct InPlace<Name: NameInText>: CanonicalReadable {
    @usableFromInline let bytes: UnsafeRawBufferPointer

    @inlinable
    package init(reading reader: inout CanonicalReader) throws(UnexpectedText) {
        bytes = try reader.asciiString()
        guard Name.isName(bytes) else { throw UnexpectedText() }
    }

    @inlinable
    package var made: Name { Name(checked: String(decoding: bytes, as: UTF8.self)) }

    @inlinable
    package static func == (inPlace: Self, name: Name) -> Bool { inPlace.bytes.isText(name.text) }
}
