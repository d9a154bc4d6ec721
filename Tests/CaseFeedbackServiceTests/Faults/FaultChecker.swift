import EventSourcing

/// Judges a history: names every rule that it breaks. It knows nothing of how the store works.
struct FaultChecker {
    /// For how long a reader may stand still while the server is up.
    var standstillMax = Duration.seconds(2)

    func violations(of history: FaultHistory) -> [String] {
        acknowledgedOnce(history)
            + history.stored.keys.sorted { $0.description < $1.description }.flatMap { log in
                dense(log, history.stored[log] ?? []) + readWhole(log, history) + appliedOnce(log, history)
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

    private func dense(_ log: LogID, _ events: [FaultHistory.Stored]) -> [String] {
        var violations: [String] = []
        for (index, event) in events.enumerated() where event.position != Int64(index + 1) {
            violations.append("position: \(event.position) stands at place \(index + 1) of \(log)")
        }
        for (stream, events) in Dictionary(grouping: events, by: \.stream)
        where events.map(\.version) != Array(1...Int64(events.count)) {
            violations.append("version: those of \(stream) in \(log) are not dense")
        }
        for (earlier, later) in zip(events, events.dropFirst()) where earlier.recordedAt >= later.recordedAt {
            violations.append("time: \(later.position) of \(log) was not recorded after the one before it")
        }
        return violations
    }

    /// What every reader got is the log, from its beginning to its end, each event once.
    private func readWhole(_ log: LogID, _ history: FaultHistory) -> [String] {
        let whole = Array(1...max(Int64(history.stored[log]?.count ?? 0), 1))
        return history.read.compactMap { reading, positions in
            guard reading.log == log, positions != whole else { return nil }
            return
                "read: \(reading.reader) was given \(positions.count) of \(whole.count) events of \(log), or in another order"
        }
    }

    private func appliedOnce(_ log: LogID, _ history: FaultHistory) -> [String] {
        guard let applied = history.applied[log] else { return [] }
        let count = history.stored[log]?.count ?? 0
        let wrong = applied.filter { $0.value != 1 }.keys.sorted().map {
            "applied: \($0) of \(log) was applied \(applied[$0] ?? 0) times"
        }
        let isWhole = applied.keys.sorted() == Array(1...max(Int64(count), 1))
        return wrong + (isWhole ? [] : ["applied: \(applied.count) of \(count) events of \(log)"])
    }

    private func stoodStill(_ history: FaultHistory) -> [String] {
        guard history.standstill.longest > standstillMax else { return [] }
        return ["standstill: \(history.standstill.who) stood still for \(history.standstill.longest)"]
    }
}
