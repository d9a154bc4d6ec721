import EventSourcing
import Synchronization

/// Which generations stand still, as this process knows it: when each is tried again, and whether its reason was told.
///
/// It is kept in memory alone, so that a restart, and so an upgrade, tries at once.
final class Standstills: Sendable {
    private struct Standstill {
        var reason: String
        var attempts: Int
        var nextTry: ContinuousClock.Instant
    }

    private let standing = Mutex<[ProjectionGeneration: Standstill]>([:])

    private static let firstPause = Duration.seconds(1)
    private static let pauseMax = Duration.seconds(300)

    /// The pause doubles with each attempt that failed: 1 s, 2 s, … 5 minutes.
    static func pause(afterAttempts attempts: Int) -> Duration {
        attempts > 9 ? pauseMax : min(firstPause * (1 << max(0, attempts - 1)), pauseMax)
    }

    /// Notes that a generation could not be moved; true when the reason is news.
    func stopped(_ generation: ProjectionGeneration, because reason: String, at now: ContinuousClock.Instant) -> Bool {
        standing.withLock { standing in
            let known = standing[generation]
            let attempts = (known?.attempts ?? 0) + 1
            standing[generation] = Standstill(
                reason: reason, attempts: attempts, nextTry: now + Self.pause(afterAttempts: attempts))
            return known?.reason != reason
        }
    }

    /// Notes that a generation moved; true when it had stood still.
    @discardableResult
    func moved(_ generation: ProjectionGeneration) -> Bool {
        standing.withLock { $0.removeValue(forKey: generation) != nil }
    }

    /// Forgets the generations of an organisation that are no longer followed.
    func forget(of organisation: OrganisationID, except followed: Set<ProjectionGeneration>) {
        standing.withLock { standing in
            standing = standing.filter { $0.key.organisation != organisation || followed.contains($0.key) }
        }
    }

    func isPausing(_ generation: ProjectionGeneration, at now: ContinuousClock.Instant) -> Bool {
        standing.withLock { standing in standing[generation].map { now < $0.nextTry } ?? false }
    }

    /// The organisations that have a generation to be tried again by now.
    func due(at now: ContinuousClock.Instant) -> Set<OrganisationID> {
        standing.withLock { standing in
            Set(standing.filter { $0.value.nextTry <= now }.keys.map(\.organisation))
        }
    }
}
