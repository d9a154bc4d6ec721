import CaseFeedbackService
package import EventStore

extension TestDatabase {
    /// Calls `body` beside a follower that keeps projections at the heads; `body` wakes it by calling what it is given.
    package func following<Value: Sendable>(
        _ projections: [any StoredProjection], _ body: (_ wake: @Sendable () -> Void) async throws -> Value
    ) async throws -> Value {
        let signal = HeadSignal()
        let runner = ProjectionRunner(connections, projections: projections, logger: .silent)
        let follower = ProjectionFollower(log, runner: runner, signal: signal, logger: .silent)
        let running = Task { try await follower.run() }
        let result: Result<Value, any Error>
        do { result = .success(try await body { signal.raise() }) } catch { result = .failure(error) }
        running.cancel()
        try? await running.value
        return try result.get()
    }
}
