import Testing

@testable import Postgres

@Suite struct `Deciding for a pool` {
    static let start = ContinuousClock.now

    static func machine(size: Int = 2, waiters: Int = 3) -> PoolStateMachine {
        PoolStateMachine(limits: PoolLimits(size: size, maximumWaiters: waiters, acquireTimeout: .seconds(10)))
    }

    /// A machine whose connections 0..<size are leased to the waiters of the same numbers.
    static func busy(size: Int = 2, waiters: Int = 3) -> PoolStateMachine {
        var machine = machine(size: size, waiters: waiters)
        for number in 0..<size {
            #expect(machine.requested(number, at: start) == [.open(number)])
            #expect(machine.opened(number, at: start) == [.lease(number, to: number)])
        }
        return machine
    }

    static let failure = PostgresError.connectionFailed("no route")

    @Test func `opens a connection for the first who asks`() {
        _ = Self.busy(size: 1)
    }

    @Test func `hands a returned connection to those who wait, in their order`() {
        var machine = Self.busy()
        #expect(machine.requested(10, at: Self.start).isEmpty)
        #expect(machine.requested(11, at: Self.start).isEmpty)
        #expect(machine.returned(1, isUsable: true, at: Self.start) == [.lease(1, to: 10)])
        #expect(machine.returned(0, isUsable: true, at: Self.start) == [.lease(0, to: 11)])
    }

    @Test func `reuses what was used last`() {
        var machine = Self.busy()
        _ = machine.returned(1, isUsable: true, at: Self.start)
        _ = machine.returned(0, isUsable: true, at: Self.start)
        #expect(machine.requested(10, at: Self.start) == [.lease(0, to: 10)])
    }

    @Test func `refuses one more than may wait`() {
        var machine = Self.busy(size: 1, waiters: 2)
        #expect(machine.requested(10, at: Self.start).isEmpty)
        #expect(machine.requested(11, at: Self.start).isEmpty)
        #expect(machine.requested(12, at: Self.start) == [.refuse(12, .poolExhausted(waiting: 2))])
        #expect(machine.statistics.refused == 1)
    }

    @Test func `lets callers in whose connection is still to be opened, even if none may wait`() {
        var machine = Self.machine(size: 2, waiters: 0)
        #expect(machine.requested(0, at: Self.start) == [.open(0)])
        #expect(machine.requested(1, at: Self.start) == [.open(1)])
        #expect(machine.requested(2, at: Self.start) == [.refuse(2, .poolExhausted(waiting: 2))])
    }

    @Test func `forgets a caller who withdrew`() {
        var machine = Self.busy(size: 1)
        _ = machine.requested(10, at: Self.start)
        _ = machine.requested(11, at: Self.start)
        #expect(machine.withdrew(10) == [.refuse(10, .cancelled)])
        #expect(machine.withdrew(10).isEmpty)
        #expect(machine.returned(0, isUsable: true, at: Self.start) == [.lease(0, to: 11)])
        #expect(machine.withdrew(11).isEmpty)
    }

    @Test func `refuses who has waited too long, and only then`() {
        var machine = Self.busy(size: 1)
        _ = machine.requested(10, at: Self.start)
        _ = machine.requested(11, at: Self.start + .seconds(5))
        #expect(machine.nextTick == Self.start + .seconds(10))
        #expect(machine.ticked(at: Self.start + .seconds(9)).isEmpty)
        #expect(machine.ticked(at: Self.start + .seconds(10)) == [.refuse(10, .poolExhausted(waiting: 1))])
        #expect(machine.nextTick == Self.start + .seconds(15))
        #expect(machine.statistics.timedOut == 1)
    }

    @Test func `replaces a broken connection when somebody waits`() {
        var machine = Self.busy(size: 1)
        _ = machine.requested(10, at: Self.start)
        #expect(machine.returned(0, isUsable: false, at: Self.start) == [.close(0), .open(1)])
        #expect(machine.opened(1, at: Self.start) == [.lease(1, to: 10)])
    }

    @Test func `puts a caller back to the front when its connection is dead`() {
        var machine = Self.busy(size: 1)
        _ = machine.returned(0, isUsable: true, at: Self.start)
        #expect(machine.requested(10, at: Self.start) == [.lease(0, to: 10)])
        _ = machine.requested(11, at: Self.start)
        #expect(machine.foundDead(0, at: Self.start) == [.close(0), .open(1)])
        #expect(machine.opened(1, at: Self.start) == [.lease(1, to: 10)])
    }

