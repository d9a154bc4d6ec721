import ArgumentParser
import CaseFeedback
import CaseFeedbackDocuments
import CaseFeedbackService
import EventSourcing

/// Shows who did what, when, on what ground.
struct TrailVerb: Verb {
    static let configuration = CommandConfiguration(
        commandName: "trail",
        abstract: "Shows the audit trail: who did what, when it happened and when it was recorded.",
        discussion: """
            Every event is there for ever; options choose among them. Nobody's words are shown, only that there are some.

              casefeedback trail --newest-first --limit 20
              casefeedback trail --unit pilot-01 --type interview-held --from 2018-01-01 --to 2018-06-30
              casefeedback trail --child B-7K4Q-X2M9
            """)

    @Option(help: "What is about this unit.") var unit: String?
    @Option(help: "What is about this cycle.") var cycle: String?
    @Option(help: "What is about the child with this reference.") var child: String?
    @Option(help: "What was recorded (os#anna) or done (a person's identifier) by this one.") var actor: String?
    @Option(help: "Events of this type; may be given several times.") var type: [String] = []
    @Option(help: ArgumentHelp("What happened on this day or later.", valueName: "day")) var from: String?
    @Option(help: ArgumentHelp("What happened on this day or earlier.", valueName: "day")) var to: String?
    @Option(parsing: .unconditional, help: "How many lines at most, from 1 to 10000.") var limit = 100
    @Option(parsing: .unconditional, help: ArgumentHelp("Goes on behind this position.", valueName: "position"))
    var after: Int64?
    @Flag(help: "The latest first.") var newestFirst = false

    @OptionGroup var question: QuestionOptions
    @OptionGroup var common: CommonOptions

    func perform(_ call: Call) async throws(Failure) {
        guard (1...10_000).contains(limit) else {
            throw .usage(
                "number-out-of-range", ["minimum": "1", "maximum": "10000"], field: "--limit", value: "\(limit)")
        }
        try OptionValue.checkPosition(after, option: "--after")
        let filter = try filter()
        let page = TrailPage(after: after.map(Position.init), limit: limit, isNewestFirst: newestFirst)
        let answer = try await call.ask(question, unit: unit, cycle: cycle) {
            installation, question async throws(Failure) in
            try await asFailure { () async throws(Problem) in
                try await installation.trail.answer(question, filter: filter, page: page)
            }
        }
        let document = TrailDocument(
            answer.content.lines, in: call.console.language, next: answer.content.next?.description,
            from: answer.standpoint)
        guard !call.console.isJSON else { return try call.console.print(document) }
        try call.console.print(TrailTable(document).text(width: call.console.width))
        if let next = answer.content.next {
            call.console.note(
                Sentence(sv: "(Fortsätt med --after {next}.)", en: "(Go on with --after {next}.)"),
                ["next": next.description])
        }
    }

    private func filter() throws(Failure) -> AuditTrail {
        var types: Set<TypeName> = []
        for type in type { types.insert(try OptionValue.read(TypeName.self, type, option: "--type")) }
        return AuditTrail(
            unit: try OptionValue.read(Identifier.self, unit, option: "--unit"),
            cycle: try OptionValue.read(Identifier.self, cycle, option: "--cycle"),
            child: try OptionValue.read(ChildReference.self, child, option: "--child"), actor: actor, types: types,
            from: try OptionValue.read(Day.self, from, option: "--from"),
            to: try OptionValue.read(Day.self, to, option: "--to"))
    }
}
