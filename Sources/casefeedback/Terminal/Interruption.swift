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
        var first: ContinuousClock.Instant?
        for await signal in await UnixSignalsSequence(trapping: .sigint, .sigterm) {
            guard let first else {
                first = .now
                work.cancel()
                console.note(Stopping.words)
                continue
            }
            // One signal may be told of twice; nobody presses a key again so soon.
            if first.duration(to: .now) > .milliseconds(300) { endProgram(by: signal.rawValue) }
        }
    }
    let outcome = await work.value
    watch.cancel()
    guard work.isCancelled, case .failure(let failure) = outcome else { return try outcome.get() }
    var interrupted = Failure(failure.interruption ?? interruption)
    interrupted.committed = failure.committed
    throw interrupted
}

private enum Stopping {
    static let words = Sentence(
        sv: "(Avbryter; en gång till avslutar genast.)", en: "(Stopping; once more ends at once.)")
}

/// As the system ends a program that doesn't catch the signal: the shell sees by which. Nothing is put in order.
private func endProgram(by number: Int32) -> Never {
    signal(number, SIG_DFL)
    var signals = sigset_t()
    sigemptyset(&signals)
    sigaddset(&signals, number)
    pthread_sigmask(SIG_UNBLOCK, &signals, nil)
    raise(number)
    _exit(128 + number)
}
