import CanonicalJSON
import Testing

@testable import CaseFeedback

@Suite struct `A child reference` {
    @Test func `is read back as it is written`() throws {
        #expect(try ChildReference("B-7K4Q-X2M9").jsonString == "B-7K4Q-X2M9")
    }

    @Test(arguments: [
        "", "B-7K4QX2M9", "b-7k4q-x2m9", "7K4Q-X2M9", "B-7K4Q-X2M9 ", "A-7K4Q-X2M9", "B-7K4I-X2M9", "B-7K4Q-X2MÅ",
        "B-7K4Q_X2M9", "B_7K4Q-X2M9", "B-7K4Q-X2M99",
    ])
    func `in any other form is refused`(text: String) {
        #expect(code { () throws(InvalidValue) in try ChildReference(text) } == "malformed-child-reference")
    }

    @Test func `with a wrong check character is refused, and the form is not blamed`() {
        #expect(
            code { () throws(InvalidValue) in try ChildReference("B-7K4Q-X2M8") } == "child-reference-check-character")
    }

    @Test func `that is somebody's identity number is refused as secret`() {
        #expect(throws: InvalidValue(code: "personal-identity-number", isSecret: true)) {
            try ChildReference("811218-9876")
        }
    }

    /// The check character of ISO 7064 MOD 37,36 finds every single mistyped character and every swap of two neighbours.
    @Test func `shows one mistyped character and two swapped ones`() throws {
        let characters = Array("B-7K4Q-X2M9")
        for index in characters.indices where characters[index] != "-" && index > 0 {
            for other in "0123456789ABCDEFGHJKMNPQRSTVWXYZ" where other != characters[index] {
                var wrong = characters
                wrong[index] = other
                #expect(throws: InvalidValue.self) { try ChildReference(String(wrong)) }
            }
        }
        for index in [2, 3, 4, 7, 8, 9] {
            var wrong = characters
            wrong.swapAt(index, index + 1)
            #expect(throws: InvalidValue.self) { try ChildReference(String(wrong)) }
        }
    }

    @Test func `is drawn from 35 bits, and drawn again where its check character is no letter of the alphabet`() {
        let seed = UInt64.random(in: 0...UInt64.max)
        var generator = SeededGenerator(seed: seed)
        let drawn = (0..<20_000).map { _ in ChildReference(random: generator.next()) }
        let references = drawn.compactMap { $0 }
        for reference in references {
            #expect((try? ChildReference(reference.text)) == reference, "seed \(seed)")
        }
        let refused = Double(drawn.count - references.count) / Double(drawn.count)
        // Four of 36 check characters fall outside.
        #expect((0.09...0.13).contains(refused), "seed \(seed)")
        #expect(Set(references).count > references.count - 10, "seed \(seed)")
    }

    @Test func `takes nothing but its lowest 35 bits`() {
        #expect(ChildReference(random: 5) == ChildReference(random: 5 | 1 << 35 | 1 << 63))
        #expect(ChildReference(random: 1 << 34) != ChildReference(random: 0))
    }
}

/// The code of what is thrown.
func code(_ body: () throws(InvalidValue) -> some Any) -> String? {
    do {
        _ = try body()
        return nil
    } catch {
        return error.code
    }
}
