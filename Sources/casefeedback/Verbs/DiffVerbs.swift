import ArgumentParser

/// What changed between two moments.
struct DiffVerbs: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "diff", abstract: "Shows what changed between two moments, and by which events.",
        discussion: """
            The earlier moment is --from-as-of, --from-known-at or both, the later one --as-of and --known-at: now unless \
            given.

              casefeedback diff wheel --from-as-of 2018-06-30 --as-of 2018-09-13
              casefeedback diff wheel --from-known-at 1000 --unit unit-01
              casefeedback diff matrix --cycle 2017-2018 --unit unit-01 --from-known-at 1000
            """,
        subcommands: [DiffWheelVerb.self, DiffMatrixVerb.self])
}

/// The earlier of two moments, on either axis.
struct EarlierOptions: ParsableArguments {
    @Option(help: ArgumentHelp("The earlier moment: what was true then.", valueName: "day|instant"))
    var fromAsOf: String?

    @Option(
        parsing: .unconditional,
        help: ArgumentHelp("The earlier moment: what was known then.", valueName: "instant|position"))
    var fromKnownAt: String?
}
