import DequeModule

/// What may wait for one log and what one transaction takes, so that a queue has a bounded size and a transaction lasts
/// milliseconds.
package struct AppendLimits: Sendable {
    package var waitingCommands = 8_192
    package var waitingBytes = 64 << 20
    package var commandsPerTransaction = 256
    package var eventsPerTransaction = 2_000
    package var bytesPerTransaction = 4 << 20
    /// From so many events on, commands that stand or fall together come over by COPY, which is faster then.
    package var bulkEventsMin = 2_000

    package init() {}
}

/// Decides for ``LogWriters`` what waits for one log and what goes into its next transaction. Pure: the shell has a
/// transaction of the log under way for as long as the queue is there.
///
/// `Waiter` is whom to answer.
struct LogQueue<Waiter: Sendable>: Sendable {
    struct Entry: Sendable {
        let work: AppendWork
        let waiter: Waiter
    }

    private let limits: AppendLimits
    private var waiting: Deque<Entry> = []
    private(set) var waitingCommands = 0
    private var waitingBytes = 0
    /// Commands of the transaction that was answered last whose callers, as far as can be told, have yet to come again.
    private var comingBack = 0

    init(limits: AppendLimits) { self.limits = limits }

    var isEmpty: Bool { waiting.isEmpty }

    /// False when the queue is full. A work that is larger than the queue may wait in an empty one.
    mutating func add(_ work: AppendWork, for waiter: Waiter) -> Bool {
        guard
            waiting.isEmpty
                || waitingCommands + work.requests.count <= limits.waitingCommands
                    && waitingBytes + work.byteCount <= limits.waitingBytes
        else { return false }
        waiting.append(Entry(work: work, waiter: waiter))
        waitingCommands += work.requests.count
        waitingBytes += work.byteCount
        comingBack = max(0, comingBack - work.requests.count)
        return true
    }

    /// What a transaction costs beside its commands is as much as so many of them.
    private static var fewCommands: Int { 8 }

    /// A transaction of so many commands was answered.
    mutating func answered(_ commands: Int) { comingBack = commands }

    /// Whether all are back who were answered last, or as many.
    var isEverybodyBack: Bool { comingBack == 0 }

    /// What goes at once, beside transactions that hold so many commands: half of all who wait, are in the database or will
    /// be back, once they wait. While one half is in the database, the other is answered and comes back. Who is in no half goes
    /// when there is nobody left to wait for. Of few, all together are sooner done.
    mutating func transactionAtOnce(beside underWay: Int) -> [Entry] {
        guard underWay > 0 else { return waitingCommands < Self.fewCommands ? [] : nextTransaction() }
        let isHalf = waitingCommands >= underWay + comingBack - 1
        guard waitingCommands >= Self.fewCommands, isHalf || isEverybodyBack && waitingCommands >= underWay / 2 else {
            return []
        }
        return halfTransaction(beside: underWay)
    }

    /// Half of all, but not a few.
    mutating func halfTransaction(beside underWay: Int = 0) -> [Entry] {
        nextTransaction(atMost: max((underWay + waitingCommands + comingBack + 1) / 2, Self.fewCommands))
    }

    /// What the next transaction takes, in the order in which it came; nothing when nobody waits.
    mutating func nextTransaction(atMost most: Int = .max) -> [Entry] {
        let commandsMax = min(limits.commandsPerTransaction, most)
        var end = 0
        var (commands, events, bytes) = (0, 0, 0)
        while end < waiting.count {
            let work = waiting[end].work
            commands += work.requests.count
            events += work.eventCount
            bytes += work.byteCount
            let isTooMuch =
                work.mustBeAlone || commands > commandsMax || events > limits.eventsPerTransaction
                || bytes > limits.bytesPerTransaction
            if end > 0, isTooMuch { break }
            end += 1
            if work.mustBeAlone { break }
        }
        let batch = Array(waiting.prefix(end))
        waiting.removeFirst(end)
        waitingCommands -= batch.reduce(0) { $0 + $1.work.requests.count }
        waitingBytes -= batch.reduce(0) { $0 + $1.work.byteCount }
        return batch
    }

    /// The first that is looked for, which waits no more; nothing when it is not there.
    mutating func remove(where isIt: (Waiter) -> Bool) -> Entry? {
        guard let index = waiting.firstIndex(where: { isIt($0.waiter) }) else { return nil }
        let entry = waiting.remove(at: index)
        waitingCommands -= entry.work.requests.count
        waitingBytes -= entry.work.byteCount
        return entry
    }

    /// All that wait.
    mutating func removeAll() -> [Entry] {
        let all = Array(waiting)
        waiting = []
        (waitingCommands, waitingBytes) = (0, 0)
        return all
    }
}
