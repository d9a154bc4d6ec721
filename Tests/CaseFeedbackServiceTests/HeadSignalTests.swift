import CaseFeedbackService
import TestSupport
import Testing

@Suite struct `Waiting for a signal` {
    @Test func `ends at its limit, however short that is`() async throws {
        let signal = HeadSignal()
        let isOver = Shared(false)
        let waits = Task {
            for _ in 0..<20_000 { await signal.wait(atMost: .zero) }
            isOver.value = true
        }
        for _ in 0..<3000 where !isOver.value { try await Task.sleep(for: .milliseconds(10)) }
        #expect(isOver.value)
        waits.cancel()
    }
}
