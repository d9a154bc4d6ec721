import DequeModule
import EventSourcing

/// Decides for ``BulkWriters`` whose turn it is. A log's turns come in the order in which they were asked for, one at a
/// time; the logs take turns. Pure.
///
/// `Waiter` is whom to tell.
struct BulkLine<Waiter: Sendable>: Sendable {
    enum Answer: Equatable {
        case yourTurn
        case later
        case full(waiting: Int)
    }

    private let limits: AppendLimits
    private let turnsMax: Int
    private var underWay: Set<LogID> = []
    private var waiting: [LogID: LogQueue<Waiter>] = [:]
    /// Logs of which something waits and nothing is under way. Whoever stands here waits for another log's turn to end.
    private var line: Deque<LogID> = []

    /// At most `turnsMax` logs have a turn at a time.
    init(limits: AppendLimits, turnsMax: Int) {
        self.limits = limits
        self.turnsMax = turnsMax
    }

    mutating func asked(_ work: AppendWork, of log: LogID, by waiter: Waiter) -> Answer {
        guard underWay.contains(log) || underWay.count >= turnsMax else {
            underWay.insert(log)
            return .yourTurn
        }
        let isFirst = waiting[log] == nil
        guard waiting[log, default: LogQueue(limits: limits)].add(work, for: waiter) else {
            return .full(waiting: commandsWaiting(for: log))
        }
        if isFirst, !underWay.contains(log) { line.append(log) }
        return .later
    }

    /// The log's turn is over: whose is next.
    mutating func ended(_ log: LogID) -> Waiter? {
        underWay.remove(log)
        if waiting[log] != nil { line.append(log) }
        guard let next = line.popFirst() else { return nil }
        underWay.insert(next)
        // Each is all or nothing, and so alone in a transaction.
        let entry = waiting[next]?.nextTransaction().first
        forgetIfEmpty(next)
        return entry?.waiter
    }

    /// Nothing when the waiter has been told already.
    mutating func withdrew(from log: LogID, where isIt: (Waiter) -> Bool) -> Waiter? {
        let entry = waiting[log]?.remove(where: isIt)
        forgetIfEmpty(log)
        return entry?.waiter
    }

    /// All that wait for the log.
    mutating func removeAll(of log: LogID) -> [Waiter] {
        let all = waiting[log]?.removeAll() ?? []
        forgetIfEmpty(log)
        return all.map(\.waiter)
    }

    func commandsWaiting(for log: LogID) -> Int { waiting[log]?.waitingCommands ?? 0 }

    private mutating func forgetIfEmpty(_ log: LogID) {
        guard waiting[log]?.isEmpty == true else { return }
        waiting[log] = nil
        line.removeAll { $0 == log }
    }
}
