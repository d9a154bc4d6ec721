import ArgumentParser
import CaseFeedback
import CaseFeedbackService
import EventSourcing
import EventStore

/// Writes a log as a file that another installation can take in.
struct ExportEventsVerb: Verb {
    static let configuration = CommandConfiguration(
        commandName: "events",
        abstract: "Writes a whole log, or a part of it, as NDJSON.",
        discussion: """
            One CloudEvent a line, with its protected texts and its command behind it, between a first line that says what \
            the file holds and a last one with its digest. The whole log of an organisation can be taken into another \
            installation by “import events”; an extract (--after, --tag) is for reading.

            The file is readable by its owner alone, and stands under its name only when it is whole: until then it is \
            called NAME.partial. --resume compares that with the log and goes on behind it. Protected texts stand in it in clear, so the export is \
            recorded in the access log as a read of them.

              casefeedback export events --output history.ndjson
              casefeedback export events --output history.ndjson --resume
              casefeedback export events --output - --tag unit:majorna | jq .type
              casefeedback export events --output - | gpg --encrypt --recipient archive > history.ndjson.gpg
            """)

    @Option(
        help: ArgumentHelp("The file to write; - is standard output.", valueName: "file"), completion: .file())
    var output: String

    @Option(help: ArgumentHelp("Which log: cases, or access.", valueName: "cases|access"))
    var log = LogKind.cases.rawValue

    @Option(
        parsing: .unconditional,
        help: ArgumentHelp("Only events after this position: an extract.", valueName: "position"))
    var after: Int64 = 0

    @Option(
        help: ArgumentHelp(
            "Only events that carry this tag, such as unit:majorna: an extract. May be given several times; an event must "
                + "carry all.", valueName: "tag"))
    var tag: [String] = []

    @Flag(help: "Goes on with what an interrupted export left behind.") var resume = false

    @OptionGroup var organisation: OrganisationOption
    @OptionGroup var caller: CallerOptions
    @OptionGroup var database: DatabaseOptions
    @OptionGroup var common: CommonOptions

    private struct Exported: Encodable {
        let log: String
        let first: Position
        let last: Position
        let events: Int64
        let texts: Int64
        /// Whoever gets the file can read them.
        let textsInClear: Bool
        let commands: Int64
        let file: String
    }

    var interruption: Problem? {
        output == "-"
            ? Problem(.tryLater, "streamed-export-interrupted")
            : Problem(.tryLater, "export-interrupted", ["file": "\(output).partial"])
    }

    func perform(_ call: Call) async throws(Failure) {
        try OptionValue.checkPosition(after, option: "--after")
        guard !output.isEmpty else { throw .usage("empty-text", field: "--output", value: output) }
        guard output != "-" || !resume else {
            throw .usage("options-exclude-each-other", ["one": "--output -", "other": "--resume"], field: "--resume")
        }
        guard let kind = LogKind(rawValue: log) else {
            throw .usage(
                "not-one-of", ["allowed": LogKind.allCases.map(\.rawValue).joined(separator: ", ")], field: "--log",
                value: log)
        }
        let tags = try tag.map { text throws(Failure) in try Self.tag(text) }
        let by = try call.caller(caller)
        let exported = try await call.withInstallation(database) { installation async throws(Failure) in
            let organisation = try await call.organisation(organisation, in: installation)
            let id = LogID(organisation: organisation, kind: kind)
            let header: HistoryHeader
            do throws(Problem) {
                header = try await installation.historyExport.header(of: id, after: Position(after), tags: tags)
            } catch {
                throw Failure(error).namingOptions
            }
            return try await write(header, by: by, in: installation, on: call.console)
        }
        // Standard output may be the history itself.
        guard output != "-" else { return }
        try call.console.answer(
            exported, Words.exported,
            ["events": "\(exported.events)", "log": exported.log, "file": output, "texts": "\(exported.texts)"])
    }

    private func write(
        _ fresh: HistoryHeader, by caller: Caller, in installation: Installation, on console: Console
    ) async throws(Failure) -> Exported {
        let file = output == "-" ? nil : try HistoryOutputFile(output, resuming: resume)
        let partial = try file.map { file throws(Failure) in try file.partial(of: fresh) }
        let header = partial?.header ?? fresh
        let bar = ProgressBar("export \(header.logID)", of: header.range.last.value, on: console)
        defer { bar.finish() }
        let sink = file?.descriptor ?? Output.standardOutput.descriptor
        let name = output
        let totals = try await leaving(file) { () async throws(Problem) in
            try await installation.historyExport.run(
                header, after: partial, to: caller,
                // Before the first of them is written; of an export without texts there is nothing to warn.
                firstText: { console.note(Words.inClear) },
                write: { (bytes) throws(Problem) in
                    do throws(Output.NotWritable) { try Output(descriptor: sink).write(bytes) } catch {
                        throw Problem(
                            .tryLater, "file-not-writable", ["file": name, "detail": error.detail], value: name)
                    }
                },
                progress: { bar.show($0.value) })
        }
        try file?.finish()
        return Exported(
            log: header.logID.description, first: header.range.first, last: header.range.last, events: totals.events,
            texts: totals.texts, textsInClear: totals.texts > 0, commands: totals.commands, file: output)
    }

    /// What can be mended or waited for stops an export; what it has written stays.
    private func leaving(
        _ file: HistoryOutputFile?, _ body: () async throws(Problem) -> HistoryTotals
    ) async throws(Failure) -> HistoryTotals {
        do throws(Problem) { return try await body() } catch {
            var failure = Failure(error)
            if error.kind == .tryLater || error.kind == .installation { failure.partialFile = file?.partialPath }
            throw failure
        }
    }

    private static func tag(_ text: String) throws(Failure) -> EventSourcing.Tag {
        let parts = text.split(separator: ":", maxSplits: 1, omittingEmptySubsequences: false)
        guard
            text == EventSourcing.Tag.reference.text
                || (parts.count == 2 && parts.allSatisfy { (1...64).contains($0.utf8.count) })
        else {
            throw .usage("malformed-tag", ["form": "unit:majorna"], field: "--tag", value: text)
        }
        guard parts.count == 1 || TagKind(rawValue: String(parts[0])) != nil else {
            let known = TagKind.allCases.map(\.rawValue).joined(separator: ", ")
            throw .usage("unknown-tag-kind", ["known": known], field: "--tag", value: text)
        }
        return EventSourcing.Tag(stored: text)
    }

    private enum Words {
        static let inClear = Sentence(
            sv: "VARNING: skyddade texter står i klartext i exporten. Den som får filen kan läsa dem.",
            en: "WARNING: protected texts stand in clear in the export. Whoever gets the file can read them.")
        static let exported = Sentence(
            sv: "{events|händelse|händelser} av {log} och {texts|skyddad text|skyddade texter} skrevs till {file}.",
            en: "{events|event|events} of {log} and {texts|protected text|protected texts} were written to {file}.")
    }
}
