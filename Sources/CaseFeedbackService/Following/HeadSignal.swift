import Synchronization

/// Wakes whoever follows a log: a hint, never a promise. A lost one only delays.
///
/// Many signals before somebody looks are one.
package final class HeadSignal: Sendable {
    private struct State {
        var isRaised = false
        var waiters: [Int: Waiter] = [:]
        var next = 0
    }

    private struct Waiter {
        var continuation: CheckedContinuation<Void, Never>
        var timer: Task<Void, Never>

        func resume() {
            timer.cancel()
            continuation.resume()
        }
    }

    private let state = Mutex(State())

    package init() {}

    package func raise() {
        let waiters = state.withLock { state in
            defer { state.waiters = [:] }
            if state.waiters.isEmpty { state.isRaised = true }
            return Array(state.waiters.values)
        }
        for waiter in waiters { waiter.resume() }
    }

    /// Returns when it was raised since the last time, after `limit` at the latest, or at once when cancelled.
    package func wait(atMost limit: Duration) async {
        let token = state.withLock { state in
            state.next += 1
            return state.next
        }
        await withTaskCancellationHandler {
            await withCheckedContinuation { continuation in
                let isDone = state.withLock { state in
                    if state.isRaised || Task.isCancelled {
                        state.isRaised = false
                        return true
                    }
                    // It needs the lock too: however short, it is over only when there is somebody to resume.
                    let timer = Task {
                        try? await Task.sleep(for: limit)
                        resume(token)
                    }
                    state.waiters[token] = Waiter(continuation: continuation, timer: timer)
                    return false
                }
                if isDone { continuation.resume() }
            }
        } onCancel: {
            resume(token)
        }
    }

    private func resume(_ token: Int) {
        state.withLock { $0.waiters.removeValue(forKey: token) }?.resume()
    }
}
