/// Well-formed UTF-8 by table 3-7 of the Unicode standard: no overlong form, no surrogate, nothing above U+10FFFF.
enum UTF8Validation {
    /// The offset of the first byte of the first ill-formed sequence; `nil` when there is none.
    static func firstFault(in text: [UInt8]) -> Int? {
        var index = 0
        while index < text.count {
            if text[index] < 0x80 {
                index += 1
                continue
            }
            let length = sequenceLength(in: text, at: index)
            if length == 0 { return index }
            index += length
        }
        return nil
    }

    /// Of a sequence of more than one byte: 2 to 4, or 0 when no well-formed sequence starts there.
    private static func sequenceLength(in text: [UInt8], at index: Int) -> Int {
        let lead = text[index]
        func continues(_ offset: Int, from low: UInt8 = 0x80, to high: UInt8 = 0xBF) -> Bool {
            index + offset < text.count && text[index + offset] >= low && text[index + offset] <= high
        }
        switch lead {
        case 0xC2...0xDF: return continues(1) ? 2 : 0
        case 0xE0: return continues(1, from: 0xA0) && continues(2) ? 3 : 0
        case 0xED: return continues(1, to: 0x9F) && continues(2) ? 3 : 0
        case 0xE1...0xEF: return continues(1) && continues(2) ? 3 : 0
        case 0xF0: return continues(1, from: 0x90) && continues(2) && continues(3) ? 4 : 0
        case 0xF1...0xF3: return continues(1) && continues(2) && continues(3) ? 4 : 0
        case 0xF4: return continues(1, to: 0x8F) && continues(2) && continues(3) ? 4 : 0
        default: return 0
        }
    }
}
