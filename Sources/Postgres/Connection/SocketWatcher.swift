#if os(Linux)
import CLibPQ
import Foundation
import Synchronization

/// Waits for the sockets of all connections that are called without a thread of their own, on one thread for the process:
/// `epoll(7)` takes a further socket without waking it, so a call costs one wake-up on the way back and none on the way in.
final class SocketWatcher: Sendable {
    typealias Waiter = CheckedContinuation<Void, Never>

    /// Nothing when no file descriptor was left for it: calls go by their connections' threads then.
    static let shared = SocketWatcher()

    private let epoll: Int32
    private let waiting = Mutex<[Int32: Waiter]>([:])

    private static let eventsAtOnce = 64

    private init?() {
        epoll = epoll_create1(Int32(EPOLL_CLOEXEC))
        guard epoll >= 0 else { return nil }
        let thread = Thread { self.work() }
        thread.name = "sockets"
        thread.start()
    }

    /// Returns when the socket is ready, or broken: whoever reads learns which. One wait a socket at a time. `isOver` is asked
    /// when ``wake(_:)`` would be heard, for what came to pass before.
    func wait(_ socket: Int32, _ side: SocketPoll.Side, unless isOver: () -> Bool = { false }) async {
        // A connection that broke has no socket; all those that broke would wait in one place.
        guard socket >= 0 else { return }
        await withCheckedContinuation { waiter in
            waiting.withLock { $0[socket] = waiter }
            if !arm(socket, side) || isOver() { wake(socket) }
        }
    }

    /// Ends the wait for a socket, if there is one.
    func wake(_ socket: Int32) { waiting.withLock { $0.removeValue(forKey: socket) }?.resume() }

    /// To be called before a socket is closed that is a copy of another.
    func forget(_ socket: Int32) { epoll_ctl(epoll, EPOLL_CTL_DEL, socket, nil) }

    /// For one event. A socket that was closed has left the set by itself, and its number may come again.
    private func arm(_ socket: Int32, _ side: SocketPoll.Side) -> Bool {
        var event = epoll_event()
        event.events = UInt32(bitPattern: Int32(side.rawValue)) | EPOLLONESHOT.rawValue
        event.data.fd = socket
        if epoll_ctl(epoll, EPOLL_CTL_MOD, socket, &event) == 0 { return true }
        return epoll_ctl(epoll, EPOLL_CTL_ADD, socket, &event) == 0
    }

    private func work() {
        var events = Array(repeating: epoll_event(), count: Self.eventsAtOnce)
        while true {
            // The only error is a signal.
            let count = epoll_wait(epoll, &events, Int32(events.count), -1)
            guard count > 0 else { continue }
            for event in events.prefix(Int(count)) {
                wake(event.data.fd)
            }
        }
    }
}
#else
/// There is no `epoll` here: calls go by their connections' threads.
final class SocketWatcher: Sendable {
    static let shared: SocketWatcher? = nil

    func wait(_ socket: Int32, _ side: SocketPoll.Side, unless isOver: () -> Bool = { false }) async {}
    func wake(_ socket: Int32) {}
    func forget(_ socket: Int32) {}
}
#endif
