import EventSourcing
import TestSupport

/// Judges a history: names every rule that it breaks. It knows nothing of how the store works.
struct FaultChecker {
    /// For how long a reader may stand still while the server is up.
    var standstillMax = Duration.seconds(2)

    func violations(of history: FaultHistory) -> [String] {
        acknowledgedOnce(history)
            + history.stored.keys.sorted { $0.description < $1.description }.flatMap { log in
                LogRules.order(history.stored[log] ?? [], of: "\(log)") + readWhole(log, history)
                    + appliedOnce(log, history)
            } + stoodStill(history) + history.surprises.map { "surprise: \($0)" }
    }

    /// Acknowledged = present exactly once; and nothing is there that nobody sent.
    private func acknowledgedOnce(_ history: FaultHistory) -> [String] {
        var copies: [LogID: [UUIDValue: [StreamName]]] = [:]
        for (log, events) in history.stored {
            for event in events { copies[log, default: [:]][event.command, default: []].append(event.stream) }
        }
        var violations: [String] = []
        for answer in history.acknowledged {
            let found = copies[answer.log]?[answer.command] ?? []
            if found != [answer.stream] {
                violations.append("acknowledged: \(answer.command) is \(found.count) times in \(answer.log)")
            }
        }
        for (log, commands) in copies {
            for (command, found) in commands {
                if !history.sent.contains(command) { violations.append("unsent: \(command) is in \(log)") }
                if found.count > 1 { violations.append("doubled: \(command) is \(found.count) times in \(log)") }
            }
        }
        // Each writer has one command under way: its streams hold what it was told, and at most the last beside it.
        let told = Dictionary(grouping: history.acknowledged) { "\($0.log)|\($0.stream)" }.mapValues(\.count)
        for (log, events) in history.stored {
            for (stream, events) in Dictionary(grouping: events, by: \.stream) {
                let surplus = events.count - (told["\(log)|\(stream)"] ?? 0)
                if surplus > 1 {
                    violations.append("surplus: \(surplus) events of \(stream) in \(log) were never answered")
                }
            }
        }
        return violations
    }

    /// What every reader got is the log, from its beginning to its end, each event once.
    private func readWhole(_ log: LogID, _ history: FaultHistory) -> [String] {
        let whole = (history.stored[log] ?? []).map(\.position)
        return history.read.filter { $0.key.log == log }.flatMap { reading, positions in
            LogRules.whole(positions, by: "\(reading.reader) of \(log)", of: whole)
        }
    }

    private func appliedOnce(_ log: LogID, _ history: FaultHistory) -> [String] {
        guard let applied = history.applied[log] else { return [] }
        return LogRules.appliedOnce(applied, to: Int64(history.stored[log]?.count ?? 0), of: "\(log)")
    }

    private func stoodStill(_ history: FaultHistory) -> [String] {
        guard history.standstill.longest > standstillMax else { return [] }
        return ["standstill: \(history.standstill.who) stood still for \(history.standstill.longest)"]
    }
}
