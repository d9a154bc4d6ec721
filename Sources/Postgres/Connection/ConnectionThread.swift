import Dispatch
import Foundation
import Synchronization

/// One thread that runs the jobs of one connection, so that waiting for the server never blocks Swift's shared pool.
///
/// It starts with the first job and ends after ``stop()``, when no job is left. A job that comes later starts a thread
/// once more, which ends at once when it is done: a call on a closed connection gets its error instead of hanging.
final class ConnectionThread: SerialExecutor {
    private struct State {
        var jobs: [UnownedJob] = []
        var isRunning = false
        var isStopping = false
    }

    private enum Next {
        case run([UnownedJob])
        case wait
        case end
    }

    private let state = Mutex(State())
    private let changed = DispatchSemaphore(value: 0)

    func enqueue(_ job: consuming ExecutorJob) {
        let job = UnownedJob(job)
        let isRunning = state.withLock { state in
            state.jobs.append(job)
            defer { state.isRunning = true }
            // Under the lock: as soon as the thread can take it, the job may end, and with its connection this object.
            if state.isRunning { changed.signal() }
            return state.isRunning
        }
        if !isRunning { start() }
    }

    func stop() {
        state.withLock { $0.isStopping = true }
        changed.signal()
    }

    private func start() {
        Thread { self.work() }.start()
    }

    private func work() {
        while true {
            switch next() {
            case .run(let jobs):
                for job in jobs { job.runSynchronously(on: asUnownedSerialExecutor()) }
            case .wait:
                changed.wait()
            case .end:
                return
            }
        }
    }

    private func next() -> Next {
        state.withLock { state in
            guard state.jobs.isEmpty else {
                defer { state.jobs.removeAll() }
                return .run(state.jobs)
            }
            guard state.isStopping else { return .wait }
            state.isRunning = false
            return .end
        }
    }
}
