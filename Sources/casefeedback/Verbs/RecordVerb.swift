import ArgumentParser
import CanonicalJSON
import CaseFeedback
import CaseFeedbackHTTP
import CaseFeedbackService
import EventSourcing
import EventStore

/// Records one command.
struct RecordVerb: Verb {
    static let configuration = CommandConfiguration(
        commandName: "record",
        abstract: "Records one command.",
        discussion: """
            The command is JSON, from a file or typed in. Without an "id" it gets a new one; sent again with the same id, \
            it gets its first answer, wherever the world has moved since. What is typed into a demonstration without \
            "source" and "synthetic" is marked as invented.

              casefeedback record step.json --caller anna --role process-leader --ground 'Decision 2018/12'
              echo '{"type":"establish-committee","organisation":"1480","occurredOn":"2017-01-03","data":{…}}' |
                casefeedback record
            """)

    @Argument(help: "The file; - is standard input.", completion: .file(extensions: ["json"]))
    var file = "-"

    @OptionGroup var caller: CallerOptions
    @OptionGroup var database: DatabaseOptions
    @OptionGroup var common: CommonOptions

    var interruption: Problem? { Problem(.tryLater, "record-interrupted") }

    func perform(_ call: Call) async throws(Failure) {
        var typed = TypedCommand(try InputFile.bytes(at: file))
        let command: Command
        do throws(JSONFault) {
            try typed.add(newID: .random())
            command = try typed.command()
        } catch {
            throw Failure(Problem(error))
        }
        let caller = try call.caller(caller)
        let outcome = try await call.withInstallation(database) { [typed] installation async throws(Failure) in
            let marked = try await typed.marked(command, in: installation)
            return try await asFailure { () async throws(Problem) in
                try await installation.commands.handle(marked, by: caller)
            }
        }
        let types = outcome.events.map(\.type.text).joined(separator: ", ")
        try call.console.answer(
            OutcomeDocument(outcome), outcome.isRepeat ? Words.repeated : Words.recorded,
            ["events": types, "position": outcome.reached.description, "command": outcome.commandID.description])
    }

    private enum Words {
        static let recorded = Sentence(
            sv: "Registrerat: {events}; loggen står på {position} (kommando {command}).",
            en: "Recorded: {events}; the log is at {position} (command {command}).")
        static let repeated = Sentence(
            sv: "Var redan registrerat: {events}, på {position} (kommando {command}).",
            en: "Had been recorded: {events}, at {position} (command {command}).")
    }
}
