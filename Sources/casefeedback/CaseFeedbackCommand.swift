import ArgumentParser
import CaseFeedback
import Foundation

/// The program: finds the verb that was asked for, and ends with a status that scripts can rely on (``ExitStatus``).
@main
struct CaseFeedbackCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "casefeedback",
        abstract:
            "What children said of social services, from the interview to the committee, with nothing overwritten.",
        discussion: """
            Every action is a command; every accepted command becomes events that nobody can change; and the annual \
            wheel, the report matrix and the audit trail are counted from these events, as of any day.

            A first look, in a checkout: Scripts/run brings up a private database with a demonstration. Then:
              casefeedback wheel --as-of 2018-09-13
              casefeedback trail --newest-first --limit 20

            The database is named by --database, CASEFEEDBACK_DATABASE (or CASEFEEDBACK_DATABASE_FILE, a file that holds \
            it), `database` in /etc/casefeedback/config.json, libpq's own PG… variables, or .casefeedback/cluster in the \
            current directory, in this order. Every other setting has one name in the same three places.

            Ends with 0 done, 1 refused, 2 wrong usage, 3 bad input, 4 try later, 5 verification failed.
            """,
        version: Release.line,
        groupedSubcommands: [
            CommandGroup(
                name: "Recording",
                subcommands: [ImportVerbs.self, RecordVerb.self, ReferenceVerb.self, ExportVerbs.self]),
            CommandGroup(
                name: "Looking",
                subcommands: [
                    WheelVerb.self, MatrixVerb.self, TrailVerb.self, ReplayVerb.self, DiffVerbs.self, SummaryVerbs.self,
                ]),
            CommandGroup(
                name: "Running it",
                subcommands: [
                    ServeVerb.self, MigrateVerb.self, StatusVerb.self, VerifyVerb.self, RebuildVerb.self,
                    ClockVerbs.self, BenchVerb.self,
                ]),
        ])

    static func main() async {
        ClosedStreams.occupy()
        Foundation.exit(await end(Array(CommandLine.arguments.dropFirst())).rawValue)
    }

    /// Runs what the arguments ask for. What the parser refuses is told here; a verb tells its own failures.
    static func end(_ arguments: [String]) async -> ExitStatus {
        do {
            var command = try await asyncParseAsRoot(arguments)
            if var verb = command as? any AsyncParsableCommand {
                try await verb.run()
            } else {
                try command.run()
            }
            return .done
        } catch let told as ExitStatus {
            return told
        } catch  where exitCode(for: error).isSuccess {
            let console = Console(language: .english, isJSON: false)
            do throws(Failure) {
                try console.print(fullMessage(for: error) + "\n")
                return .done
            } catch let failure {
                console.report(failure)
                return failure.status
            }
        } catch {
            let text =
                arguments.contains("--json")
                ? Failure.usage("usage", ["detail": message(for: error)]).report(in: .english, isJSON: true)
                : fullMessage(for: error) + "\n"
            try? Output.standardError.write(text)
            return .usage
        }
    }
}
