package import EventSourcing

/// An event as it stands in its log, without what no rule is about.
package struct StoredEvent: Sendable, Hashable {
    package var position: Int64
    package var version: Int64
    package var stream: StreamName
    package var command: UUIDValue
    package var recordedAt: Instant

    package init(position: Int64, version: Int64, stream: StreamName, command: UUIDValue, recordedAt: Instant) {
        self.position = position
        self.version = version
        self.stream = stream
        self.command = command
        self.recordedAt = recordedAt
    }

    package init(_ event: RecordedEvent) {
        self.init(
            position: event.position.value, version: event.envelope.version, stream: event.envelope.stream,
            command: event.envelope.commandID, recordedAt: event.envelope.recordedAt)
    }
}

/// What holds for every log, whoever wrote to it and whatever happened: each rule names what breaks it, in sentences that
/// begin with the rule's word. They know nothing of how a store works.
package enum LogRules {
    /// Positions and versions are dense and recorded time rises strictly. The events stand in the order of the log.
    package static func order(_ events: [StoredEvent], of log: String) -> [String] {
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

    /// What a reader was given, all together, is the log from its beginning: each event once, in its order, none left out.
    package static func prefix<Item: Equatable>(_ read: [Item], by reader: String, of log: [Item]) -> [String] {
        guard read != Array(log.prefix(read.count)) else { return [] }
        let place = zip(read, log).prefix { $0 == $1 }.count
        return ["read: \(reader) was given another event than the log has at place \(place + 1)"]
    }

    /// The same of a reader who has come to the end.
    package static func whole<Item: Equatable>(_ read: [Item], by reader: String, of log: [Item]) -> [String] {
        guard read != log else { return [] }
        return ["read: \(reader) was given \(read.count) of \(log.count) events, or in another order"]
    }

    /// Each event of a log that ends at `head` was applied once.
    package static func appliedOnce(_ applied: [Int64: Int64], to head: Int64, of log: String) -> [String] {
        let wrong = applied.filter { $0.value != 1 }.keys.sorted().map {
            "applied: \($0) of \(log) was applied \(applied[$0] ?? 0) times"
        }
        let isWhole = head >= 0 && applied.keys.sorted() == Array(stride(from: 1, through: head, by: 1))
        return wrong + (isWhole ? [] : ["applied: \(applied.count) of \(head) events of \(log)"])
    }

    /// What was acknowledged is there, once.
    package static func acknowledgedOnce<Item: Hashable & CustomStringConvertible>(
        _ acknowledged: [Item], in stored: [Item], of log: String
    ) -> [String] {
        let copies = Dictionary(grouping: stored) { $0 }.mapValues(\.count)
        return acknowledged.compactMap { item in
            let count = copies[item] ?? 0
            return count == 1 ? nil : "acknowledged: \(item) is \(count) times in \(log)"
        }
    }
}
