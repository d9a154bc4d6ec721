import CaseFeedback
import EventSourcing
import EventStore

/// What came of the rebuild of one projection of one organisation.
struct RebuiltProjection: Encodable, Sendable {
    let organisation: OrganisationID
    let projection: String
    let position: Position
    /// Whether what was served had been the fold of the events; expected to be false between two revisions.
    let isEqual: Bool
    let previousRevision: Int
    let revision: Int
    let isReplaced: Bool
    /// How many events what was compared is behind the log, as it was at the beginning.
    let behind: Int64
    /// Where both stood when they were compared; absent when they could not be.
    let comparedAt: Position?
    /// SHA-256 of the rows that were served, and of the new ones, there.
    let previousDigest: String?
    let digest: String
    let rows: Int
    /// In what they differ there; absent where they are equal or were not compared.
    let difference: RowsDifference?
    /// Microseconds for which what was served was held; only following waited.
    let heldMicroseconds: Int64

    init(_ organisation: OrganisationID, _ report: RebuildReport, isReplaced: Bool, head: Position) {
        self.organisation = organisation
        projection = report.projection
        position = report.position
        isEqual = report.isEqual
        previousRevision = report.previousRevision
        revision = report.revision
        self.isReplaced = isReplaced
        behind = max(0, head.value - report.position.value)
        comparedAt = report.comparedAt
        previousDigest = report.previousDigest.map { Self.hexadecimal($0.sha256) }
        digest = Self.hexadecimal(report.digest.sha256)
        rows = report.digest.rows
        difference = report.difference.map(RowsDifference.init)
        heldMicroseconds = Int64(report.held / .microseconds(1))
    }

    private static func hexadecimal(_ bytes: [UInt8]) -> String {
        bytes.map { ($0 < 16 ? "0" : "") + String($0, radix: 16) }.joined()
    }

    func words(in language: Language) -> String {
        let sentence =
            if isEqual {
                isReplaced ? Words.same : behind > 0 ? Words.wouldBeSameBehind : Words.wouldBeSame
            } else if revision == previousRevision, comparedAt == nil {
                Words.notCompared
            } else if revision != previousRevision {
                isReplaced ? Words.newRevision : Words.wouldBeNewRevision
            } else {
                isReplaced ? Words.repaired : Words.differs
            }
        let words = sentence.text(
            in: language,
            filling: [
                "organisation": organisation.text, "projection": projection, "position": position.description,
                "previous": "\(previousRevision)", "revision": "\(revision)", "behind": "\(behind)",
            ])
        return difference.map { "\(words)\n\($0.words(in: language))" } ?? words
    }

    private enum Words {
        static let same = Sentence(
            sv: "{organisation} {projection}: ombyggd till position {position}, lika som förut.",
            en: "{organisation} {projection}: rebuilt to position {position}, the same as before.")
        static let wouldBeSame = Sentence(
            sv: "{organisation} {projection}: stämmer på position {position}.",
            en: "{organisation} {projection}: correct at position {position}.")
        static let wouldBeSameBehind = Sentence(
            sv:
                "{organisation} {projection}: stämmer på position {position}, men ligger {behind|händelse|händelser} efter: det "
                + "senaste visas inte än.",
            en:
                "{organisation} {projection}: correct at position {position}, but {behind|event|events} behind: the latest is not "
                + "shown yet.")
        static let newRevision = Sentence(
            sv: "{organisation} {projection}: ombyggd till position {position}, revision {previous} → {revision}.",
            en: "{organisation} {projection}: rebuilt to position {position}, revision {previous} → {revision}.")
        static let wouldBeNewRevision = Sentence(
            sv: "{organisation} {projection}: byggs om från revision {previous} till {revision}.",
            en: "{organisation} {projection}: will be rebuilt from revision {previous} to {revision}.")
        static let notCompared = Sentence(
            sv:
                "{organisation} {projection}: ombyggd till position {position}; det som visades låg långt efter eller stod "
                + "still och jämfördes inte.",
            en:
                "{organisation} {projection}: rebuilt to position {position}; what was shown was far behind or stood still, "
                + "and was not compared.")
        static let repaired = Sentence(
            sv: "{organisation} {projection}: ombyggd till position {position}; DET SOM VISADES VAR FEL. Anmäl det.",
            en: "{organisation} {projection}: rebuilt to position {position}; WHAT WAS SHOWN WAS WRONG. Report it.")
        static let differs = Sentence(
            sv: "{organisation} {projection}: DET SOM VISAS ÄR FEL på position {position}.",
            en: "{organisation} {projection}: WHAT IS SHOWN IS WRONG at position {position}.")
    }
}

/// What came of going back.
struct ReturnedProjection: Encodable, Sendable {
    let organisation: OrganisationID
    let projection: String
    let from: Int
    let to: Int
    let revision: Int
    let position: Position

    init(_ organisation: OrganisationID, _ report: RollbackReport) {
        self.organisation = organisation
        projection = report.projection
        from = Int(report.from)
        to = Int(report.to)
        revision = report.revision
        position = report.position
    }

    /// What is told where no projection went back.
    static let none = Sentence(
        sv: "Det finns inget att gå tillbaka till: ingen händelse är registrerad än.",
        en: "There is nothing to go back to: no event is recorded yet.")

    func words(in language: Language) -> String {
        Sentence(
            sv:
                "{organisation} {projection}: nu visas generation {to} igen, på position {position}, i stället för {from}. "
                + "Samma kommando en gång till går tillbaka till {from}.",
            en:
                "{organisation} {projection}: generation {to} is served again now, at position {position}, instead of {from}. "
                + "The same command once more goes back to {from}."
        ).text(
            in: language,
            filling: [
                "organisation": organisation.text, "projection": projection, "from": "\(from)", "to": "\(to)",
                "position": position.description,
            ])
    }
}
