import CaseFeedback
import CaseFeedbackService
import Foundation
import UnixSignals

/// Runs `body` until Ctrl-C or SIGTERM: its task is cancelled then, and whatever it must still put in order it does. A second
/// signal ends the program at once, as it would have without this.
///
/// - Throws: what `body` threw, and `interruption` where a signal was the cause.
func untilInterrupted<Answer: Sendable>(
    as interruption: Problem, on console: Console, _ body: @Sendable @escaping () async throws(Failure) -> Answer
) async throws(Failure) -> Answer {
    let work = Task { () async -> Result<Answer, Failure> in
        do throws(Failure) { return .success(try await body()) } catch { return .failure(error) }
    }
    let watch = Task {
        for await signal in await UnixSignalsSequence(trapping: .sigint, .sigterm) {
            guard !work.isCancelled else { endProgram(by: signal.rawValue) }
            work.cancel()
            console.note(
                Sentence(
                    sv: "(Avbryter; en gång till avslutar genast.)", en: "(Stopping; once more ends at once.)"))
        }
    }
    let outcome = await work.value
    watch.cancel()
    guard work.isCancelled, case .failure(let failure) = outcome else { return try outcome.get() }
    var interrupted = Failure(interruption)
    interrupted.committed = failure.committed
    throw interrupted
}

/// As the system ends a program that doesn't catch the signal: the shell sees by which.
private func endProgram(by number: Int32) -> Never {
    signal(number, SIG_DFL)
    raise(number)
    exit(128 + number)
}
