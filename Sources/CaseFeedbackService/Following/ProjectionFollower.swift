import EventSourcing
package import EventStore
package import Logging
import ServiceLifecycle

/// Keeps every projection of every organisation at the head of its log: woken by appends of this process and by
/// notifications of others, and looking by itself when neither comes.
///
/// Organisations take turns: each is moved by one bounded slice, then stands at the end of the queue again, so that a long
/// way to the head of one keeps no other waiting; nor does its mishap.
package struct ProjectionFollower: Service {
    private let log: EventLog
    private let runner: ProjectionRunner
    private let signal: HeadSignal
    private let logger: Logger

    /// How long a lost wake-up can delay a projection.
    private static let poll = Duration.milliseconds(500)
    /// How long rows can be behind a head that was seen before they stood: those of another process's switch, when it ended
    /// right behind it.
    private static let wholeLook = Duration.seconds(60)
    /// As many as there are connections for it.
    private static let organisationsAtOnce = 4

    package init(_ log: EventLog, runner: ProjectionRunner, signal: HeadSignal, logger: Logger) {
        self.log = log
        self.runner = runner
        self.signal = signal
        self.logger = logger
    }

    private enum Happening: Sendable {
        case woken
        case followed(OrganisationID, Result<FollowedSlice, StoreError>)
    }

    package func run() async throws {
        await cancelWhenGracefulShutdown {
            await withTaskGroup(of: Happening.self) { group in
                var queue = FollowingQueue(organisationsAtOnce: Self.organisationsAtOnce)
                var mishaps = FollowingMishaps()
                var lookedAtAll = ContinuousClock.now
                await look(into: &queue, mishaps: &mishaps)
                group.addTask { await wakeUp() }
                while !Task.isCancelled {
                    while let organisation = queue.next() {
                        group.addTask { await follow(organisation) }
                    }
                    switch await group.next() {
                    case .woken:
                        if lookedAtAll.duration(to: .now) > Self.wholeLook {
                            queue.forgetHeads()
                            lookedAtAll = .now
                        }
                        await look(into: &queue, mishaps: &mishaps)
                        group.addTask { await wakeUp() }
                    case .followed(let organisation, .success(let slice)):
                        mishaps.succeeded(organisation)
                        queue.followed(organisation, isAtHead: slice.isAtHead)
                    case .followed(let organisation, .failure(let error)):
                        queue.failed(organisation)
                        tell(error, of: organisation, mishaps: &mishaps)
                    case nil: return
                    }
                }
                group.cancelAll()
            }
        }
    }

    private func wakeUp() async -> Happening {
        await signal.wait(atMost: Self.poll)
        return .woken
    }

    private func follow(_ organisation: OrganisationID) async -> Happening {
        do throws(StoreError) {
            return .followed(organisation, .success(try await runner.slice(of: organisation)))
        } catch {
            return .followed(organisation, .failure(error))
        }
    }

    /// Who has grown, and who is to be tried again.
    private func look(into queue: inout FollowingQueue, mishaps: inout FollowingMishaps) async {
        do throws(StoreError) {
            for (log, head) in try await log.heads() where log.kind == .cases {
                queue.saw(head, of: log.organisation)
            }
            for organisation in runner.dueForRetry() { queue.retry(organisation) }
            mishaps.succeeded(nil)
        } catch {
            tell(error, of: nil, mishaps: &mishaps)
        }
    }

    /// Once: appending goes on without this, it is tried again at every look, and `status` shows where it stands.
    private func tell(_ error: StoreError, of organisation: OrganisationID?, mishaps: inout FollowingMishaps) {
        guard !Task.isCancelled, mishaps.isNews(error, of: organisation) else { return }
        var metadata: Logger.Metadata = ["error": "\(error)"]
        if let organisation { metadata["organisation"] = "\(organisation)" }
        logger.warning("projections could not be moved", metadata: metadata)
    }
}
