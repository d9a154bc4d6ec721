import CaseFeedback
import CaseFeedbackService
import EventSourcing

/// What a verification found, for people.
struct VerificationText {
    private let report: VerificationReport
    private let language: Language

    init(_ report: VerificationReport, in language: Language) {
        self.report = report
        self.language = language
    }

    /// Ended by a line break.
    var text: String {
        let logs = report.logs.map {
            Words.log.text(in: language, filling: ["log": $0.log, "events": "\($0.events)", "head": "\($0.head)"])
        }
        let projections = report.projections.map {
            ($0.isUncounted ? Words.uncounted : Words.projection).text(
                in: language,
                filling: [
                    "projection": $0.projection, "organisation": $0.organisation.text, "position": "\($0.position)",
                    "rows": "\($0.rows)", "lag": "\($0.lag)",
                ])
        }
        let clean =
            report.logs.isEmpty
            ? Words.nothing : report.projections.contains(where: \.isUncounted) ? Words.cleanUncounted : Words.clean
        let verdict = report.isClean ? [clean.text(in: language)] : report.findings.map(words)
        return (logs + projections + verdict).map { $0 + "\n" }.joined()
    }

    /// The sentence, then the place and the code, as of a refusal.
    private func words(_ finding: VerificationReport.Finding) -> String {
        let place = [
            finding.column.map { Words.column.text(in: language, filling: ["column": $0]) },
            finding.field.map { Words.field.text(in: language, filling: ["field": $0]) },
            finding.command.map { Words.command.text(in: language, filling: ["command": $0.description]) },
        ].compactMap { $0 }
        let lines = [
            Words.finding.text(
                in: language, filling: ["log": finding.place, "sentence": finding.sentence(in: language)]),
            finding.difference.map { RowsDifference($0).words(in: language) },
            place.isEmpty ? nil : "  " + place.joined(separator: ", "),
            "  " + Words.code.text(in: language, filling: ["code": finding.code]),
        ]
        return lines.compactMap { $0 }.joined(separator: "\n")
    }

    private enum Words {
        static let log = Sentence(
            sv: "Loggen {log}: {events|händelse|händelser}, huvudet på {head}.",
            en: "The log {log}: {events|event|events}, head at {head}.")
        static let projection = Sentence(
            sv: "{projection} för {organisation}: {rows|rad|rader} på position {position}.",
            en: "{projection} of {organisation}: {rows|row|rows} at position {position}.")
        static let uncounted = Sentence(
            sv: """
                {projection} för {organisation}: har inte räknat något än av {lag|händelse|händelser}. Kör ”casefeedback \
                serve”, eller ställ en fråga (”casefeedback wheel”), och sedan ”casefeedback verify” igen.
                """,
            en: """
                {projection} of {organisation}: has counted nothing yet of {lag|event|events}. Run “casefeedback serve”, or \
                ask something (“casefeedback wheel”), and then “casefeedback verify” again.
                """)
        static let finding = Sentence(sv: "FEL {log}: {sentence}", en: "FAULT {log}: {sentence}")
        static let column = Sentence(sv: "i databasen {column}", en: "in the database {column}")
        static let field = Sentence(sv: "fält {field}", en: "field {field}")
        static let command = Sentence(sv: "kommando {command}", en: "command {command}")
        static let code = Sentence(sv: "(kod: {code})", en: "(code: {code})")
        static let clean = Sentence(
            sv: "Allt stämmer: historiken är hel, och det som visas följer av den.",
            en: "All is well: history is whole, and what is shown follows from it.")
        static let nothing = Sentence(
            sv: "Här finns ingen logg, så inget är prövat. Kontrollera att det är rätt databas.",
            en: "There is no log here, so nothing is verified. Check that it is the right database.")
        static let cleanUncounted = Sentence(
            sv: "Historiken är hel. Det som inte har räknat något än visar inget, och är inte prövat.",
            en: "History is whole. What has counted nothing yet shows nothing, and is not verified.")
    }
}

extension VerificationReport.Finding {
    /// What, why, and what to do.
    fileprivate func sentence(in language: Language) -> String {
        Findings.text(of: code, parameters: parameters, in: language)
    }

    /// `cases/1480/1234`
    fileprivate var place: String { log + (position.map { "/\($0)" } ?? "") }
}

/// What `--json` prints of a verification.
struct VerificationDocument: Encodable {
    struct Finding: Encodable {
        let log: String
        let position: Position?
        let code: String
        /// What the sentence was filled with; absent where there is none.
        let parameters: [String: String]?
        let column: String?
        let field: String?
        let command: UUIDValue?
        /// Between what is shown and what the events give.
        let difference: RowsDifference?
        /// The sentence that people read.
        let detail: String
    }

    let logs: [VerificationReport.VerifiedLog]
    let projections: [VerificationReport.VerifiedProjection]
    let findings: [Finding]

    init(_ report: VerificationReport, in language: Language) {
        logs = report.logs
        projections = report.projections
        findings = report.findings.map { finding in
            Finding(
                log: finding.log, position: finding.position, code: finding.code,
                parameters: finding.parameters.isEmpty ? nil : finding.parameters, column: finding.column,
                field: finding.field, command: finding.command,
                difference: finding.difference.map(RowsDifference.init), detail: finding.sentence(in: language))
        }
    }
}
