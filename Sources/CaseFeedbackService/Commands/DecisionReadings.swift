import EventSourcing
import EventStore
import Synchronization

/// Looks commands up and reads their streams, those of one log together: what comes while a reading of the log is under way
/// becomes its next one.
///
/// A command that finds its log at rest is looked up at once, by its own task. A reading begins after all that it answers
/// were asked, so it is as fresh as one of their own would be; and a log has one connection for it at a time, whatever
/// waits. Nothing is kept of a log at rest.
final class DecisionReadings: Sendable {
    private struct Asked: Sendable {
        let commandID: UUIDValue
        let streams: [StreamName]
        let waiter: CheckedContinuation<Turn, Never>
    }

    private enum Turn: Sendable {
        /// The log is at rest: read yourself.
        case read
        case done(Result<DecisionBasis, StoreError>)
    }

    /// Bounds what one reading holds in memory: streams of some hundred events each.
    private static let commandsAtOnce = 64
    /// More are refused, and may come again.
    private static let waitingMax = 4_096

    private let log: EventLog
    /// Of the logs that a reading is under way of, in the order in which they came.
    private let waiting = Mutex<[LogID: [Asked]]>([:])

    init(_ log: EventLog) { self.log = log }

    func basis(
        of commandID: UUIDValue, in log: LogID, streams: [StreamName]
    ) async throws(StoreError) -> DecisionBasis {
        let turn = await withCheckedContinuation { continuation in
            let asked = Asked(commandID: commandID, streams: streams, waiter: continuation)
            if let turn = wait(for: log, asked) { continuation.resume(returning: turn) }
        }
        guard case .done(let outcome) = turn else {
            let outcome = await read([commandID], streams, of: log)
            // The caller has its answer; what came meanwhile is a task of its own.
            if let next = leave(log) { Task { await self.readWaiting(from: next, of: log) } }
            return try outcome.get()
        }
        return try outcome.get()
    }

    /// Nothing when the command waits; else what to do instead. A log at rest is the caller's now.
    private func wait(for log: LogID, _ asked: Asked) -> Turn? {
        waiting.withLock { waiting in
            guard let others = waiting[log]?.count else {
                waiting[log] = []
                return .read
            }
            guard others < Self.waitingMax else { return .done(.failure(.queueFull(log, waiting: others))) }
            waiting[log]?.append(asked)
            return nil
        }
    }

    /// Who is read for next; nothing when the log is at rest from now on.
    private func leave(_ log: LogID) -> [Asked]? {
        waiting.withLock { waiting in
            guard let asked = waiting[log], !asked.isEmpty else {
                waiting[log] = nil
                return nil
            }
            waiting[log] = Array(asked.dropFirst(Self.commandsAtOnce))
            return Array(asked.prefix(Self.commandsAtOnce))
        }
    }

    private func readWaiting(from first: [Asked], of log: LogID) async {
        var next: [Asked]? = first
        while let asked = next {
            let outcome = await read(asked.map(\.commandID), Array(Set(asked.flatMap(\.streams))), of: log)
            for one in asked {
                one.waiter.resume(
                    returning: .done(outcome.map { $0.part(of: one.commandID, streams: one.streams) }))
            }
            next = leave(log)
        }
    }

    private func read(
        _ commandIDs: [UUIDValue], _ streams: [StreamName], of log: LogID
    ) async -> Result<DecisionBasis, StoreError> {
        do throws(StoreError) {
            return .success(try await self.log.basis(of: commandIDs, in: log, streams: streams))
        } catch {
            return .failure(error)
        }
    }
}
