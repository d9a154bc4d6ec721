import ArgumentParser
import CaseFeedback
import CaseFeedbackService
import EventSourcing

/// Records a file of commands: all of it or nothing.
struct ImportCommandsVerb: Verb {
    static let configuration = CommandConfiguration(
        commandName: "commands",
        abstract: "Records a file of commands, all of them or none.",
        discussion: """
            The file belongs to one organisation: its first line says format, version, organisation and for whom it is \
            recorded, every further line is one command. The same file imported twice changes nothing.

              casefeedback import commands case.ndjson
              gzip -dc case.ndjson.gz | casefeedback import commands -
              casefeedback import commands large.ndjson --batches
              casefeedback import commands large.ndjson --resume

            A file of more than \(CommandImport.commandsPerTransaction) commands is recorded in parts, with --batches: \
            first it is checked whole, then committed part by part, while others go on recording. Should a later part be \
            refused all the same, since somebody recorded something meanwhile, line and last committed position are told; \
            correct the file, and --resume goes on.
            """)

    @Argument(help: "The file; - is standard input.", completion: .file(extensions: ["ndjson"]))
    var file: String

    @Flag(help: "Records a file that is too large for one transaction in parts.")
    var batches = false

    @Flag(help: "The same, from the first command on that is not recorded: after an import that stopped midway.")
    var resume = false

    @Flag(help: "Reads and checks the file's form, without a database; nothing is recorded.")
    var dryRun = false

    @OptionGroup var database: DatabaseOptions
    @OptionGroup var common: CommonOptions

    private struct Read: Encodable {
        let organisation: OrganisationID
        let commands: Int
    }

    private struct Imported: Encodable {
        let accepted: Int
        let repeated: Int
        let events: Int
        let position: String
        /// The line at which an import that was stopped went on.
        let resumedLine: Int?

        init(_ outcome: ImportOutcome) {
            accepted = outcome.accepted
            repeated = outcome.repeated
            events = outcome.events
            position = outcome.reached.description
            resumedLine = outcome.resumedLine
        }
    }

    var interruption: Problem? {
        Problem(.tryLater, batches || resume ? "import-in-batches-interrupted" : "import-interrupted")
    }

    func perform(_ call: Call) async throws(Failure) {
        let bytes = try InputFile.bytes(at: file, most: CommandFile.bytesMax)
        let commands = try await asFailure { () async throws(Problem) in try CommandFile(reading: bytes) }
        guard !dryRun else {
            return try call.console.answer(
                Read(organisation: commands.organisation, commands: commands.commands.count), Words.read,
                ["organisation": commands.organisation.text, "commands": "\(commands.commands.count)"])
        }
        let outcome = try await call.withInstallation(database) { installation async throws(Failure) in
            try await record(commands, in: installation, on: call.console)
        }
        if let line = outcome.resumedLine { call.console.note(Words.resumed, ["line": "\(line)"]) }
        try call.console.answer(
            Imported(outcome), Words.imported,
            [
                "accepted": "\(outcome.accepted)", "repeated": "\(outcome.repeated)", "events": "\(outcome.events)",
                "position": outcome.reached.description,
            ])
    }

    private func record(
        _ commands: CommandFile, in installation: Installation, on console: Console
    ) async throws(Failure) -> ImportOutcome {
        let bar = ProgressBar(
            "import", of: Int64(commands.commands.count), on: console)
        defer { bar.finish() }
        do throws(ImportProblem) {
            bar.show(0)
            return try await installation.imports.run(commands, as: resume ? .resuming : batches ? .inBatches : .atOnce)
            {
                bar.show(Int64($0))
            }
        } catch {
            var failure = Failure(error.problem)
            failure.committed = error.committed.map {
                LogPosition(log: LogID(organisation: commands.organisation, kind: .cases), position: $0)
            }
            throw failure
        }
    }

    private enum Words {
        static let resumed = Sentence(sv: "(Gick vidare på rad {line}.)", en: "(Went on at line {line}.)")
        static let read = Sentence(
            sv:
                "{commands|kommando|kommandon} för {organisation} kan läsas. Inget är registrerat, och reglerna är inte "
                + "prövade.",
            en: "{commands|command|commands} of {organisation} can be read. Nothing is recorded, and no rule was tried."
        )
        static let imported = Sentence(
            sv:
                "{accepted|kommando|kommandon} registrerades ({events|händelse|händelser}), {repeated} fanns redan; loggen står "
                + "på {position}.",
            en: "{accepted|command|commands} recorded ({events|event|events}), {repeated} known already; the log is at "
                + "{position}.")
    }
}
