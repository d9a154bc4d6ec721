import CLibPQ
import Logging

/// The one owner of a `PGconn`, confined to its connection's thread; it sends and receives, and knows how to wait.
///
/// The socket is non-blocking and every wait is a `poll` of our own, which also watches the deadline and the pipe of
/// ``Interrupts``. So the thread that waits is the one that asks the server to cancel, and no request can ever hit a later
/// statement. It is not `Sendable`: the actor that holds it is what keeps it on one thread.
final class Wire {
    /// How long the server has to answer after it was asked to cancel, and to roll back.
    static let grace = Duration.seconds(5)

    /// What may end a wait for the server.
    enum Attention {
        /// The deadline and the cancellation of the task: the server is asked to cancel.
        case interruptible
        /// Nothing: COMMIT takes as long as it takes.
        case shielded
        /// That instant: the connection is given up.
        case bounded(ContinuousClock.Instant)
    }

    private struct Interruption {
        var reason: PostgresError
        var request: CancelRequest?
        var limit: ContinuousClock.Instant
    }

    private(set) var connection: OpaquePointer?
    /// Why there is no connection any more.
    private(set) var loss = "the connection was closed"
    private let notices: NoticeSink
    let interrupts: Interrupts
    let logger: Logger

    /// What the connection is in the middle of; nothing else can be started meanwhile.
    enum Activity: String {
        case none
        case pipeline
        case copy = "COPY"
    }

    var activity = Activity.none
    var attention = Attention.interruptible
    var deadline: ContinuousClock.Instant?
    private var interruption: Interruption?

    var prepared = PreparedStatements()
    /// Something may be left in the session that the next user of a pooled connection must not meet.
    var hasFootprint = false
    /// The last error of a statement, kept for a caller who swallowed it inside a transaction.
    var lastServerError: ServerError?

    init(owning connection: OpaquePointer, notices: NoticeSink, interrupts: Interrupts, logger: Logger) {
        self.connection = connection
        self.notices = notices
        self.interrupts = interrupts
        self.logger = logger
    }

    deinit {
        if let connection { PQfinish(connection) }
    }

    /// The connection, if there is one.
    func open() throws(PostgresError) -> OpaquePointer {
        guard let connection else { throw .connectionLost(loss) }
        return connection
    }

    /// Closes without another word to the server, which rolls back what was open.
    func abandon(because reason: String) {
        guard let connection else { return }
        PQfinish(connection)
        self.connection = nil
        loss = reason
    }
}

// MARK: - Interruption

extension Wire {
    /// Refuses to start anything in the middle of something else, or when ``checkInterruption()`` does.
    func checkReadiness() throws(PostgresError) {
        guard activity == .none else { throw .protocolViolation("a \(activity.rawValue) is under way") }
        try checkInterruption()
    }

    /// Refuses to go on when the deadline has passed or the task was cancelled.
    func checkInterruption() throws(PostgresError) {
        if let interruption { throw interruption.reason }
        guard case .interruptible = attention else { return }
        if interrupts.isCancelled { throw .cancelled }
        if let deadline, deadline <= .now { throw .deadlineExceeded }
    }

    /// Why the statement in flight is being cancelled, if it is.
    var interruptionReason: PostgresError? { interruption?.reason }

    func interrupt(_ reason: PostgresError) {
        guard interruption == nil, let connection else { return }
        interruption = Interruption(
            reason: reason, request: CancelRequest(connection: connection), limit: .now + Self.grace)
    }

    /// To be called when all results of a statement are in; gives the reason if it had been interrupted. Afterwards no
    /// cancel request is under way any more, or the connection is given up.
    func settleInterruption() -> PostgresError? {
        guard let interruption else { return nil }
        self.interruption = nil
        if let request = interruption.request, !request.wait(until: interruption.limit) {
            abandon(because: "a cancel request stayed without an answer")
        }
        return interruption.reason
    }
}

// MARK: - Waiting

extension Wire {
    /// Blocks this thread until the socket is readable (or writable, if asked). Throws only when the connection had to be
    /// given up; a deadline or a cancellation asks the server to cancel and goes on waiting for what it says to that.
    func waitForSocket(writable: Bool = false) throws(PostgresError) {
        while true {
            let connection = try open()
            switch poll(socket: PQsocket(connection), writable: writable) {
            case .ready: return
            case .interrupted: interrupt(.cancelled)
            case .timedOut: try limitPassed()
            }
        }
    }

    private func limitPassed() throws(PostgresError) {
        if let interruption {
            self.interruption = nil
            abandon(because: "the server did not answer a cancel request within \(Self.grace)")
            throw interruption.reason
        }
        if case .bounded = attention {
            abandon(because: "the server did not answer in time")
            throw .connectionLost(loss)
        }
        interrupt(.deadlineExceeded)
    }

    private func poll(socket: Int32, writable: Bool) -> SocketPoll.Outcome {
        var isInterruptible = false
        var limit = interruption?.limit
        if interruption == nil {
            switch attention {
            case .interruptible: (isInterruptible, limit) = (true, deadline)
            case .shielded: limit = nil
            case .bounded(let instant): limit = instant
            }
        }
        return SocketPoll.wait(
            socket, writable ? [.readable, .writable] : .readable,
            interrupt: isInterruptible ? interrupts.readEnd : nil, until: limit)
    }

    /// Sends what libpq has buffered, and reads meanwhile, so that neither side can block on a full buffer.
    func flush() throws(PostgresError) {
        let connection = try open()
        // −1 means a broken pipe: libpq keeps the reason for whoever reads next, as the server may have sent a last word.
        while PQflush(connection) == 1 {
            try waitForSocket(writable: true)
            _ = PQconsumeInput(connection)
        }
    }

    /// Waits until libpq can give a result without blocking.
    func waitForResult() throws(PostgresError) {
        let connection = try open()
        while PQisBusy(connection) == 1 {
            try waitForSocket()
            // 0 means that the connection broke; the next result tells how.
            guard PQconsumeInput(connection) == 1 else { return }
        }
    }
}
