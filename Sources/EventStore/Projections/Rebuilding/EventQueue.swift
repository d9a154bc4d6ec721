import Foundation

/// Hands batches from the thread that reads the log to the one that folds, a few at a time: the reader waits when the other
/// is behind, so memory stays bounded whatever the speeds.
///
/// Both ends block their thread, which is a connection's own and never one of Swift's shared pool.
final class EventQueue: @unchecked Sendable {
    enum Taken {
        case batch(EventBatch)
        case end
        case failed(StoreError)
        case cancelled
    }

    /// Guarded by `condition`, as all that follows.
    private var batches: [EventBatch] = []
    private var end: Result<Void, StoreError>?
    private var isAbandoned = false
    private let condition = NSCondition()

    private static let batchesMax = 8
    /// How long a wait is before the task's cancellation is looked at.
    private static let look = 0.05

    /// Adds a batch, when there is room; false when nobody wants it any more.
    func put(_ batch: EventBatch, isCancelled: () -> Bool) -> Bool {
        condition.lock()
        defer { condition.unlock() }
        while batches.count >= Self.batchesMax, !isAbandoned {
            if isCancelled() { return false }
            _ = condition.wait(until: Date(timeIntervalSinceNow: Self.look))
        }
        guard !isAbandoned else { return false }
        batches.append(batch)
        condition.broadcast()
        return true
    }

    /// The reader is done, or failed.
    func finish(_ outcome: Result<Void, StoreError>) {
        condition.lock()
        defer { condition.unlock() }
        end = end ?? outcome
        condition.broadcast()
    }

    /// The next batch, waited for.
    func take(isCancelled: () -> Bool) -> Taken {
        condition.lock()
        defer { condition.unlock() }
        // Cancelling stops the reader too: that it failed then is no news.
        if isCancelled() { return .cancelled }
        while batches.isEmpty {
            if isCancelled() { return .cancelled }
            switch end {
            case .success: return .end
            case .failure(let error): return .failed(error)
            case nil: break
            }
            _ = condition.wait(until: Date(timeIntervalSinceNow: Self.look))
        }
        defer { condition.broadcast() }
        return .batch(batches.removeFirst())
    }

    /// Nobody takes any more: the reader stops.
    func abandon() {
        condition.lock()
        defer { condition.unlock() }
        isAbandoned = true
        condition.broadcast()
    }
}
