import CaseFeedback
import CaseFeedbackService
import EventSourcing
import EventStore

/// What came of a rebuild of several projections: one that fails stops none of the others, so all are told.
struct RebuildAnswer: Sendable {
    var rebuilt: [RebuiltProjection] = []
    var failed: [FailedProjection] = []
    /// Not begun: it was stopped before. Organisation and projection.
    private(set) var left: [String] = []

    mutating func add(_ other: RebuildAnswer) {
        rebuilt = (rebuilt + other.rebuilt).sorted {
            ($0.organisation, $0.projection) < ($1.organisation, $1.projection)
        }
        failed = (failed + other.failed).sorted { ($0.organisation, $0.projection) < ($1.organisation, $1.projection) }
        left += other.left
    }

    mutating func leave(_ projections: [any StoredProjection], of organisation: OrganisationID) {
        left += projections.map { "\(organisation) \($0.name)" }
    }

    /// On standard output, for people; ended by a line break.
    func words(in language: Language) -> String {
        if isEmpty { return Self.nothing.text(in: language) + "\n" }
        return (rebuilt.map { $0.words(in: language) } + failed.map { $0.words(in: language) }).map { $0 + "\n" }
            .joined()
    }

    /// There was nothing to do: that is an answer too.
    private var isEmpty: Bool { rebuilt.isEmpty && failed.isEmpty && left.isEmpty }

    private static let nothing = Sentence(
        sv: "Det finns inget att bygga om: ingen händelse är registrerad än.",
        en: "There is nothing to rebuild: no event is recorded yet.")

    /// Nothing was done, for one reason: it is told as what it is, and there is nothing to list.
    var isOneRefusal: Bool {
        guard let first = failed.first?.failure else { return false }
        return rebuilt.isEmpty && failed.allSatisfy { $0.failure == first }
    }

    /// What is told at the end, where not all was done.
    var failure: Failure? {
        guard let first = failed.first?.failure else {
            return left.isEmpty ? nil : Failure(Problem(.tryLater, "interrupted"))
        }
        if isOneRefusal { return first }
        return Failure(
            Problem(
                first.problem.kind, "rebuild-incomplete",
                ["failed": names(failed.map(\.name)), "done": names(done)]), status: first.status)
    }

    /// What a dry run compared as far as it is shown, and would stop before the head, is told as both and done as neither.
    private var done: [String] {
        let failed = Set(failed.map(\.name))
        return rebuilt.map(\.name).filter { !failed.contains($0) }
    }

    /// What is told after a signal; nothing when nothing that is shown has changed.
    var interruption: Problem? {
        let replaced = rebuilt.filter(\.isReplaced)
        guard !replaced.isEmpty else { return nil }
        return Problem(
            .tryLater, "rebuild-stopped-midway",
            ["done": names(replaced.map(\.name)), "left": names(failed.map(\.name) + left)])
    }

    private func names(_ names: [String]) -> String { names.isEmpty ? "–" : names.joined(separator: ", ") }
}

/// A projection that could not be rebuilt.
struct FailedProjection: Sendable {
    let organisation: OrganisationID
    let projection: String
    let failure: Failure

    init(_ organisation: OrganisationID, _ projection: String, _ failure: Failure) {
        self.organisation = organisation
        self.projection = projection
        self.failure = failure
    }

    var name: String { "\(organisation) \(projection)" }

    func words(in language: Language) -> String { "\(name): \(failure.sentence(in: language))" }
}

extension RebuiltProjection {
    fileprivate var name: String { "\(organisation) \(projection)" }
}

/// What `--json` prints of a rebuild.
struct RebuildDocument: Encodable {
    struct Failed: Encodable {
        let organisation: OrganisationID
        let projection: String
        let code: String
        let detail: String
    }

    let projections: [RebuiltProjection]
    /// Absent when all was done.
    let failures: [Failed]?

    init(_ answer: RebuildAnswer, in language: Language) {
        projections = answer.rebuilt
        let failed = answer.failed.map {
            Failed(
                organisation: $0.organisation, projection: $0.projection, code: $0.failure.problem.code,
                detail: $0.failure.sentence(in: language))
        }
        failures = failed.isEmpty ? nil : failed
    }
}
