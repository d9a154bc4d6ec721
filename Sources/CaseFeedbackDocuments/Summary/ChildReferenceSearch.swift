import CaseFeedback

/// Looks for a child's reference in words that somebody wrote, in whatever case it was typed.
enum ChildReferenceSearch {
    /// `B-7K4Q-X2M9` is as long as this.
    private static let length = 11

    static func finds(in words: String) -> Bool {
        let bytes = Array(words.uppercased().utf8)
        guard bytes.count >= length else { return false }
        return (0...(bytes.count - length)).contains { start in
            bytes[start] == UInt8(ascii: "B")
                && (try? ChildReference(String(decoding: bytes[start..<(start + length)], as: UTF8.self))) != nil
        }
    }
}
