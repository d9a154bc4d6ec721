import CaseFeedback
import CaseFeedbackService
import EventSourcing

/// How an installation stands, for people.
struct StatusText {
    private let report: StatusReport
    private let language: Language

    init(_ report: StatusReport, in language: Language) {
        self.report = report
        self.language = language
    }

    /// Ended by a line break.
    var text: String {
        let head = Words.head.text(
            in: language, filling: ["version": report.programVersion, "schema": "\(report.schemaRevision)"])
        guard !report.logs.isEmpty else {
            return ([head, Words.noLogs.text(in: language)] + warnings).map { $0 + "\n" }.joined()
        }
        return ([head, "", logs + "\n" + projections] + notes).joined(separator: "\n")
    }

    private var logs: String {
        var columns = Columns(titles(Words.log, Words.nature, Words.events, Words.lastRecorded, Words.zone))
        columns.rows = report.logs.map { log in
            [
                "\(log.log.rawValue)/\(log.organisation)",
                Terms.label(of: log.nature.rawValue, in: "nature", language: language) ?? log.nature.rawValue,
                "\(log.head)", log.recordedAt.description, log.zone,
            ]
        }
        return columns.text
    }

    private var projections: String {
        var columns = Columns(
            titles(Words.projection, Words.organisation, Words.generation, Words.position, Words.lag, Words.state))
        columns.rows = report.projections.map { projection in
            [
                projection.projection, projection.organisation.text, "\(projection.generation)",
                "\(projection.position)",
                "\(projection.lag)", state(of: projection),
            ]
        }
        columns.rows += report.uncounted.map { projection in
            [
                projection.projection, projection.organisation.text, "–", "0", "\(projection.lag)",
                Words.uncounted.text(in: language),
            ]
        }
        return columns.text
    }

    private func state(of projection: StatusReport.Projection) -> String {
        let position = "\(projection.position)"
        switch projection.stage {
        case "standing": break
        case _ where projection.isServed: return Words.notReadable.text(in: language)
        case "leaving": return Words.beingRemoved.text(in: language)
        case "scratch":
            return (projection.builder == nil ? Words.comparingStopped : Words.beingCompared).text(in: language)
        default:
            if projection.builder != nil { return Words.beingBuilt.text(in: language) }
            let sentence = isStopped(projection) ? Words.buildStoppedFor : Words.buildStopped
            return sentence.text(in: language, filling: ["position": position])
        }
        if projection.failure != nil { return Words.standsStill.text(in: language) }
        guard projection.revision == projection.programRevision else {
            if isReplaced(projection) {
                return Words.keptOfRelease.text(
                    in: language,
                    filling: ["revision": "\(projection.revision)", "release": projection.madeBy])
            }
            // What a newer program wrote is not to be rebuilt by this one.
            let sentence =
                projection.revision > projection.programRevision ? Words.newerRevision : Words.otherRevision
            return sentence.text(
                in: language,
                filling: ["found": "\(projection.revision)", "needed": "\(projection.programRevision)"])
        }
        guard projection.isServed else { return Words.kept.text(in: language) }
        return (projection.lag == 0 ? Words.served : Words.servedBehind).text(in: language)
    }

    /// Whether this program has another generation to show in its place.
    private func isReplaced(_ kept: StatusReport.Projection) -> Bool {
        !kept.isServed
            && report.projections.contains {
                $0.isRead && $0.isServed && $0.organisation == kept.organisation && $0.projection == kept.projection
            }
    }

    /// Whether why it stands still, or was not built to its end, is known and still says something.
    private func isStopped(_ projection: StatusReport.Projection) -> Bool {
        guard projection.failure != nil else { return false }
        switch projection.stage {
        case "standing": return true
        case "leaving", "scratch": return false
        default: return projection.builder == nil && !projection.isServed && !isPassed(projection)
        }
    }

    /// Whether what is served has come past where an unfinished build stopped: why it stopped then says nothing any more. What
    /// is of another revision says nothing of this one.
    private func isPassed(_ unfinished: StatusReport.Projection) -> Bool {
        report.projections.contains {
            $0.isServed && $0.organisation == unfinished.organisation && $0.projection == unfinished.projection
                && $0.revision == unfinished.revision && $0.position > unfinished.position
        }
    }

    private var notes: [String] {
        let accepted = report.logs.filter(\.isClockAccepted).map { "\($0.log.rawValue)/\($0.organisation)" }
        let clocks = [
            report.databaseClockAheadMilliseconds.map {
                ($0 < 0 ? Words.clockBehind : Words.clock).text(
                    in: language, filling: ["milliseconds": "\($0.magnitude)"])
            },
            accepted.isEmpty
                ? nil : Words.clockAccepted.text(in: language, filling: ["logs": accepted.joined(separator: ", ")]),
        ].compactMap { $0 }
        return (warnings + reasons + clocks).map { $0 + "\n" }
    }

    /// As `/readyz` says it.
    private var warnings: [String] {
        guard !report.unsafeSettings.isEmpty else { return [] }
        let problem = Problem.durabilityOff(report.unsafeSettings)
        return [Refusals.text(of: problem.code, parameters: problem.parameters, in: language)]
    }

