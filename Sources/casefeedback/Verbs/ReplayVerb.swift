import ArgumentParser
import CanonicalJSON
import CaseFeedback
import CaseFeedbackDocuments
import CaseFeedbackService
import EventSourcing
import Foundation

/// Lets a past cycle happen again.
struct ReplayVerb: Verb {
    static let configuration = CommandConfiguration(
        commandName: "replay",
        abstract: "Replays a cycle event by event, or shows its state on a day.",
        discussion: """
            Each event in the order of its recording, and how it moved the wheel. With --json each step is a line, and the \
            last line says from where they were told. With --as-of or --known-at the wheel of that moment instead.

              casefeedback replay --cycle 2017-2018 --unit pilot-01
              casefeedback replay --cycle 2017-2018 --step
              casefeedback replay --cycle 2017-2018 --as-of 2018-06-30

            With --what-if FILE the cycle is replayed under another matrix template or consent rule, and compared with what \
            it was; nothing is kept. Under a rule it is replayed without the interviews and statements that would have been \
            refused, and what came of them in the interview. The file is one JSON object with "matrixTemplate" (label, \
            columns), "consentRule" (bands), or both, written as in the commands adopt-matrix-template and \
            adopt-consent-rule.

              casefeedback replay --cycle 2017-2018 --what-if template.json
            """)

    @Option(help: "The cycle.") var cycle: String
    @Option(help: "One unit alone.") var unit: String?
    @Flag(help: "Waits for Enter after each step.") var step = false

    @Option(
        help: ArgumentHelp("Replays under the instruments of this file; - is standard input.", valueName: "file"),
        completion: .file(extensions: ["json"]))
    var whatIf: String?

    @OptionGroup var question: QuestionOptions
    @OptionGroup var common: CommonOptions

    /// Between two steps it waits for a key, and nothing else.
    var interruption: Problem? { step ? nil : Problem(.tryLater, "interrupted") }

    func perform(_ call: Call) async throws(Failure) {
        if let whatIf { return try await suppose(whatIf, on: call) }
        guard !question.time.isGiven else {
            guard !step else {
                throw .usage(
                    "options-exclude-each-other",
                    ["one": "--step", "other": question.time.asOf == nil ? "--known-at" : "--as-of"], field: "--step")
            }
            var wheel = WheelVerb()
            wheel.cycle = cycle
            wheel.unit = unit
            wheel.svg = nil
            wheel.question = question
            wheel.common = common
            return try await wheel.perform(call)
        }
        try await call.ask(question, unit: unit, cycle: cycle) { installation, question async throws(Failure) in
            do {
                var count = 0
                let standpoint = try await installation.replay.steps(question) { replayed in
                    count += 1
                    try await show(replayed, on: call.console)
                }
                if call.console.isJSON {
                    try call.console.print(json: standpoint)
                } else if count == 0 {
                    call.console.note(
                        Sentence(sv: "Inget har hänt i den omgången.", en: "Nothing happened in that cycle."))
                }
            } catch let problem as Problem {
                throw Failure(problem)
            } catch let failure as Failure {
                throw failure
            } catch {
                throw Failure(Problem(.tryLater, "replay-interrupted", ["detail": "\(error)"]))
            }
        }
    }

    private func suppose(_ file: String, on call: Call) async throws(Failure) {
        guard !step else {
            throw .usage("options-exclude-each-other", ["one": "--step", "other": "--what-if"], field: "--step")
        }
        let hypothesis = try Self.hypothesis(reading: try InputFile.bytes(at: file))
        let document = try await call.ask(question, unit: unit, cycle: cycle) {
            installation, question async throws(Failure) in
            try await asFailure { () async throws(Problem) in
                let answer = try await installation.whatIf.answer(question, supposing: hypothesis)
                return WhatIfDocument(answer.content, from: answer.standpoint)
            }
        }
        if call.console.isJSON {
            try call.console.print(document)
        } else {
            let table = WhatIfTable(document, in: call.console.language)
            try call.console.print(table.text(width: call.console.width))
        }
    }

    private static func hypothesis(reading bytes: [UInt8]) throws(Failure) -> Hypothesis {
        let document: JSONDocument
        let hypothesis: Hypothesis
        do throws(JSONFault) {
            document = try JSONDocument(parsing: bytes)
            hypothesis = try StrictDecoder().decode(Hypothesis.self, from: document)
        } catch {
            throw Failure(Problem(error))
        }
        do throws(Refusal) { try hypothesis.check() } catch { throw Failure(Problem(error, in: document)) }
        return hypothesis
    }

    private func show(_ replayed: ReplayStep, on console: Console) async throws {
        guard !console.isJSON else { return try console.print(json: StepDocument(replayed, in: console.language)) }
        try console.print(StepText(replayed, in: console.language).text)
        if step, Output.standardInput.isTerminal {
            console.note(Sentence(sv: "(Enter)", en: "(Enter)"))
            _ = readLine()
        }
    }
}
