package import Logging
import Synchronization

/// A bounded number of connections that many callers share, in the order in which they come.
///
/// ```swift
/// let pool = PostgresPool(configuration, size: 8, maximumWaiters: 256, acquireTimeout: .seconds(2), logger: logger)
/// let count = try await pool.withSession { session in try session.execute(countEvents).rows[0].decode(0, as: Int.self) }
/// await pool.close()
/// ```
///
/// Connections are opened when they are needed. One that comes back inside a transaction is rolled back; settings, roles,
/// listenings and temporary tables that a caller left are undone; a broken one is thrown away. Before one is handed out it
/// is looked at, and idle ones are asked every 30 seconds. While the server is away, one attempt at a time is made, at
/// most a quarter of a second apart, and callers wait as long as they would for a connection; a pool that never had one
/// says at once why.
package final class PostgresPool: Sendable {
    private typealias Grant = Result<(PostgresConnection, PoolStateMachine.ConnectionID), PostgresError>

    private struct State {
        var machine: PoolStateMachine
        var connections: [PoolStateMachine.ConnectionID: PostgresConnection] = [:]
        var attempts: [PoolStateMachine.ConnectionID: Task<Void, Never>] = [:]
        var waiters: [PoolStateMachine.WaiterID: CheckedContinuation<Grant, Never>] = [:]
        var closers: [CheckedContinuation<Void, Never>] = []
        var nextWaiter = 0
        var timer: Timer?
    }

    private struct Timer {
        var instant: ContinuousClock.Instant
        var task: Task<Void, Never>
    }

    private let configuration: PostgresConfiguration
    private let logger: Logger
    private let state: Mutex<State>

    /// At most `size` connections (at least one); at most `maximumWaiters` callers wait, one more is refused at once; each
    /// waits `acquireTimeout`.
    package convenience init(
        _ configuration: PostgresConfiguration, size: Int, maximumWaiters: Int, acquireTimeout: Duration, logger: Logger
    ) {
        let limits = PoolLimits(size: size, maximumWaiters: maximumWaiters, acquireTimeout: acquireTimeout)
        self.init(configuration, limits: limits, logger: logger)
    }

    init(_ configuration: PostgresConfiguration, limits: PoolLimits, logger: Logger) {
        self.configuration = configuration
        self.logger = logger
        state = Mutex(State(machine: PoolStateMachine(limits: limits)))
    }

    /// Lends a connection to `body`, which must not keep it.
    @discardableResult
    package func withConnection<Value, Failure: PostgresFailure>(
        _ body: (PostgresConnection) async throws(Failure) -> Value
    ) async throws(Failure) -> Value {
        let lease: PoolLease
        do throws(PostgresError) { lease = try await acquire() } catch { throw .postgres(error) }
        return try await body(lease.connection)
    }

    /// The same, for a closure with any errors.
    @discardableResult
    package func withConnection<Value>(
        _ body: (PostgresConnection) async throws -> Value
    ) async throws -> Value {
        let lease = try await acquire()
        return try await body(lease.connection)
    }

    /// Lends a connection and runs `body` on its thread; see ``PostgresConnection``.
    @discardableResult
    package func withSession<Value: Sendable, Failure: PostgresFailure>(
        _ body: sending (PostgresSession) throws(Failure) -> Value
    ) async throws(Failure) -> Value {
        let lease: PoolLease
        do throws(PostgresError) { lease = try await acquire() } catch { throw .postgres(error) }
        return try await lease.connection.withSession(body)
    }

    /// The same, for a closure with any errors.
    @discardableResult
    package func withSession<Value: Sendable>(
        _ body: sending (PostgresSession) throws -> Value
    ) async throws -> Value {
        let lease = try await acquire()
        return try await lease.connection.withSession(body)
    }

    /// Runs one statement that commits by itself: without the connection's thread, where that saves wake-ups. A statement
    /// that was sent is not cut off when the task is cancelled.
    package func call<Value: Sendable>(
        _ statement: PostgresStatement, _ bindings: PostgresBindings, _ read: @Sendable (PostgresResult) -> Value
    ) async throws(PostgresError) -> Value {
        let lease = try await acquire()
        return try await lease.connection.call(statement, bindings, read)
    }

    /// Lends a connection for calls whose answers are not waited for before the next is sent. Nothing where a call needs its
    /// connection's thread.
    package func calls() async throws(PostgresError) -> PostgresCalls? {
        try PostgresCalls(try await acquire())
    }

    package var statistics: PoolStatistics {
        state.withLock { $0.machine.statistics }
    }

    /// Refuses all callers from now on, waits until the connections that are out come back, and closes them.
    package func close() async {
        await withCheckedContinuation { continuation in
            step { state in
                state.closers.append(continuation)
                return state.machine.close()
            }
        }
    }
}

// MARK: - Leases