    /// Why something stands still, was not built or can't be shown: as the program's log has it, in English, below a table that
    /// it would not fit into.
    private var reasons: [String] {
        let stopped = report.projections.filter(isStopped).map { projection in
            let sentence =
                projection.stage != "standing"
                ? Words.whyBuildStopped
                : projection.standsBefore == nil ? Words.whyStandsStill : Words.whyStandsBefore
            return sentence.text(
                in: language,
                filling: [
                    "projection": projection.projection, "organisation": projection.organisation.text,
                    "generation": "\(projection.generation)", "position": "\(projection.position)",
                    "event": projection.standsBefore?.description ?? "", "reason": projection.failure ?? "",
                ])
        }
        let unserved = report.unserved.map {
            Words.unserved.text(
                in: language,
                filling: [
                    "projection": $0.projection, "organisation": $0.organisation.text, "reason": $0.reason,
                ])
        }
        return stopped + unserved
    }

    private func titles(_ titles: Sentence...) -> [String] { titles.map { $0.text(in: language) } }

    private enum Words {
        static let head = Sentence(
            sv: "casefeedback {version}, schema {schema}", en: "casefeedback {version}, schema {schema}")
        static let noLogs = Sentence(sv: "Ingen organisation deltar än.", en: "No organisation takes part yet.")
        static let log = Sentence(sv: "Logg", en: "Log")
        static let nature = Sentence(sv: "Slag", en: "Nature")
        static let events = Sentence(sv: "Händelser", en: "Events")
        static let lastRecorded = Sentence(sv: "Senast registrerat", en: "Last recorded")
        static let zone = Sentence(sv: "Tidszon", en: "Zone")
        static let projection = Sentence(sv: "Projektion", en: "Projection")
        static let organisation = Sentence(sv: "Organisation", en: "Organisation")
        static let generation = Sentence(sv: "Generation", en: "Generation")
        static let position = Sentence(sv: "Position", en: "Position")
        static let lag = Sentence(sv: "Efter", en: "Behind")
        static let state = Sentence(sv: "Läge", en: "State")
        static let served = Sentence(sv: "visas", en: "served")
        static let kept = Sentence(sv: "kvar för återgång", en: "kept for going back")
        static let keptOfRelease = Sentence(
            sv: "kvar för återgång (revision {revision}, version {release})",
            en: "kept for going back (revision {revision}, release {release})")
        static let beingBuilt = Sentence(sv: "byggs", en: "being built")
        static let buildStopped = Sentence(
            sv: "bygget avbröts vid {position}: kör samma ombyggnad igen",
            en: "build stopped at {position}: run the same rebuild again")
        static let buildStoppedFor = Sentence(
            sv: "bygget avbröts vid {position}, se nedan", en: "build stopped at {position}, see below")
        static let whyBuildStopped = Sentence(
            sv: """
                Bygget av {projection} för {organisation}, generation {generation}, avbröts vid {position}. Felmeddelandet: \
                ”{reason}”.
                """,
            en: """
                The build of {projection} of {organisation}, generation {generation}, stopped at {position}. The error's \
                words: “{reason}”.
                """)
        static let comparingStopped = Sentence(
            sv: "jämförelsen avbröts: nästa ombyggnad tar bort den",
            en: "comparison stopped: the next rebuild removes it")
        static let notReadable = Sentence(
            sv: "VISAS INTE, blev aldrig färdigbyggd: kör ”casefeedback rebuild”",
            en: "NOT SHOWN, was never built to its end: run “casefeedback rebuild”")
        static let beingCompared = Sentence(sv: "jämförs", en: "being compared")
        static let beingRemoved = Sentence(sv: "tas bort", en: "being removed")
        static let servedBehind = Sentence(
            sv: "visas; resten räknas av ”casefeedback serve” eller av nästa fråga",
            en: "served; “casefeedback serve” or the next question counts the rest")
        static let uncounted = Sentence(
            sv: "inget räknat än: kör ”casefeedback serve”, eller ställ en fråga (”casefeedback wheel”)",
            en: "nothing counted yet: run “casefeedback serve”, or ask something (“casefeedback wheel”)")
        static let standsStill = Sentence(sv: "STÅR STILL, se nedan", en: "STANDS STILL, see below")
        static let whyStandsBefore = Sentence(
            sv: """
                {projection} för {organisation} STÅR STILL före händelse {event}; det som registreras sparas som vanligt. \
                Felmeddelandet: ”{reason}”.
                """,
            en: """
                {projection} of {organisation} STANDS STILL before event {event}; what is recorded is kept as ever. The \
                error's words: “{reason}”.
                """)
        static let whyStandsStill = Sentence(
            sv: "{projection} för {organisation} STÅR STILL. Felmeddelandet: ”{reason}”.",
            en: "{projection} of {organisation} STANDS STILL. The error's words: “{reason}”.")
        static let otherRevision = Sentence(
            sv: "revision {found}, programmet skriver {needed}: kör ”casefeedback rebuild”",
            en: "revision {found}, the program writes {needed}: run “casefeedback rebuild”")
        static let newerRevision = Sentence(
            sv: "revision {found}, programmet skriver {needed}: kör den nyare versionen",
            en: "revision {found}, the program writes {needed}: run the newer release")
        static let unserved = Sentence(
            sv: "{projection} för {organisation} KAN INTE VISAS av det här programmet. Felmeddelandet: ”{reason}”.",
            en: "{projection} of {organisation} CAN'T BE SHOWN by this program. The error's words: “{reason}”.")
        static let clock = Sentence(
            sv: "Databasens klocka går {milliseconds} ms före programmets.",
            en: "The database's clock is {milliseconds} ms ahead of the program's.")
        static let clockBehind = Sentence(
            sv: "Databasens klocka går {milliseconds} ms efter programmets.",
            en: "The database's clock is {milliseconds} ms behind the program's.")
        static let clockAccepted = Sentence(
            sv: "Att klockorna skiljer sig är godtaget för {logs}.",
            en: "That the clocks differ is accepted for {logs}.")
    }
}
