import ArgumentParser
import CaseFeedback
import CaseFeedbackService

/// Draws references under which children are known.
struct ReferenceVerb: Verb {
    static let configuration = CommandConfiguration(
        commandName: "reference",
        abstract: "Draws a new child reference.",
        discussion: """
            The case system keeps which child it is of; casefeedback never learns it. The same reference is used in every \
            later cycle. It is random and needs no database.

              casefeedback reference
              casefeedback reference --count 12
            """)

    @Option(parsing: .unconditional, help: "How many, from 1 to 10000.") var count = 1

    @OptionGroup var common: CommonOptions

    private struct Drawn: Encodable { let references: [ChildReference] }

    func perform(_ call: Call) async throws(Failure) {
        guard (1...10_000).contains(count) else {
            throw .usage(
                "number-out-of-range", ["minimum": "1", "maximum": "10000"], field: "--count", value: "\(count)")
        }
        var random = SystemRandomNumberGenerator()
        let references = (0..<count).map { _ in Self.draw(from: &random) }
        if call.console.isJSON {
            try call.console.print(json: Drawn(references: references))
        } else {
            try call.console.print(references.map { "\($0)\n" }.joined())
        }
    }

    /// Draws again while the check character falls outside the alphabet: one draw in nine does.
    static func draw(from random: inout some RandomNumberGenerator) -> ChildReference {
        while true {
            if let reference = ChildReference(random: random.next()) { return reference }
        }
    }
}
