#if canImport(Glibc)
import Glibc
#else
import Darwin
#endif

/// `poll(2)` on a socket and, beside it, on a pipe that interrupts the wait.
enum SocketPoll {
    enum Outcome {
        case ready
        case interrupted
        case timedOut
    }

    struct Side: OptionSet, Sendable {
        let rawValue: Int16
        static let readable = Side(rawValue: Int16(POLLIN))
        static let writable = Side(rawValue: Int16(POLLOUT))
    }

    static func wait(
        _ socket: Int32, _ side: Side, interrupt: Int32?, until limit: ContinuousClock.Instant?
    ) -> Outcome {
        // A socket that is closed already is ready: whoever reads learns why.
        guard socket >= 0 else { return .ready }
        // poll skips a negative descriptor.
        var entries = (
            pollfd(fd: socket, events: side.rawValue, revents: 0),
            pollfd(fd: interrupt ?? -1, events: Int16(POLLIN), revents: 0)
        )
        while true {
            let milliseconds = limit.map { Int32(clamping: $0.millisecondsFromNow) } ?? -1
            let count = withUnsafeMutableBytes(of: &entries) {
                poll($0.assumingMemoryBound(to: pollfd.self).baseAddress, 2, milliseconds)
            }
            // The only errors are a signal and a shortage of memory in the kernel; one can but try again.
            if count < 0 { continue }
            // Data that never ends, as in COPY, must not keep the end from being noticed.
            if entries.1.revents != 0 { return .interrupted }
            if let limit, limit <= .now { return .timedOut }
            if entries.0.revents != 0 { return .ready }
        }
    }

    /// Whether an idle socket is silent, as it should be; anything to read is a last word, a notice or the end.
    static func isSilent(_ socket: Int32) -> Bool {
        var entry = pollfd(fd: socket, events: Int16(POLLIN), revents: 0)
        return socket >= 0 && poll(&entry, 1, 0) == 0
    }
}
