import ArgumentParser
import CanonicalJSON
import CaseFeedback
import CaseFeedbackDocuments
import CaseFeedbackService

/// Shows where every unit stands.
struct WheelVerb: Verb {
    static let configuration = CommandConfiguration(
        commandName: "wheel",
        abstract: "Shows the annual wheel: where every unit stands, and what is missing before its next step.",
        discussion: """
            A row for each unit and cycle, as it is now, as it was on any day, or as it was known at any moment.

              casefeedback wheel
              casefeedback wheel --as-of 2018-09-13
              casefeedback wheel --cycle 2017-2018 --known-at 400 --json
              casefeedback wheel --svg wheel.svg --language en
            """)

    @Option(help: "One unit alone.") var unit: String?
    @Option(help: "One cycle alone.") var cycle: String?

    @Option(
        help: ArgumentHelp("Draws the wheel into this file instead; - is standard output.", valueName: "file"),
        completion: .file(extensions: ["svg"]))
    var svg: String?

    @OptionGroup var question: QuestionOptions
    @OptionGroup var common: CommonOptions

    func perform(_ call: Call) async throws(Failure) {
        try await call.ask(question, unit: unit, cycle: cycle) { installation, question async throws(Failure) in
            let answer = try await asFailure { () async throws(Problem) in try await installation.wheel.answer(question)
            }
            let document = WheelDocument(answer.content, from: answer.standpoint)
            let language = call.console.language
            if let svg {
                let today = try await call.today(of: question, in: installation)
                try draw(WheelSVG(document, in: language, today: today).text, to: svg, on: call.console)
            } else if call.console.isJSON {
                try call.console.print(document)
            } else {
                let today = try await call.today(of: question, in: installation)
                let table = WheelTable(document, in: language, today: today)
                try call.console.print(table.text(width: call.console.width))
            }
        }
    }

    private func draw(_ picture: String, to file: String, on console: Console) throws(Failure) {
        guard file != "-" else { return try console.print(picture) }
        try OutputFile.write(Array(picture.utf8), to: file)
        console.note(Sentence(sv: "Ritat i {file}.", en: "Drawn into {file}."), ["file": file])
    }
}