extension PostgresPool {
    private func acquire() async throws(PostgresError) -> PoolLease {
        let waiter = state.withLock { state in
            state.nextWaiter += 1
            return state.nextWaiter
        }
        let grant = await withTaskCancellationHandler {
            await withCheckedContinuation { (continuation: CheckedContinuation<Grant, Never>) in
                step { state in
                    state.waiters[waiter] = continuation
                    return state.machine.requested(waiter, at: .now)
                }
                // A cancellation that came before the caller stood in the queue found nobody there.
                if Task.isCancelled { withdraw(waiter) }
            }
        } onCancel: {
            withdraw(waiter)
        }
        let (connection, id) = try grant.get()
        return PoolLease(connection, id, of: self)
    }

    private func withdraw(_ waiter: PoolStateMachine.WaiterID) {
        step { $0.machine.withdrew(waiter) }
    }

    /// Called once by each lease.
    func giveBack(_ id: PoolStateMachine.ConnectionID, _ connection: PostgresConnection) {
        switch connection.condition.current {
        case .clean:
            step { $0.machine.returned(id, isUsable: true, at: .now) }
        case .lost:
            step { $0.machine.returned(id, isUsable: false, at: .now) }
        case .used, .busy:
            Task {
                let isUsable = await connection.settle()
                step { $0.machine.returned(id, isUsable: isUsable, at: .now) }
            }
        }
    }
}

// MARK: - Doing what was decided

extension PostgresPool {
    /// Lets the machine decide under the lock, and does it outside.
    private func step(_ decide: (inout sending State) -> [PoolStateMachine.Action]) {
        let actions = state.withLock { state in
            let actions = decide(&state)
            schedule(&state)
            return actions
        }
        for action in actions { perform(action) }
    }

    private func perform(_ action: PoolStateMachine.Action) {
        switch action {
        case .lease(let id, let waiter): lease(id, to: waiter)
        case .refuse(let waiter, let error): answer(waiter, .failure(error))
        case .open(let id): open(id)
        case .check(let id): check(id)
        case .close(let id): close(id)
        case .finish: finish()
        }
    }

    private func lease(_ id: PoolStateMachine.ConnectionID, to waiter: PoolStateMachine.WaiterID) {
        guard let connection = state.withLock({ $0.connections[id] }), connection.condition.looksAlive else {
            return step { $0.machine.foundDead(id, at: .now) }
        }
        answer(waiter, .success((connection, id)))
    }

    private func answer(_ waiter: PoolStateMachine.WaiterID, _ grant: Grant) {
        state.withLock { $0.waiters.removeValue(forKey: waiter) }?.resume(returning: grant)
    }

    private func open(_ id: PoolStateMachine.ConnectionID) {
        let (configuration, logger) = (configuration, logger)
        let attempt = Task { [weak self] in
            do throws(PostgresError) {
                let connection = try await PostgresConnection.connect(configuration, logger: logger)
                self?.step { state in
                    state.attempts[id] = nil
                    state.connections[id] = connection
                    return state.machine.opened(id, at: .now)
                }
            } catch {
                logger.warning("no connection to PostgreSQL", metadata: ["error": "\(error)"])
                self?.step { state in
                    state.attempts[id] = nil
                    return state.machine.openFailed(id, error, at: .now)
                }
            }
        }
        // An attempt that is over already leaves its task here until the pool goes, unless it is told apart.
        state.withLock { state in
            if state.machine.isOpening(id) { state.attempts[id] = attempt }
        }
    }

    private func check(_ id: PoolStateMachine.ConnectionID) {
        guard let connection = state.withLock({ $0.connections[id] }) else { return }
        Task { [weak self] in
            let isAlive = await connection.answers()
            self?.step { $0.machine.checked(id, isAlive: isAlive, at: .now) }
        }
    }

    private func close(_ id: PoolStateMachine.ConnectionID) {
        let (connection, attempt) = state.withLock { state in
            (state.connections.removeValue(forKey: id), state.attempts.removeValue(forKey: id))
        }
        attempt?.cancel()
        guard let connection else { return }
        Task { [weak self] in
            await connection.close()
            self?.step { $0.machine.closed(id) }
        }
    }

    private func finish() {
        let (closers, timer) = state.withLock { state in
            defer { (state.closers, state.timer) = ([], nil) }
            return (state.closers, state.timer)
        }
        timer?.task.cancel()
        for closer in closers { closer.resume() }
    }

    /// One timer for whatever comes first; one that fires too early does no harm.
    private func schedule(_ state: inout State) {
        guard let instant = state.machine.nextTick else { return }
        if let timer = state.timer, timer.instant <= instant { return }
        state.timer?.task.cancel()
        let task = Task { [weak self] in
            guard (try? await Task.sleep(until: instant, clock: .continuous)) != nil else { return }
            self?.step { state in
                state.timer = nil
                return state.machine.ticked(at: .now)
            }
        }
        state.timer = Timer(instant: instant, task: task)
    }
}
