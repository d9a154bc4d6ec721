/// Decides for ``PostgresPool``: who gets a connection, when one is opened, checked or closed. Pure: it is told what
/// happened and when, and answers with what is to be done, in order.
///
/// Callers are served in the order in which they came. A connection that is idle means that nobody waits.
struct PoolStateMachine {
    typealias Instant = ContinuousClock.Instant
    typealias ConnectionID = Int
    typealias WaiterID = Int

    enum Action: Equatable {
        case open(ConnectionID)
        case lease(ConnectionID, to: WaiterID)
        case refuse(WaiterID, PostgresError)
        /// Ask the server whether it still answers.
        case check(ConnectionID)
        case close(ConnectionID)
        /// The pool is closed and the last connection is gone.
        case finish
    }

    private struct Connection {
        var openedAt: Instant
        /// When it was last known to work.
        var provenAt: Instant
        var idleSince: Instant
    }

    private struct Waiter {
        var id: WaiterID
        var deadline: Instant
        /// After a connection was found for it.
        var hasWithdrawn = false
    }

    let limits: PoolLimits
    private var opening: Set<ConnectionID> = []
    /// The last one was used last and is handed out first, so that what is too much grows old.
    private var idle: [ConnectionID] = []
    private var checking: Set<ConnectionID> = []
    /// The callers that hold them, for the case that one is found dead when it is handed over.
    private var leased: [ConnectionID: Waiter] = [:]
    private var closing: Set<ConnectionID> = []
    private var connections: [ConnectionID: Connection] = [:]
    private var waiters: [Waiter] = []

    private var isClosed = false
    private var hasConnected = false
    private var outage: Outage?
    private var nextConnection: ConnectionID = 0
    private var counts = PoolStatistics()

    /// Since an attempt failed, until one succeeds: the server may have no connection more while it serves those that it has.
    private struct Outage {
        var failures: Int
        /// What those learn who wait in vain; nothing once a connection has shown since that the server is there.
        var error: PostgresError?
        var retryAt: Instant
    }

    init(limits: PoolLimits) {
        self.limits = limits
    }
}

// MARK: - Callers

extension PoolStateMachine {
    mutating func requested(_ waiter: WaiterID, at now: Instant) -> [Action] {
        guard !isClosed else { return [.refuse(waiter, .poolClosed)] }
        // Those for whom a connection can still be opened don't count as waiting for others.
        guard waiters.count < limits.maximumWaiters + limits.size - leased.count else {
            counts.refused += 1
            return [.refuse(waiter, .poolExhausted(waiting: waiters.count))]
        }
        waiters.append(Waiter(id: waiter, deadline: now + limits.acquireTimeout))
        return serve(at: now)
    }

    mutating func withdrew(_ waiter: WaiterID) -> [Action] {
        guard let index = waiters.firstIndex(where: { $0.id == waiter }) else {
            if let id = leased.first(where: { $0.value.id == waiter })?.key { leased[id]?.hasWithdrawn = true }
            return []
        }
        waiters.remove(at: index)
        return [.refuse(waiter, .cancelled)]
    }

    /// A lease has ended. `isUsable` is false for a connection that is broken or could not be cleaned.
    mutating func returned(_ id: ConnectionID, isUsable: Bool, at now: Instant) -> [Action] {
        guard leased.removeValue(forKey: id) != nil else { return [] }
        guard isUsable else { return discard(id) + serve(at: now) }
        return settle(id, at: now)
    }

    /// A connection turned out to be dead when it was to be handed over; its caller goes back to the front,
    /// but for one who withdrew meanwhile.
    mutating func foundDead(_ id: ConnectionID, at now: Instant) -> [Action] {
        guard let waiter = leased.removeValue(forKey: id) else { return [] }
        guard !isClosed else { return discard(id) + [.refuse(waiter.id, .poolClosed)] }
        guard !waiter.hasWithdrawn else { return discard(id) + [.refuse(waiter.id, .cancelled)] + serve(at: now) }
        waiters.insert(waiter, at: 0)
        return discard(id) + serve(at: now)
    }
}

// MARK: - Connections

extension PoolStateMachine {
    mutating func opened(_ id: ConnectionID, at now: Instant) -> [Action] {
        guard opening.remove(id) != nil else { return [] }
        hasConnected = true
        outage = nil
        counts.opened += 1
        connections[id] = Connection(openedAt: now, provenAt: now, idleSince: now)
        return settle(id, at: now)
    }

    /// Before the first success every caller learns of a failure at once: a wrong name or password does not heal. Later
    /// they wait for the server to return, as long as they would wait for a connection.
    mutating func openFailed(_ id: ConnectionID, _ error: PostgresError, at now: Instant) -> [Action] {
        guard opening.remove(id) != nil else { return [] }
        guard !isClosed else { return finishIfEmpty() }
        counts.failedAttempts += 1
        let failures = (outage?.failures ?? 0) + 1
        outage = Outage(failures: failures, error: error, retryAt: now + limits.backoff(after: failures))
        guard !hasConnected else { return [] }
        defer { waiters = [] }
        return waiters.map { .refuse($0.id, error) }
    }

