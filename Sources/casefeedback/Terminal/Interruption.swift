import CaseFeedbackService
import UnixSignals

/// Runs `body` until Ctrl-C or SIGTERM: its task is cancelled then, and whatever it must still put in order it does.
///
/// - Throws: what `body` threw, and `interruption` where a signal was the cause.
func untilInterrupted<Answer: Sendable>(
    as interruption: Problem = Problem(.tryLater, "interrupted"),
    _ body: @Sendable @escaping () async throws(Failure) -> Answer
) async throws(Failure) -> Answer {
    let work = Task { () async -> Result<Answer, Failure> in
        do throws(Failure) { return .success(try await body()) } catch { return .failure(error) }
    }
    let watch = Task {
        for await _ in await UnixSignalsSequence(trapping: .sigint, .sigterm) { work.cancel() }
    }
    let outcome = await work.value
    watch.cancel()
    if case .failure = outcome, work.isCancelled { throw Failure(interruption) }
    return try outcome.get()
}
