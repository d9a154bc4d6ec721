import ArgumentParser
import CanonicalJSON
import CaseFeedback
import CaseFeedbackDocuments
import CaseFeedbackService
import Crypto
import EventSourcing

/// Makes the summary of a finalised report for its committee.
struct SummaryBuildVerb: Verb {
    static let configuration = CommandConfiguration(
        commandName: "build",
        abstract: "Makes the summary of a finalised report for its committee, as canonical JSON and as text.",
        discussion: """
            Nobody need be at hand: the same report at the same position gives the same bytes. It holds counts and texts \
            that were written for all; no child is recognised in it. The text goes to standard output, the JSON with \
            --json; with --output both become files.

              casefeedback summary build --report report-2017-2018-unit-01
              casefeedback summary build --report report-2017-2018-unit-01 --output papers --language en
            """)

    @Option(help: "The report.") var report: String

    @Option(
        help: ArgumentHelp(
            "Writes REPORT.json and REPORT.sv.md (or .en.md) into this folder, which is made.", valueName: "folder"),
        completion: .directory)
    var output: String?

    @OptionGroup var question: QuestionOptions
    @OptionGroup var caller: CallerOptions
    @OptionGroup var common: CommonOptions

    private struct Written: Encodable {
        let files: [String]
        let sha256: String
    }

    func perform(_ call: Call) async throws(Failure) {
        let report = try OptionValue.read(Identifier.self, report, option: "--report") as Identifier
        let caller = try call.caller(caller)
        let (summary, texts) = try await call.ask(question) { installation, question async throws(Failure) in
            try await asFailure { () async throws(Problem) in
                let material = try await installation.summaries.material(of: report, in: question)
                let summary = try CommitteeSummary(material)
                let texts = try await installation.summaries.reveal(summary.texts, of: material, to: caller)
                return (summary, texts)
            }
        }
        let model = try model(of: summary)
        let digest = SHA256.hash(data: model).map { byte in
            String(byte >> 4, radix: 16) + String(byte & 15, radix: 16)
        }.joined()
        let paper = SummaryPaper(summary, texts: texts, in: call.console.language, digest: digest).text
        if let output {
            try write(model, paper, digest: digest, to: output, on: call.console)
        } else if call.console.isJSON {
            try call.console.print(json: model)
        } else {
            try call.console.print(paper)
        }
    }

    private func model(of summary: CommitteeSummary) throws(Failure) -> [UInt8] {
        do throws(JSONFault) { return try summary.json } catch { throw Failure(Problem(error)) }
    }

    private func write(
        _ model: [UInt8], _ paper: String, digest: String, to folder: String, on console: Console
    ) throws(Failure) {
        try OutputFile.makeFolder(at: folder)
        let files = ["\(folder)/\(report).json", "\(folder)/\(report).\(console.language.rawValue).md"]
        try OutputFile.write(model, to: files[0])
        try OutputFile.write(Array(paper.utf8), to: files[1])
        try console.answer(
            Written(files: files, sha256: digest),
            Sentence(
                sv: "Skrivet: {files} (SHA-256 {digest}).", en: "Written: {files} (SHA-256 {digest})."),
            ["files": files.joined(separator: ", "), "digest": digest])
    }
}

extension CommitteeSummary {
    fileprivate init(_ material: Answered<SummaryMaterial>) throws(Problem) {
        let content = material.content
        do throws(Refusal) {
            try self.init(
                cycle: content.cycle, unit: content.unit, from: material.standpoint, wheel: content.wheel,
                matrix: content.matrix, provenance: content.provenance)
        } catch {
            throw Problem(error)
        }
    }
}
