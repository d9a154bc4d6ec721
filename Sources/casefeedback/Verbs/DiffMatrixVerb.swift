import ArgumentParser
import CaseFeedback
import CaseFeedbackDocuments
import CaseFeedbackService
import EventSourcing

/// What changed in a matrix between two moments.
struct DiffMatrixVerb: Verb {
    static let configuration = CommandConfiguration(
        commandName: "matrix",
        abstract: "Shows the cells of a report matrix that differ, and the events behind.",
        discussion: """
            Words of a personal nature are read in the name of the caller, and the reading is recorded.

              casefeedback diff matrix --cycle 2017-2018 --unit unit-01 --from-known-at 1000
              casefeedback diff matrix --cycle 2017-2018 --unit unit-01 --from-as-of 2018-06-30 --json
            """)

    @Option(help: "The unit.") var unit: String
    @Option(help: "The cycle.") var cycle: String

    @OptionGroup var earlier: EarlierOptions
    @OptionGroup var question: QuestionOptions
    @OptionGroup var caller: CallerOptions
    @OptionGroup var common: CommonOptions

    func perform(_ call: Call) async throws(Failure) {
        let caller = try call.caller(caller)
        try await call.compare(earlier, question, unit: unit, cycle: cycle) {
            installation, before, after async throws(Failure) in
            let document = try await asFailure { () async throws(Problem) in
                let compared = try await installation.differences.matrix(from: before, to: after)
                let texts = try await installation.matrix.reveal(
                    compared.content.texts, of: after, to: caller, purpose: TypeName("matrix-diff"))
                return DifferenceDocument(
                    RevealedMatrixDifference(compared.content, texts: texts), from: compared.before,
                    to: compared.after, lines: compared.lines, in: call.console.language)
            }
            if call.console.isJSON {
                try call.console.print(document)
            } else {
                try call.console.print(MatrixDifferenceTable(document).text(width: call.console.width))
            }
        }
    }
}
