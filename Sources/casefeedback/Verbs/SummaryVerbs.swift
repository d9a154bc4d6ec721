import ArgumentParser

/// What committees read.
struct SummaryVerbs: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "summary", abstract: "Makes what a committee reads.",
        discussion: "  casefeedback summary build --report report-2017-2018-unit-01 --output papers",
        subcommands: [SummaryBuildVerb.self])
}
