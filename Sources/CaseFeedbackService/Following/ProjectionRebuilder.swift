import EventSourcing
package import EventStore
package import Logging
import ServiceLifecycle
import Synchronization

/// Notices that its release raised the revision of a fold, and rebuilds what stands in an older one, beside it. Until a
/// projection is done, programs of the older release serve it; this one says that it is being built.
///
/// It looks again as long as the server runs: an older release beside it may make the first generation of an organisation later.
///
/// A generation of a *newer* revision is left alone: whoever runs an older release beside it does so on purpose.
package struct ProjectionRebuilder: Service {
    private let log: EventLog
    private let runner: ProjectionRunner
    private let logger: Logger

    /// How long until it looks again, where nothing was left to do, and for what could not be done: another process may be at
    /// it, or the database was away.
    private let pauses: (done: Duration, undone: Duration)
    private let told = ToldFailures()

    /// What it may take beside a server's own.
    private static let memory = 64 << 20

    package init(
        _ log: EventLog, runner: ProjectionRunner, logger: Logger,
        pauses: (done: Duration, undone: Duration) = (.seconds(300), .seconds(15))
    ) {
        self.log = log
        self.runner = runner
        self.logger = logger
        self.pauses = pauses
    }

    package func run() async throws {
        await cancelWhenGracefulShutdown {
            while !Task.isCancelled {
                var isDone = false
                do throws(StoreError) {
                    isDone = try await rebuildRaised()
                } catch {
                    guard !Task.isCancelled else { return }
                    logger.warning("projections could not be rebuilt", metadata: ["error": "\(error)"])
                }
                try? await Task.sleep(for: isDone ? pauses.done : pauses.undone)
            }
        }
    }

    /// Rebuilds what this program contains a newer revision of, largest log first; whether nothing is left to do.
    package func rebuildRaised() async throws(StoreError) -> Bool {
        var isDone = true
        let logs = try await log.heads().filter { $0.key.kind == .cases }.sorted { $0.value > $1.value }
        for organisation in logs.map(\.key.organisation) {
            let raised = try await runner.raised(in: organisation)
            if raised.isEmpty { continue }
            if Task.isCancelled { return false }
            if try await !rebuild(raised, of: organisation) { isDone = false }
        }
        return isDone
    }

    private func rebuild(
        _ projections: [any StoredProjection], of organisation: OrganisationID
    ) async throws(StoreError) -> Bool {
        func metadata(_ names: [String]) -> Logger.Metadata {
            ["organisation": "\(organisation)", "projections": "\(names.joined(separator: ", "))"]
        }
        let names = projections.map { "\($0.name) \($0.revision)" }
        if told.isNews("built", about: "\(organisation) \(names)") {
            logger.notice("newer revisions are built", metadata: metadata(names))
        }
        let outcomes: [RebuildOutcome]
        do throws(StoreError) {
            outcomes = try await runner.rebuild(
                projections, of: organisation, settings: RebuildSettings(memory: Self.memory))
        } catch {
            // Another process of this release is at it: it is looked at again.
            if case .beingBuilt = error { return false }
            for projection in projections { await note(error, of: projection, organisation) }
            throw error
        }
        var served: [String] = []
        for ((outcome, name), projection) in zip(zip(outcomes, names), projections) {
            switch outcome.result {
            case .success: served.append(name)
            case .failure(let error):
                await note(error, of: projection, organisation)
                guard told.isNews(error.description, about: "\(organisation) \(name)") else { continue }
                logger.error(
                    "a newer revision could not be built",
                    metadata: [
                        "organisation": "\(organisation)", "projection": "\(outcome.projection)", "error": "\(error)",
                    ])
            }
        }
        if !served.isEmpty { logger.notice("newer revisions are served", metadata: metadata(served)) }
        return served.count == outcomes.count
    }

    /// Beside what was begun, for whoever asks; what the database refuses even that for stands in the log of this process.
    private func note(_ error: StoreError, of projection: any StoredProjection, _ organisation: OrganisationID) async {
        guard !Task.isCancelled else { return }
        let seconds = max(1, pauses.undone.components.seconds)
        do throws(StoreError) {
            try await runner.noteFailedBuild(
                of: projection, organisation, because: error, goesOn: "tried again by a server every \(seconds) s")
        } catch {
            logger.debug("why a revision could not be built was not noted", metadata: ["error": "\(error)"])
        }
    }
}

/// What was told of what could not be built: once, however often it is tried.
private final class ToldFailures: Sendable {
    private let told = Mutex<[String: String]>([:])

    func isNews(_ text: String, about subject: String) -> Bool {
        told.withLock { $0.updateValue(text, forKey: subject) != text }
    }
}
