import Synchronization

#if canImport(Glibc)
import Glibc
#else
import Darwin
#endif

/// How another thread reaches a connection's thread that waits in `poll`: a flag, and a pipe that makes `poll` return.
///
/// Each use of the connection is a scope with a number, so that a cancellation that comes late never hits the next use.
final class Interrupts: Sendable {
    private struct State {
        var scope: UInt64 = 0
        var isOpen = false
        var isCancelled = false
    }

    private let state = Mutex(State())
    /// Readable while a cancellation is pending.
    let readEnd: Int32
    private let writeEnd: Int32

    init() throws(PostgresError) {
        var ends: [Int32] = [-1, -1]
        guard pipe(&ends) == 0 else {
            throw .connectionFailed("no file descriptor is left (errno \(errno))")
        }
        (readEnd, writeEnd) = (ends[0], ends[1])
        for end in ends {
            _ = fcntl(end, F_SETFL, O_NONBLOCK)
            _ = fcntl(end, F_SETFD, FD_CLOEXEC)
        }
    }

    deinit {
        close(readEnd)
        close(writeEnd)
    }

    func begin() -> UInt64 {
        state.withLock { state in
            state.scope += 1
            state.isOpen = true
            return state.scope
        }
    }

    func end() {
        state.withLock { state in
            if state.isCancelled {
                var byte: UInt8 = 0
                while read(readEnd, &byte, 1) == 1 {}
            }
            state.isOpen = false
            state.isCancelled = false
        }
    }

    /// Cancels the scope of that number, or whichever is open; does nothing when it is over.
    func cancel(_ scope: UInt64? = nil) {
        state.withLock { state in
            guard state.isOpen, !state.isCancelled, scope == nil || scope == state.scope else { return }
            state.isCancelled = true
            var byte: UInt8 = 1
            _ = write(writeEnd, &byte, 1)
        }
    }

    var isCancelled: Bool {
        state.withLock(\.isCancelled)
    }
}
