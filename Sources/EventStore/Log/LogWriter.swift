import EventSourcing
import Logging
import Postgres

/// Writes to one log, one transaction at a time: what waits meanwhile becomes the next transaction (group commit).
///
/// An optimisation only: the locked head row keeps several processes correct. An append to an idle log does not wait.
actor LogWriter {
    private struct Waiter {
        let request: AppendRequest
        let continuation: CheckedContinuation<Result<Verdict, StoreError>, Never>
    }

    /// What one transaction takes at most, so that it lasts milliseconds.
    private static let commandsPerTransaction = 256
    private static let eventsPerTransaction = 2_000
    private static let waitersMax = 8_192

    private let log: LogID
    private let commit: @Sendable ([AppendRequest]) async -> Result<[Verdict], StoreError>
    private var waiting: [Waiter] = []
    private var isCommitting = false

    init(log: LogID, commit: @escaping @Sendable ([AppendRequest]) async -> Result<[Verdict], StoreError>) {
        self.log = log
        self.commit = commit
    }

    func append(_ request: AppendRequest) async throws(StoreError) -> Verdict {
        guard waiting.count < Self.waitersMax else { throw .queueFull(log, waiting: waiting.count) }
        let outcome = await withCheckedContinuation { continuation in
            waiting.append(Waiter(request: request, continuation: continuation))
            guard !isCommitting else { return }
            isCommitting = true
            Task { await commitWaiting() }
        }
        return try outcome.get()
    }

    private func commitWaiting() async {
        while !waiting.isEmpty {
            let batch = nextBatch()
            let outcome = await commit(batch.map(\.request))
            switch outcome {
            case .success(let verdicts):
                for (waiter, verdict) in zip(batch, verdicts) {
                    waiter.continuation.resume(returning: .success(verdict))
                }
            case .failure(.database(let error)) where batch.count > 1 && !error.isTransient:
                // One command's rows were refused and took the others with them: each is tried by itself.
                for waiter in batch {
                    let alone = await commit([waiter.request])
                    waiter.continuation.resume(returning: alone.map { $0[0] })
                }
            case .failure(let error):
                for waiter in batch { waiter.continuation.resume(returning: .failure(error)) }
            }
        }
        isCommitting = false
    }

    private func nextBatch() -> [Waiter] {
        var events = 0
        var count = 0
        for waiter in waiting {
            let isAlone = waiter.request.mustBeAlone
            events += waiter.request.events.count
            if count > 0, isAlone || count == Self.commandsPerTransaction || events > Self.eventsPerTransaction {
                break
            }
            count += 1
            if isAlone { break }
        }
        defer { waiting.removeFirst(count) }
        return Array(waiting.prefix(count))
    }
}

extension AppendRequest {
    /// Its verdict would not see the other events of its transaction.
    fileprivate var mustBeAlone: Bool {
        opening != nil
            || conditions.contains { condition in
                if case .noEvent = condition { true } else { false }
            }
    }
}
