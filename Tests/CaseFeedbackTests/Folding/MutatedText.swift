extension [UInt8] {
    /// This JSON text with a byte, a stretch or a token lost, doubled, moved or put in: mostly no longer sound, sometimes so
    /// with another value.
    func mutated(using generator: inout SeededGenerator) -> [UInt8] {
        var text = self
        let place = Int.random(in: 0..<text.count, using: &generator)
        let end = Swift.min(text.count, place + Int.random(in: 1...12, using: &generator))
        switch Int.random(in: 0..<7, using: &generator) {
        case 0: text[place] = UInt8.random(in: 0...255, using: &generator)
        case 1: text.removeSubrange(place..<end)
        case 2: text.insert(contentsOf: text[place..<end], at: end)
        case 3: text.insert(contentsOf: tokens.randomElement(using: &generator) ?? [], at: place)
        case 4: text.swapAt(place, Int.random(in: 0..<text.count, using: &generator))
        case 5: text.removeSubrange(place...)
        default:
            // Another letter or digit in the place of one: mostly still a sound payload, with another value.
            let places = text.indices.filter { (UInt8(ascii: "a")...UInt8(ascii: "z")).contains(text[$0]) }
            if let place = places.randomElement(using: &generator) {
                text[place] = UInt8.random(in: UInt8(ascii: "a")...UInt8(ascii: "z"), using: &generator)
            }
        }
        return text
    }
}

private let tokens = [
    " ", ",", ":", "\"", "{", "}", "[", "]", "0", "-", "1", "null", "true", "\\", "\\u0061", "\\n", "é", "e\u{301}",
    "\u{7F}", "\"a\":1,", ",\"zz\":1", "A", "a", "9", "00", "\u{0}",
].map { Array($0.utf8) }
