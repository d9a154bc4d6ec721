import EventSourcing
package import EventStore
package import Logging
import ServiceLifecycle

/// Notices at the start of a server that its release raised the revision of a fold, and rebuilds what stands in an older one,
/// beside it. Until a projection is done, programs of the older release serve it; this one says that it is being built.
///
/// A generation of a *newer* revision is left alone: whoever runs an older release beside it does so on purpose.
package struct ProjectionRebuilder: Service {
    private let log: EventLog
    private let runner: ProjectionRunner
    private let logger: Logger

    /// How long until it looks again for what could not be done: another process may be at it, or the database was away.
    private static let pause = Duration.seconds(15)
    /// What it may take beside a server's own.
    private static let memory = 64 << 20

    package init(_ log: EventLog, runner: ProjectionRunner, logger: Logger) {
        self.log = log
        self.runner = runner
        self.logger = logger
    }

    package func run() async throws {
        await cancelWhenGracefulShutdown {
            while !Task.isCancelled {
                do throws(StoreError) {
                    if try await rebuildRaised() { break }
                } catch {
                    guard !Task.isCancelled else { return }
                    logger.warning("projections could not be rebuilt", metadata: ["error": "\(error)"])
                }
                try? await Task.sleep(for: Self.pause)
            }
        }
        // A service that ends would end the others.
        try? await gracefulShutdown()
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
        let names = projections.map { "\($0.name) \($0.revision)" }.joined(separator: ", ")
        let metadata: Logger.Metadata = ["organisation": "\(organisation)", "projections": "\(names)"]
        logger.notice("newer revisions are built", metadata: metadata)
        let outcomes: [RebuildOutcome]
        do throws(StoreError) {
            outcomes = try await runner.rebuild(
                projections, of: organisation, settings: RebuildSettings(memory: Self.memory))
        } catch {
            // Another process of this release is at it: it is looked at again.
            if case .beingBuilt = error { return false }
            throw error
        }
        for outcome in outcomes {
            guard case .failure(let error) = outcome.result else { continue }
            logger.error(
                "a newer revision could not be built",
                metadata: [
                    "organisation": "\(organisation)", "projection": "\(outcome.projection)", "error": "\(error)",
                ])
        }
        logger.notice("newer revisions are served", metadata: metadata)
        return outcomes.allSatisfy { (try? $0.result.get()) != nil }
    }
}
