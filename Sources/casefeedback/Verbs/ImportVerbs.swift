import ArgumentParser

/// What comes in by files.
struct ImportVerbs: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "import", abstract: "Records what files hold.",
        discussion: """
              casefeedback import commands case.ndjson
              casefeedback import events history.ndjson
            """, subcommands: [ImportCommandsVerb.self, ImportEventsVerb.self])
}
