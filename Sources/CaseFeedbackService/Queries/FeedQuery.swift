package import EventSourcing
package import EventStore
import ServiceLifecycle

/// Some events of a log, in order, and where it stood when they were read.
package struct FeedAnswer: Sendable {
    package let events: [RecordedEvent]
    package let nature: LogNature
    package let head: Position
}

/// Hands out the log itself, event by event, without the texts that are kept apart.
package struct FeedQuery: Sendable {
    private let log: EventLog

    /// How long a follower can be behind an append: it looks so often.
    private static let poll = Duration.milliseconds(200)

    package init(_ log: EventLog) { self.log = log }

    /// Events after a position, at most `limit`; when there is none, waits for the first as long as `wait` says, or until the
    /// program is about to end.
    ///
    /// - Throws: `organisation-not-found`, `position-beyond-head`.
    package func answer(
        _ organisation: OrganisationID, after: Position, limit: Int, wait: Duration
    ) async throws(Problem) -> FeedAnswer {
        let id = LogID(organisation: organisation, kind: .cases)
        let deadline = ContinuousClock.now.advanced(by: wait)
        while true {
            let (state, events) = try await read(id, after: after, limit: limit)
            guard after <= state.head else {
                throw Problem(
                    .badInput, "position-beyond-head", ["position": "\(after)", "head": "\(state.head)"],
                    field: "after",
                    value: "\(after)")
            }
            var isOver = !events.isEmpty || ContinuousClock.now >= deadline
            if !isOver { isOver = await !pause() }
            guard isOver else { continue }
            return FeedAnswer(
                events: events, nature: state.nature, head: max(state.head, events.last?.position ?? after))
        }
    }

    private func read(
        _ id: LogID, after: Position, limit: Int
    ) async throws(Problem) -> (state: LogState, events: [RecordedEvent]) {
        do throws(StoreError) {
            guard let state = try await log.state(of: id) else { throw .logNotFound(id) }
            guard state.head > after else { return (state, []) }
            return (state, try await log.events(of: id, after: after, limit: limit))
        } catch {
            throw Problem(error)
        }
    }

    /// Whether to look again: not when the asker has gone or the program is about to end.
    private func pause() async -> Bool {
        do {
            try await cancelWhenGracefulShutdown { try await Task.sleep(for: Self.poll) }
            return !Task.isShuttingDownGracefully
        } catch {
            return false
        }
    }
}
