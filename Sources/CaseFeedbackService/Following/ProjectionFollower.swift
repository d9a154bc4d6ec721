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
    /// As many as there are connections for it.
    private static let organisationsAtOnce = 4

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

    /// Several organisations at a time, so that a long way to the head of one keeps no other waiting; nor does its mishap.
    private func follow(_ reached: inout [LogID: Position]) async throws(StoreError) {
        var behind = try await log.heads().filter { $0.key.kind == .cases && reached[$0.key] != $0.value }
        let outcomes = await withTaskGroup(of: (LogID, Position, Result<Bool, StoreError>).self) { group in
            func startNext() {
                guard let (log, head) = behind.popFirst() else { return }
                group.addTask { (log, head, await catchUp(log.organisation)) }
            }
            for _ in 0..<Self.organisationsAtOnce { startNext() }
            var outcomes: [(LogID, Position, Result<Bool, StoreError>)] = []
            while let outcome = await group.next() {
                outcomes.append(outcome)
                startNext()
            }
            return outcomes
        }
        var failure: StoreError?
        for (log, head, outcome) in outcomes {
            switch outcome {
            case .success(true): reached[log] = head
            case .success(false): break
            case .failure(let error): failure = error
            }
        }
        if let failure { throw failure }
    }

    /// Whether every projection came to the head.
    private func catchUp(_ organisation: OrganisationID) async -> Result<Bool, StoreError> {
        do throws(StoreError) { return .success(try await runner.catchUp(organisation) == nil) } catch {
            return .failure(error)
        }
    }
}
