// The standard library normalises to compare strings, and hands NFC out only under this name. FoundationEssentials has
// no NFC, and the whole of Foundation brings ICU. Nothing else in the project may import it.
@_spi(_Unicode) import Swift

/// Unicode normalisation form C (UAX #15), by the tables of the standard library.
@usableFromInline
enum NormalizationFormC {
    /// Every scalar below U+0300, whose UTF-8 begins with CC, is a starter that NFC leaves alone, and so is text of
    /// nothing else: UAX #15 §9, `NFC_Quick_Check`. Swedish letters are among them.
    @inlinable
    static var firstUncertainByte: UInt8 { 0xCC }

    static func normalized(_ text: String) -> String {
        guard text.utf8.contains(where: { $0 >= firstUncertainByte }) else { return text }
        var scalars = String.UnicodeScalarView()
        scalars.append(contentsOf: text._nfc)
        return String(scalars)
    }
}

extension String {
    /// This text in Unicode normalisation form C.
    public var normalizedToNFC: String { NormalizationFormC.normalized(self) }
}