    mutating func checked(_ id: ConnectionID, isAlive: Bool, at now: Instant) -> [Action] {
        guard checking.remove(id) != nil else { return [] }
        guard isAlive else { return discard(id) + serve(at: now) }
        connections[id]?.provenAt = now
        return settle(id, at: now, wasIdle: true)
    }

    mutating func closed(_ id: ConnectionID) -> [Action] {
        closing.remove(id)
        return finishIfEmpty()
    }

    private mutating func discard(_ id: ConnectionID) -> [Action] {
        counts.discarded += 1
        return close(id)
    }

    private mutating func close(_ id: ConnectionID) -> [Action] {
        connections[id] = nil
        closing.insert(id)
        return [.close(id)]
    }

    /// A working connection becomes idle, unless it is too old or the pool is closed.
    private mutating func settle(_ id: ConnectionID, at now: Instant, wasIdle: Bool = false) -> [Action] {
        // When to try the next is not changed: each that comes back would ask a full server again.
        outage?.error = nil
        guard let connection = connections[id], !isClosed, now < connection.openedAt + limits.maximumAge else {
            return close(id) + serve(at: now)
        }
        if wasIdle {
            idle.insert(id, at: 0)
        } else {
            connections[id]?.idleSince = now
            connections[id]?.provenAt = now
            idle.append(id)
        }
        return serve(at: now)
    }

    /// Hands out what is idle, then opens what is missing.
    private mutating func serve(at now: Instant) -> [Action] {
        var actions: [Action] = []
        while !waiters.isEmpty, let id = idle.popLast() {
            let waiter = waiters.removeFirst()
            leased[id] = waiter
            actions.append(.lease(id, to: waiter.id))
        }
        guard !isClosed else { return actions }
        while needsConnection(at: now) {
            opening.insert(nextConnection)
            actions.append(.open(nextConnection))
            nextConnection += 1
        }
        return actions
    }

    /// During an outage not before the pause is over.
    private func needsConnection(at now: Instant) -> Bool {
        isConnectionMissing && outage.map { $0.retryAt <= now } ?? true
    }

    /// Whether one more is to be opened, at once or after a pause. During an outage one attempt at a time is enough.
    private var isConnectionMissing: Bool {
        waiters.count > opening.count + checking.count
            && opening.count + idle.count + checking.count + leased.count < limits.size
            && (outage == nil || opening.isEmpty)
    }
}

// MARK: - Time

extension PoolStateMachine {
    /// When ``ticked(at:)`` has something to do; nil when time alone changes nothing.
    var nextTick: Instant? {
        var instants = idle.compactMap { id in connections[id].map { $0.provenAt + limits.checkInterval } }
        if let waiter = waiters.first { instants.append(waiter.deadline) }
        if isConnectionMissing, let outage { instants.append(outage.retryAt) }
        return instants.min()
    }

    mutating func ticked(at now: Instant) -> [Action] {
        expire(at: now) + inspect(at: now) + serve(at: now)
    }

    /// All have the same patience, so the first is the first to lose it; one that was put back is older still.
    private mutating func expire(at now: Instant) -> [Action] {
        var actions: [Action] = []
        while let waiter = waiters.first, waiter.deadline <= now {
            waiters.removeFirst()
            counts.timedOut += 1
            actions.append(.refuse(waiter.id, outage?.error ?? .poolExhausted(waiting: waiters.count)))
        }
        return actions
    }

    private mutating func inspect(at now: Instant) -> [Action] {
        var actions: [Action] = []
        for id in idle {
            guard let connection = connections[id], connection.provenAt + limits.checkInterval <= now else { continue }
            idle.removeAll { $0 == id }
            let isStale =
                connection.idleSince + limits.maximumIdle <= now || connection.openedAt + limits.maximumAge <= now
            if isStale {
                actions += close(id)
            } else {
                checking.insert(id)
                actions.append(.check(id))
            }
        }
        return actions
    }
}

// MARK: - End

extension PoolStateMachine {
    /// Callers in the queue are refused, idle connections closed, others when they come back.
    mutating func close() -> [Action] {
        guard !isClosed else { return finishIfEmpty() }
        isClosed = true
        var actions: [Action] = waiters.map { .refuse($0.id, .poolClosed) }
        waiters = []
        for id in idle { actions += close(id) }
        idle = []
        // An attempt that is under way is cut off; it reports as failed.
        actions += opening.sorted().map { .close($0) }
        return actions + finishIfEmpty()
    }

    private func finishIfEmpty() -> [Action] {
        let isEmpty = opening.isEmpty && idle.isEmpty && checking.isEmpty && leased.isEmpty && closing.isEmpty
        return isClosed && isEmpty ? [.finish] : []
    }

    var statistics: PoolStatistics {
        var statistics = counts
        statistics.size = limits.size
        statistics.idle = idle.count + checking.count
        statistics.leased = leased.count
        statistics.opening = opening.count
        statistics.waiting = waiters.count
        return statistics
    }
}

extension PoolStateMachine {
    func isOpening(_ id: ConnectionID) -> Bool { opening.contains(id) }
}
