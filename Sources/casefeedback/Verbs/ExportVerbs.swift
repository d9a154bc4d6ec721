import ArgumentParser

/// What goes out in files.
struct ExportVerbs: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "export", abstract: "Writes files of what is recorded.",
        discussion: "  casefeedback export events --output history.ndjson", subcommands: [ExportEventsVerb.self])
}
