import CaseFeedback
import EventSourcing
import EventStore

/// One projection of one organisation that is counted anew.
struct Rebuild: Sendable {
    private let projection: any StoredProjection
    private let organisation: OrganisationID
    private let head: Position
    private let runner: ProjectionRunner

    init(
        _ projection: any StoredProjection, of organisation: OrganisationID, head: Position, by runner: ProjectionRunner
    ) {
        self.projection = projection
        self.organisation = organisation
        self.head = head
        self.runner = runner
    }

    func run(progress: @Sendable (Position) -> Void) async throws(StoreError) -> RebuiltProjection {
        let report = try await runner.rebuild(projection, of: organisation, head: head, progress: progress)
        return RebuiltProjection(
            organisation: organisation, projection: report.projection, position: report.position,
            isEqual: report.isEqual, previousRevision: report.previousRevision, revision: report.revision,
            isReplaced: true)
    }

    /// Folds beside what is served, and throws it away.
    func compare() async throws(StoreError) -> RebuiltProjection {
        let served = try await runner.servedDump(projection, of: organisation)
        let fresh = try await runner.dump(projection, of: organisation, at: served.position)
        let found = try await runner.checkpoints(of: organisation).first {
            $0.isServed && $0.generation.projection == projection.name
        }
        return RebuiltProjection(
            organisation: organisation, projection: projection.name, position: served.position,
            isEqual: served.lines == fresh, previousRevision: found?.revision ?? projection.revision,
            revision: projection.revision, isReplaced: false)
    }
}

/// What came of it.
struct RebuiltProjection: Encodable, Sendable {
    let organisation: OrganisationID
    let projection: String
    let position: Position
    /// Whether what was served had been the fold of the events; expected to be false between two revisions.
    let isEqual: Bool
    let previousRevision: Int
    let revision: Int
    let isReplaced: Bool

    func words(in language: Language) -> String {
        let sentence =
            if isEqual {
                isReplaced ? Words.same : Words.wouldBeSame
            } else if revision != previousRevision {
                isReplaced ? Words.newRevision : Words.wouldBeNewRevision
            } else {
                isReplaced ? Words.repaired : Words.differs
            }
        return sentence.text(
            in: language,
            filling: [
                "organisation": organisation.text, "projection": projection, "position": position.description,
                "previous": "\(previousRevision)", "revision": "\(revision)",
            ])
    }

    private enum Words {
        static let same = Sentence(
            sv: "{organisation} {projection}: ombyggd till position {position}, lika som förut.",
            en: "{organisation} {projection}: rebuilt to position {position}, the same as before.")
        static let wouldBeSame = Sentence(
            sv: "{organisation} {projection}: stämmer på position {position}.",
            en: "{organisation} {projection}: correct at position {position}.")
        static let newRevision = Sentence(
            sv: "{organisation} {projection}: ombyggd till position {position}, revision {previous} → {revision}.",
            en: "{organisation} {projection}: rebuilt to position {position}, revision {previous} → {revision}.")
        static let wouldBeNewRevision = Sentence(
            sv: "{organisation} {projection}: byggs om från revision {previous} till {revision}.",
            en: "{organisation} {projection}: will be rebuilt from revision {previous} to {revision}.")
        static let repaired = Sentence(
            sv: "{organisation} {projection}: ombyggd till position {position}; DET SOM VISADES VAR FEL. Anmäl det.",
            en: "{organisation} {projection}: rebuilt to position {position}; WHAT WAS SHOWN WAS WRONG. Report it.")
        static let differs = Sentence(
            sv: "{organisation} {projection}: DET SOM VISAS ÄR FEL på position {position}.",
            en: "{organisation} {projection}: WHAT IS SHOWN IS WRONG at position {position}.")
    }
}
