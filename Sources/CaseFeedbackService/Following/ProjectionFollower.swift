import EventSourcing
package import EventStore
package import Logging
import ServiceLifecycle

/// Keeps every projection of every organisation at the head of its log: woken by appends of this process and by
/// notifications of others, and looking by itself when neither comes.
package struct ProjectionFollower: Service {
    private let log: EventLog
    private let runner: ProjectionRunner
    private let signal: HeadSignal
    private let logger: Logger

    /// How long a lost wake-up can delay a projection.
    private static let poll = Duration.milliseconds(500)

    package init(_ log: EventLog, runner: ProjectionRunner, signal: HeadSignal, logger: Logger) {
        self.log = log
        self.runner = runner
        self.signal = signal
        self.logger = logger
    }

    package func run() async throws {
        await cancelWhenGracefulShutdown {
            var reached: [LogID: Position] = [:]
            while !Task.isCancelled {
                do {
                    try await follow(&reached)
                } catch  where Task.isCancelled {
                    return
                } catch {
                    // Appending goes on without this; it is tried again, and `status` shows where it stands.
                    logger.warning("projections could not be moved", metadata: ["error": "\(error)"])
                }
                await signal.wait(atMost: Self.poll)
            }
        }
    }

    private func follow(_ reached: inout [LogID: Position]) async throws(StoreError) {
        var failure: StoreError?
        for (log, head) in try await log.heads() where log.kind == .cases && reached[log] != head {
            do throws(StoreError) {
                if try await runner.catchUp(log.organisation) == nil { reached[log] = head }
            } catch {
                // Nobody waits for another organisation's mishap, unless the database is away for all of them.
                failure = error
                if error.isUnavailability { break }
            }
        }
        if let failure { throw failure }
    }
}
