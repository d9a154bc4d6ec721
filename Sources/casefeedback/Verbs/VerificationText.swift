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
            Words.projection.text(
                in: language,
                filling: [
                    "projection": $0.projection, "organisation": $0.organisation.text, "position": "\($0.position)",
                    "rows": "\($0.rows)",
                ])
        }
        let findings = report.findings.map {
            Words.finding.text(
                in: language,
                filling: [
                    "log": $0.log + ($0.position.map { "/\($0)" } ?? ""), "code": $0.code, "detail": $0.detail,
                ])
        }
        let verdict = report.isClean ? [Words.clean.text(in: language)] : findings
        return (logs + projections + verdict).map { $0 + "\n" }.joined()
    }

    private enum Words {
        static let log = Sentence(
            sv: "Loggen {log}: {events} händelser, huvudet på {head}.",
            en: "The log {log}: {events} events, head at {head}.")
        static let projection = Sentence(
            sv: "{projection} för {organisation}: {rows} rader på position {position}.",
            en: "{projection} of {organisation}: {rows} rows at position {position}.")
        static let finding = Sentence(sv: "FEL {log}: {code}: {detail}", en: "FAULT {log}: {code}: {detail}")
        static let clean = Sentence(
            sv: "Allt stämmer: historiken är hel, och det som visas följer av den.",
            en: "All is well: history is whole, and what is shown follows from it.")
    }
}
