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
        for (log, head) in logs {
            for projection in try await runner.raised(in: log.organisation) {
                if Task.isCancelled { return false }
                let metadata: Logger.Metadata = [
                    "organisation": "\(log.organisation)", "projection": "\(projection.name)",
                    "revision": "\(projection.revision)",
                ]
                do throws(StoreError) {
                    logger.notice("a newer revision is rebuilt", metadata: metadata)
                    _ = try await runner.rebuild(projection, of: log.organisation, head: head)
                    logger.notice("a newer revision is served", metadata: metadata)
                } catch {
                    if error.isUnavailability { throw error }
                    isDone = false
                    guard !Task.isCancelled else { return false }
                    logger.error(
                        "a newer revision could not be built", metadata: metadata.merging(["error": "\(error)"]) { $1 })
                }
            }
        }
        return isDone
    }
}