    @Test func `puts no caller back who withdrew while its connection was handed over`() {
        var machine = Self.busy(size: 1)
        _ = machine.returned(0, isUsable: true, at: Self.start)
        #expect(machine.requested(10, at: Self.start) == [.lease(0, to: 10)])
        _ = machine.requested(11, at: Self.start)
        #expect(machine.withdrew(10).isEmpty)
        #expect(machine.foundDead(0, at: Self.start) == [.close(0), .refuse(10, .cancelled), .open(1)])
        #expect(machine.opened(1, at: Self.start) == [.lease(1, to: 11)])
    }

    @Test func `takes a lease back only once`() {
        var machine = Self.busy(size: 1)
        _ = machine.returned(0, isUsable: true, at: Self.start)
        #expect(machine.returned(0, isUsable: true, at: Self.start).isEmpty)
        #expect(machine.statistics.idle == 1)
        #expect(machine.statistics.leased == 0)
    }

    @Test func `tells all at once why the first connection failed`() {
        var machine = Self.machine()
        _ = machine.requested(0, at: Self.start)
        _ = machine.requested(1, at: Self.start)
        #expect(
            machine.openFailed(0, Self.failure, at: Self.start) == [.refuse(0, Self.failure), .refuse(1, Self.failure)])
    }

    @Test func `waits out an outage with one attempt at a time, further and further apart`() {
        var machine = Self.busy()
        _ = machine.returned(0, isUsable: false, at: Self.start)
        _ = machine.returned(1, isUsable: false, at: Self.start)
        #expect(machine.requested(10, at: Self.start) == [.open(2)])
        #expect(machine.requested(11, at: Self.start) == [.open(3)])
        #expect(machine.openFailed(2, Self.failure, at: Self.start).isEmpty)
        #expect(machine.openFailed(3, Self.failure, at: Self.start).isEmpty)
        var (now, pauses, id) = (Self.start, [Duration](), 4)
        while let next = machine.nextTick, next < Self.start + .seconds(5) {
            pauses.append(next - now)
            now = next
            #expect(machine.ticked(at: now) == [.open(id)])
            #expect(machine.ticked(at: now).isEmpty)
            #expect(machine.openFailed(id, Self.failure, at: now).isEmpty)
            id += 1
        }
        let expected: [Duration] = [100, 200, 250, 250, 250].map { .milliseconds($0) }
        #expect(Array(pauses.prefix(5)) == expected)
        #expect(pauses.allSatisfy { $0 <= .milliseconds(250) })
        #expect(
            machine.ticked(at: Self.start + .seconds(10)) == [.refuse(10, Self.failure), .refuse(11, Self.failure)])
    }

    @Test func `opens for all who wait when an outage is over`() {
        var machine = Self.busy()
        _ = machine.returned(0, isUsable: false, at: Self.start)
        _ = machine.returned(1, isUsable: false, at: Self.start)
        _ = machine.requested(10, at: Self.start)
        _ = machine.openFailed(2, Self.failure, at: Self.start)
        _ = machine.requested(11, at: Self.start)
        #expect(machine.ticked(at: Self.start + .seconds(1)) == [.open(3)])
        #expect(machine.opened(3, at: Self.start + .seconds(1)) == [.lease(3, to: 10), .open(4)])
    }

    /// A machine with connection 0, for which the server has no further one.
    static func alone() -> PoolStateMachine {
        var machine = machine()
        #expect(machine.requested(0, at: start) == [.open(0)])
        #expect(machine.opened(0, at: start) == [.lease(0, to: 0)])
        #expect(machine.requested(1, at: start) == [.open(1)])
        #expect(machine.openFailed(1, failure, at: start).isEmpty)
        return machine
    }

    @Test func `needs no attempt, and no time for one, while a check is to bring the connection that is missing`() {
        var machine = Self.alone()
        #expect(machine.returned(0, isUsable: true, at: Self.start) == [.lease(0, to: 1)])
        #expect(machine.returned(0, isUsable: true, at: Self.start).isEmpty)
        let later = Self.start + .seconds(30)
        #expect(machine.ticked(at: later) == [.check(0)])
        #expect(machine.requested(2, at: later).isEmpty)
        #expect(machine.nextTick == later + .seconds(10))
        #expect(machine.checked(0, isAlive: false, at: later) == [.close(0), .open(2)])
    }

    @Test func `blames a failed attempt only until a connection shows that the server is there`() {
        var machine = Self.alone()
        var waiting = machine
        #expect(waiting.ticked(at: Self.start + .seconds(10)) == [.refuse(1, Self.failure)])
        // What comes back is handed on, and kept for longer than anybody waits.
        #expect(machine.returned(0, isUsable: true, at: Self.start) == [.lease(0, to: 1)])
        #expect(machine.requested(2, at: Self.start).isEmpty)
        #expect(machine.ticked(at: Self.start + .seconds(1)) == [.open(2)])
        var refused = machine
        #expect(machine.ticked(at: Self.start + .seconds(10)) == [.refuse(2, .poolExhausted(waiting: 0))])
        #expect(refused.openFailed(2, Self.failure, at: Self.start + .seconds(9)).isEmpty)
        #expect(refused.ticked(at: Self.start + .seconds(10)) == [.refuse(2, Self.failure)])
    }

    @Test func `blames no attempt that failed before a check succeeded`() {
        var machine = Self.alone()
        #expect(machine.returned(0, isUsable: true, at: Self.start) == [.lease(0, to: 1)])
        #expect(machine.returned(0, isUsable: true, at: Self.start).isEmpty)
        let later = Self.start + .seconds(30)
        #expect(machine.ticked(at: later) == [.check(0)])
        #expect(machine.requested(2, at: later).isEmpty)
        #expect(machine.requested(3, at: later) == [.open(2)])
        #expect(machine.openFailed(2, Self.failure, at: later).isEmpty)
        #expect(machine.checked(0, isAlive: true, at: later) == [.lease(0, to: 2)])
        #expect(machine.ticked(at: later + .seconds(10)) == [.refuse(3, .poolExhausted(waiting: 0))])
    }

    /// A server that has no further connection would be asked for one by every caller that gives its own back.
    @Test func `asks no sooner for a further connection because another one works`() {
        var machine = Self.alone()
        #expect(machine.requested(2, at: Self.start).isEmpty)
        #expect(machine.returned(0, isUsable: true, at: Self.start) == [.lease(0, to: 1)])
        #expect(machine.nextTick == Self.start + .milliseconds(50))
        #expect(machine.ticked(at: Self.start + .milliseconds(50)) == [.open(2)])
    }

    @Test func `asks idle connections whether they live, and closes those nobody needs`() {
        var machine = Self.busy(size: 1)
        _ = machine.returned(0, isUsable: true, at: Self.start)
        #expect(machine.nextTick == Self.start + .seconds(30))
        #expect(machine.ticked(at: Self.start + .seconds(30)) == [.check(0)])
        // One who asks meanwhile waits for the outcome.
        #expect(machine.requested(10, at: Self.start + .seconds(30)).isEmpty)
        #expect(machine.checked(0, isAlive: true, at: Self.start + .seconds(31)) == [.lease(0, to: 10)])
        _ = machine.returned(0, isUsable: true, at: Self.start + .seconds(40))
        #expect(machine.ticked(at: Self.start + .seconds(70)) == [.check(0)])
        #expect(machine.checked(0, isAlive: false, at: Self.start + .seconds(71)) == [.close(0)])
        #expect(machine.statistics.discarded == 1)
    }

    @Test func `closes what was idle for long, or is old`() {
        var machine = Self.busy(size: 1)
        _ = machine.returned(0, isUsable: true, at: Self.start)
        var now = Self.start
        while let next = machine.nextTick {
            now = next
            guard machine.ticked(at: now) == [.check(0)] else { break }
            _ = machine.checked(0, isAlive: true, at: now)
        }
        #expect(now == Self.start + .seconds(600))

        var old = Self.busy(size: 1)
        #expect(old.returned(0, isUsable: true, at: Self.start + .seconds(3600)) == [.close(0)])
    }

    @Test func `ends when all are back and closed`() {
        var machine = Self.busy()
        _ = machine.returned(0, isUsable: true, at: Self.start)
        _ = machine.requested(10, at: Self.start)
        _ = machine.requested(11, at: Self.start)
        #expect(machine.close() == [.refuse(11, .poolClosed)])
        #expect(machine.requested(12, at: Self.start) == [.refuse(12, .poolClosed)])
        #expect(machine.returned(0, isUsable: true, at: Self.start) == [.close(0)])
        #expect(machine.returned(1, isUsable: false, at: Self.start) == [.close(1)])
        #expect(machine.closed(0).isEmpty)
        #expect(machine.closed(1) == [.finish])
        var empty = Self.machine()
        #expect(empty.close() == [.finish])
    }

    /// Random histories: after each step the bounds hold, nobody is served twice, and everyone is answered in the end.
    @Test(arguments: 0..<200 as Range<UInt64>)
    func `keeps its bounds whatever happens`(seed: UInt64) {
        var random = SplitMix(seed: seed)
        var model = PoolModel(machine: Self.machine(size: 3, waiters: 5), now: Self.start)
        for _ in 0..<300 { model.step(&random) }
        model.end()
        #expect(model.faults.isEmpty, "seed \(seed)")
    }
}
