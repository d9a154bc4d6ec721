import CanonicalJSON
import Foundation

/// SplitMix64: the same seed gives the same run on every machine.
struct SeededGenerator: RandomNumberGenerator {
    private var state: UInt64

    init(seed: UInt64) { state = seed }

    mutating func next() -> UInt64 {
        state &+= 0x9E37_79B9_7F4A_7C15
        var mixed = state
        mixed = (mixed ^ (mixed >> 30)) &* 0xBF58_476D_1CE4_E5B9
        mixed = (mixed ^ (mixed >> 27)) &* 0x94D0_49BB_1331_11EB
        return mixed ^ (mixed >> 31)
    }
}

/// Two seeds that every run takes, and one of its own, printed and taken again from `CANONICAL_JSON_SEED`.
let seeds: [UInt64] = {
    let given = ProcessInfo.processInfo.environment["CANONICAL_JSON_SEED"].flatMap { UInt64($0) }
    let fresh = given ?? UInt64.random(in: 0 ... .max)
    print("CANONICAL_JSON_SEED=\(fresh)")
    return [1, 2018, fresh]
}()

extension JSONValue {
    static func random(depth: Int = 4, using generator: inout SeededGenerator) -> JSONValue {
        switch Int.random(in: 0..<(depth > 0 ? 8 : 5), using: &generator) {
        case 0: return .null
        case 1: return .bool(.random(using: &generator))
        case 2: return .integer(randomInteger(using: &generator))
        case 3, 4: return .string(randomString(using: &generator))
        case 5:
            let count = Int.random(in: 0...4, using: &generator)
            return .array((0..<count).map { _ in random(depth: depth - 1, using: &generator) })
        default:
            var fields: [String: JSONValue] = [:]
            for _ in 0..<Int.random(in: 0...6, using: &generator) {
                fields[randomString(using: &generator)] = random(depth: depth - 1, using: &generator)
            }
            return .object(fields)
        }
    }

    private static func randomInteger(using generator: inout SeededGenerator) -> Int64 {
        switch Int.random(in: 0..<4, using: &generator) {
        case 0: [0, 1, -1, .min, .max].randomElement(using: &generator) ?? 0
        case 1: .random(in: .min ... .max, using: &generator)
        default: .random(in: -1000...1000, using: &generator)
        }
    }

    /// Letters, what needs escapes, marks that compose and reorder, Hangul in parts, and scalars of every length.
    private static let scalars: [Unicode.Scalar] =
        Array(
            "abz09 _-/~\"\\åäöÅé\u{7F}\u{80}\u{30A}\u{308}\u{301}\u{323}\u{FB1D}\u{212B}\u{1100}\u{1161}\u{11A8}\u{AC00}\u{2028}\u{FEFF}\u{FFFF}😀\u{1D15E}\u{10FFFF}"
                .unicodeScalars) + (0..<0x20).map { Unicode.Scalar(UInt8($0)) }

    static func randomString(using generator: inout SeededGenerator) -> String {
        var text = String.UnicodeScalarView()
        for _ in 0..<Int.random(in: 0...8, using: &generator) {
            text.append(scalars.randomElement(using: &generator) ?? "a")
        }
        return String(text)
    }
}

/// A text of the value in which all is free that JSON leaves free: whitespace, order of keys, escapes.
func randomSpelling(of value: JSONValue, using generator: inout SeededGenerator) -> String {
    func space() -> String {
        String(
            (0..<Int.random(in: 0...2, using: &generator)).map { _ in
                [" ", "\n", "\t", "\r"].randomElement(using: &generator) ?? " "
            })
    }
    func quoted(_ text: String) -> String {
        "\"" + text.unicodeScalars.map { randomSpelling(of: $0, using: &generator) }.joined() + "\""
    }
    let spelling: String
    switch value {
    case .null, .bool, .integer: spelling = value.description
    case .string(let text): spelling = quoted(text)
    case .array(let elements):
        let parts = elements.map { randomSpelling(of: $0, using: &generator) }
        spelling = "[" + space() + parts.joined(separator: ",") + space() + "]"
    case .object(let fields):
        let parts = fields.sorted { $0.key < $1.key }.shuffled(using: &generator).map {
            space() + quoted($0.key) + space() + ":" + randomSpelling(of: $0.value, using: &generator)
        }
        spelling = "{" + parts.joined(separator: ",") + space() + "}"
    }
    return space() + spelling + space()
}

private func randomSpelling(of scalar: Unicode.Scalar, using generator: inout SeededGenerator) -> String {
    let mustEscape = scalar.value < 0x20 || scalar == "\"" || scalar == "\\"
    guard mustEscape || Int.random(in: 0..<3, using: &generator) == 0 else { return String(scalar) }
    if scalar == "/" { return #"\/"# }
    return String(scalar).utf16.map { unit in
        let hex = String(unit, radix: 16, uppercase: Bool.random(using: &generator))
        return #"\u"# + String(repeating: "0", count: 4 - hex.count) + hex
    }.joined()
}
