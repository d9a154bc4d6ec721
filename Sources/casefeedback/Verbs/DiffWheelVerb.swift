import ArgumentParser
import CaseFeedback
import CaseFeedbackDocuments
import CaseFeedbackService

/// What changed in the wheel between two moments.
struct DiffWheelVerb: Verb {
    static let configuration = CommandConfiguration(
        commandName: "wheel",
        abstract: "Shows the fields of the annual wheel that differ, and the events behind.",
        discussion: """
              casefeedback diff wheel --from-as-of 2018-06-30 --as-of 2018-09-13
              casefeedback diff wheel --from-known-at 1000 --unit unit-01 --json
            """)

    @Option(help: "One unit alone.") var unit: String?
    @Option(help: "One cycle alone.") var cycle: String?

    @OptionGroup var earlier: EarlierOptions
    @OptionGroup var question: QuestionOptions
    @OptionGroup var common: CommonOptions

    func perform(_ call: Call) async throws(Failure) {
        try await call.compare(earlier, question, unit: unit, cycle: cycle) {
            installation, before, after async throws(Failure) in
            let compared = try await asFailure { () async throws(Problem) in
                try await installation.differences.wheel(from: before, to: after)
            }
            let document = DifferenceDocument(
                compared.content, from: compared.before, to: compared.after, lines: compared.lines,
                in: call.console.language)
            if call.console.isJSON {
                try call.console.print(document)
            } else {
                try call.console.print(WheelDifferenceTable(document).text(width: call.console.width))
            }
        }
    }
}

extension Call {
    /// Asks something of two moments, of which one at least is named.
    func compare<Answer: Sendable>(
        _ earlier: EarlierOptions, _ later: QuestionOptions, unit: String?, cycle: String?,
        _ body: (Installation, Question, Question) async throws(Failure) -> Answer
    ) async throws(Failure) -> Answer {
        guard earlier.fromAsOf != nil || earlier.fromKnownAt != nil else {
            throw .usage("earlier-moment-missing", field: "--from-as-of")
        }
        var time = TimeOptions()
        time.asOf = earlier.fromAsOf
        time.knownAt = earlier.fromKnownAt
        let asOf = try time.asOfAsked(named: "--from-as-of")
        let knownAt = try time.knownAtAsked(named: "--from-known-at")
        return try await ask(later, unit: unit, cycle: cycle) { installation, after async throws(Failure) in
            var before = after
            before.asOf = asOf
            before.knownAt = knownAt
            return try await body(installation, before, after)
        }
    }
}
