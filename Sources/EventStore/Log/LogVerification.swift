package import EventSourcing
import SchemaFiles

/// Something about a stored log that this program would never have written.
package struct LogFinding: Sendable, Hashable {
    package let log: LogID
    package let position: Position?
    /// Kebab-case: `position-missing`, `tags-differ`.
    package let code: String
    package let detail: String
}

extension EventLog {
    /// Reads a whole log and checks it against itself: count = head, dense positions and stream versions, rising time,
    /// tags recomputed by `tags`. Calls `visit` with each event, in order.
    package func verify(
        _ log: LogID, tags: @Sendable @escaping (RecordedEvent) throws(UnreadableEvent) -> [Tag],
        visit: @Sendable (RecordedEvent) -> Void = { _ in }
    ) async throws(StoreError) -> (findings: [LogFinding], events: Int64) {
        guard let state = try await state(of: log) else { throw .logNotFound(log) }
        var check = LogCheck(log: log)
        var after = Position.beginning
        while after < state.head {
            let last = Position(min(after.value + 1_000, state.head.value))
            let events = try await events(of: log, after: after, to: last, limit: 1_000)
            let stored = try await storedTags(of: log, after: after, to: last)
            for event in events {
                do throws(UnreadableEvent) {
                    check.receive(event, expectedTags: try tags(event), storedTags: stored[event.position] ?? [])
                } catch {
                    check.receiveUnreadable(event, error)
                }
                visit(event)
            }
            after = last
        }
        return (check.finish(head: state.head, extent: try await extent(of: log)), check.count)
    }
}

/// What is there of a log, whatever its head says.
struct LogExtent: Sendable {
    let head: Position
    let events: Int64
    let last: Position
}

extension EventLog {
    private func extent(of log: LogID) async throws(StoreError) -> LogExtent {
        try await connections.read(log.organisation) { (session) throws(StoreError) in
            let head =
                try session.run(
                    SchemaFiles.readLogState, log.organisation.text, log.kind.rawValue
                ).logState()?.head ?? .beginning
            let counted = try session.run(SchemaFiles.countEvents, log.organisation.text, log.kind.rawValue)
            return LogExtent(
                head: head, events: try counted.single(0, as: Int64.self) ?? 0,
                last: Position(try counted.single(1, as: Int64.self) ?? 0))
        }
    }
}

/// The checks of one log as a fold over its events.
struct LogCheck {
    private let log: LogID
    private var findings: [LogFinding] = []
    private(set) var count: Int64 = 0
    private var last = Position.beginning
    private var lastRecorded: Instant?
    private var versions: [StreamName: Int64] = [:]

    init(log: LogID) { self.log = log }

    mutating func receive(_ event: RecordedEvent, expectedTags: [Tag], storedTags: [Tag]) {
        checkPlace(of: event)
        if Set(expectedTags) != Set(storedTags) {
            report(
                "tags-differ", at: event.position,
                "stored \(storedTags.map(\.text)), recomputed \(expectedTags.map(\.text))")
        }
    }

    mutating func receiveUnreadable(_ event: RecordedEvent, _ error: UnreadableEvent) {
        checkPlace(of: event)
        report("unreadable-event", at: event.position, error.description)
    }

    /// The head up to which events came, and what one snapshot says of the whole log since: it may have grown.
    mutating func finish(head: Position, extent: LogExtent) -> [LogFinding] {
        if count != head.value || last != head {
            report("head-differs", at: nil, "\(count) events up to \(last), the head is \(head)")
        } else if extent.events != extent.head.value || extent.last != extent.head {
            report(
                "head-differs", at: nil, "\(extent.events) events up to \(extent.last), the head is \(extent.head)")
        }
        return findings
    }

    private mutating func checkPlace(of event: RecordedEvent) {
        count += 1
        if event.position != last.next { report("position-missing", at: event.position, "it follows \(last)") }
        last = event.position
        if let lastRecorded, event.envelope.recordedAt <= lastRecorded {
            report("time-not-rising", at: event.position, "\(event.envelope.recordedAt) follows \(lastRecorded)")
        }
        lastRecorded = event.envelope.recordedAt
        let expected = versions[event.envelope.stream, default: 0] + 1
        if event.envelope.version != expected {
            report(
                "version-missing", at: event.position,
                "version \(event.envelope.version) of \(event.envelope.stream), expected \(expected)")
        }
        versions[event.envelope.stream] = event.envelope.version
    }

    private mutating func report(_ code: String, at position: Position?, _ detail: String) {
        findings.append(LogFinding(log: log, position: position, code: code, detail: detail))
    }
}
