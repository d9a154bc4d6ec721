import ArgumentParser
import CaseFeedback
import CaseFeedbackDocuments
import CaseFeedbackService

/// Shows the report's matrix of one unit and cycle.
struct MatrixVerb: Verb {
    static let configuration = CommandConfiguration(
        commandName: "matrix",
        abstract: "Shows a unit's report matrix, each cell with the positions that it came from.",
        discussion: """
            What children said and what staff made of it, by topic and aspect. Words of a personal nature are read in the \
            name of the caller, and the reading is recorded. What was withdrawn or retracted is hidden, whatever day is \
            asked about.

              casefeedback matrix --cycle 2017-2018 --unit pilot-01
              casefeedback trail --unit pilot-01 --cycle 2017-2018
            """)

    @Option(help: "The unit.") var unit: String
    @Option(help: "The cycle.") var cycle: String

    @OptionGroup var question: QuestionOptions
    @OptionGroup var caller: CallerOptions
    @OptionGroup var common: CommonOptions

    func perform(_ call: Call) async throws(Failure) {
        let caller = try call.caller(caller)
        let document = try await call.ask(question, unit: unit, cycle: cycle) {
            installation, question async throws(Failure) in
            try await asFailure { () async throws(Problem) in
                let answer = try await installation.matrix.answer(question)
                let texts = try await installation.matrix.reveal(answer, to: caller)
                return MatrixDocument(answer.content, texts: texts, from: answer.standpoint)
            }
        }
        if call.console.isJSON {
            try call.console.print(document)
        } else {
            let table = MatrixTable(document, in: call.console.language)
            try call.console.print(table.text(width: call.console.width))
        }
    }
}
