import CLibPQ
import Dispatch
import Foundation

/// One request to the server to cancel what a connection runs, sent by a thread of its own.
///
/// `PQcancel` opens a second connection and blocks until the server has closed it, that is, until the signal was sent. The
/// connection's thread must not start another statement before: the signal would hit that one.
final class CancelRequest: Sendable {
    private let finished = DispatchSemaphore(value: 0)

    /// Nil when libpq has nothing to cancel, as on a connection that is lost.
    init?(connection: OpaquePointer) {
        guard let request = PQgetCancel(connection) else { return nil }
        let handed = Handed(request: request)
        let finished = finished
        Thread {
            var message = [CChar](repeating: 0, count: 256)
            // A failure needs no report: the wait for the server's answer is bounded in any case.
            _ = PQcancel(handed.request, &message, Int32(message.count))
            PQfreeCancel(handed.request)
            finished.signal()
        }.start()
    }

    /// Whether the request was over before the limit.
    func wait(until limit: ContinuousClock.Instant) -> Bool {
        let left = Int(clamping: limit.millisecondsFromNow)
        return finished.wait(timeout: .now() + .milliseconds(left)) == .success
    }

    /// `PGcancel` is a copy of the server's address and the session's key, made for use by another thread, as
    /// <https://www.postgresql.org/docs/15/libpq-cancel.html> says; the new thread is its only user.
    private struct Handed: @unchecked Sendable {
        let request: OpaquePointer
    }
}

extension ContinuousClock.Instant {
    /// Rounded up, so that waiting this long never ends early; 0 when the instant has passed.
    var millisecondsFromNow: Int64 {
        let (seconds, attoseconds) = ContinuousClock.now.duration(to: self).components
        guard seconds >= 0, attoseconds >= 0 else { return 0 }
        let (milliseconds, overflow) = seconds.multipliedReportingOverflow(by: 1000)
        return overflow ? .max : milliseconds + (attoseconds + 999_999_999_999_999) / 1_000_000_000_000_000
    }
}
