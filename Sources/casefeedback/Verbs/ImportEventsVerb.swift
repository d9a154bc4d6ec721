import ArgumentParser
import CaseFeedback
import CaseFeedbackService
import EventSourcing
import EventStore
import Foundation

/// Takes a whole log in, as another installation exported it.
struct ImportEventsVerb: Verb {
    static let configuration = CommandConfiguration(
        commandName: "events",
        abstract: "Takes the whole log of an organisation into an empty one.",
        discussion: """
            The file is what “export events” wrote. Every event keeps its position, its times and its identifiers; \
            everything is checked on the way, and all of it is taken in or nothing. With --dry-run the file is checked \
            without a database.

              casefeedback import events history.ndjson
              gpg --decrypt history.ndjson.gpg | casefeedback import events -
              casefeedback import events history.ndjson --dry-run
            """)

    @Argument(help: "The file; - is standard input.", completion: .file(extensions: ["ndjson"]))
    var file: String

    @Flag(help: "Checks the whole file, without a database; nothing is recorded.")
    var dryRun = false

    @OptionGroup var organisation: OrganisationOption
    @OptionGroup var database: DatabaseOptions
    @OptionGroup var common: CommonOptions

    private struct Imported: Encodable {
        /// `cases/1480/1234`; of a file that was only checked, `cases/1480`.
        let position: String
        let events: Int64
        let texts: Int64
        let commands: Int64
    }

    var interruption: Problem? { Problem(.tryLater, "history-import-interrupted") }

    func perform(_ call: Call) async throws(Failure) {
        let named = try OptionValue.read(
            OrganisationID.self, call.settings.text(.organisation, flag: organisation.organisation),
            option: Setting.organisation.flag)
        let descriptor = try InputFile.descriptor(at: file)
        defer { if file != "-" { close(descriptor) } }
        var history = try Self.opened(descriptor, of: named)
        guard !dryRun else {
            do throws(Problem) { try history.checkToEnd() } catch { throw Failure(error) }
            return try tell(history.totals, history.header.logID.description, Words.checked, on: call.console)
        }
        let bar = ProgressBar("import", of: history.header.range.last.value, on: call.console)
        defer { bar.finish() }
        let outcome = try await call.withInstallation(database) { [history] installation async throws(Failure) in
            try await asFailure { () async throws(Problem) in
                try await installation.historyImport.run(history) { bar.show($0.value) }
            }
        }
        try tell(outcome.totals, outcome.reached.description, Words.imported, on: call.console)
    }

    private static func opened(_ descriptor: Int32, of named: OrganisationID?) throws(Failure) -> HistoryFile {
        do throws(Problem) { return try HistoryFile(descriptor, of: named) } catch { throw Failure(error) }
    }

    private func tell(
        _ totals: HistoryTotals, _ place: String, _ words: Sentence, on console: Console
    ) throws(Failure) {
        try console.answer(
            Imported(position: place, events: totals.events, texts: totals.texts, commands: totals.commands), words,
            [
                "position": place, "events": "\(totals.events)", "texts": "\(totals.texts)",
                "commands": "\(totals.commands)",
            ])
    }

    private enum Words {
        static let checked = Sentence(
            sv: "Filen är hel: {events|händelse|händelser}, {texts|skyddad text|skyddade texter}, "
                + "{commands|kommando|kommandon}. Inget är taget in.",
            en: "The file is whole: {events|event|events}, {texts|protected text|protected texts}, "
                + "{commands|command|commands}. Nothing was taken in.")
        static let imported = Sentence(
            sv:
                "{events|händelse|händelser}, {texts|skyddad text|skyddade texter} och {commands|kommando|kommandon} togs in; "
                + "loggen står på {position}.",
            en:
                "{events|event|events}, {texts|protected text|protected texts} and {commands|command|commands} were taken in; "
                + "the log is at {position}.")
    }
}
