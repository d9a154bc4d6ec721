package import EventSourcing
import Postgres
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
    /// tags recomputed by `tags`, the protected texts that the payloads refer to, the commands that the events name. One scan
    /// of each, from one snapshot, in constant memory but for the versions of the streams. Calls `visit` with each event, in order.
    package func verify(
        _ log: LogID, tags: @Sendable @escaping (RecordedEvent) throws(UnreadableEvent) -> [Tag],
        visit: @Sendable @escaping (RecordedEvent) -> Void = { _ in }
    ) async throws(StoreError) -> (findings: [LogFinding], events: Int64) {
        try await connections.read(log.organisation) { (session) throws(StoreError) in
            guard let extent = try session.extent(of: log) else { throw .logNotFound(log) }
            let whole = LogSelection(log, to: extent.head)
            var check = LogCheck(log: log)
            try session.scan(whole, unreadable: { (row) throws(StoreError) in check.receiveUnreadable(row) }) {
                (event) throws(StoreError) in
                do throws(UnreadableEvent) {
                    check.receive(event, expectedTags: try tags(event))
                } catch {
                    check.receiveUnreadable(event, error)
                }
                visit(event)
            }
            try session.copyOut(SchemaFiles.copyTags, of: whole) { (row) throws(StoreError) in
                try decoding { () throws(PostgresError) in
                    let position = Position(try row.next(as: Int64.self))
                    check.receiveStored(tag: try row.nextBytes(), at: position)
                }
            }
            try session.scanPlaces(of: whole, into: &check)
            for range in check.rangesWithOtherTags {
                let stored = try session.run(
                    SchemaFiles.readTags, log.organisation.text, log.kind.rawValue, range.after.value, range.to.value
                ).tags()
                let again = LogSelection(log, after: range.after, to: range.to)
                try session.scan(again, unreadable: { (_) throws(StoreError) in }) { (event) throws(StoreError) in
                    guard let expected = try? tags(event) else { return }
                    check.compare(expected, with: stored[event.position] ?? [], at: event.position)
                }
            }
            try session.findFaults(in: log, &check)
            return (check.finish(extent), check.count)
        }
    }
}

extension EventLog {
    /// Whether events of a log are stored that has no head row: nothing but its name leads to it.
    package func isHeadless(_ log: LogID) async throws(StoreError) -> Bool {
        try await connections.read(log.organisation) { (session) throws(StoreError) in
            let state = try session.run(SchemaFiles.readLogState, log.organisation.text, log.kind.rawValue).logState()
            if state != nil { return false }
            let counted = try session.run(SchemaFiles.countEvents, log.organisation.text, log.kind.rawValue)
            return try counted.single(0, as: Int64.self) ?? 0 > 0
        }
    }
}

/// What is there of a log, whatever its head says.
struct LogExtent: Sendable {
    let head: Position
    let events: Int64
    let last: Position
}

extension PostgresSession {
    /// Where the stored texts and commands are.
    fileprivate func scanPlaces(of log: LogSelection, into check: inout LogCheck) throws(StoreError) {
        try copyOut(SchemaFiles.copyTextPlaces, of: log) { (row) throws(StoreError) in
            try decoding { () throws(PostgresError) in
                let position = Position(try row.next(as: Int64.self))
                check.texts.receiveStored(
                    field: try row.next(as: String.self), secrecy: try row.next(as: String.self), at: position)
            }
        }
        try copyOut(SchemaFiles.copyCommandPlaces, of: log) { (row) throws(StoreError) in
            try decoding { () throws(PostgresError) in
                check.commands.receiveStored(
                    CommandCheck.StoredPlace(
                        id: UUIDValue(try row.next(as: PostgresUUID.self)), recordedBy: try row.next(as: String.self),
                        first: Position(try row.next(as: Int64.self)), last: Position(try row.next(as: Int64.self))))
            }
        }
    }

    /// Reads again where texts or commands are not those of the events, and names the events.
    fileprivate func findFaults(in log: LogID, _ check: inout LogCheck) throws(StoreError) {
        for range in check.rangesWithOtherTexts {
            let events = try readableEvents(of: log, in: range)
            let texts = try run(
                SchemaFiles.readProtectedTexts, log.organisation.text, log.kind.rawValue,
                (range.after.value + 1...range.to.value).map { $0 }
            ).storedTexts()
            check.compareTexts(of: events, with: Dictionary(grouping: texts, by: \.position), in: range)
        }
        for range in check.rangesWithOtherCommands {
            let events = try readableEvents(of: log, in: range)
            let known = try run(
                SchemaFiles.findCommands, log.organisation.text, Array(Set(events.map(\.envelope.commandID.uuid)))
            ).knownCommands(of: log.organisation)
            check.compareCommands(of: events, with: known, in: range)
        }
    }

    private func readableEvents(
        of log: LogID, in range: (after: Position, to: Position)
    ) throws(StoreError) -> [RecordedEvent] {
        var events: [RecordedEvent] = []
        try scan(LogSelection(log, after: range.after, to: range.to), unreadable: { (_) throws(StoreError) in }) {
            (event) throws(StoreError) in events.append(event)
        }
        return events
    }

    /// Nothing when no such log is open.
    fileprivate func extent(of log: LogID) throws(StoreError) -> LogExtent? {
        guard let state = try run(SchemaFiles.readLogState, log.organisation.text, log.kind.rawValue).logState() else {
            return nil
        }
        let counted = try run(SchemaFiles.countEvents, log.organisation.text, log.kind.rawValue)
        return LogExtent(
            head: state.head, events: try counted.single(0, as: Int64.self) ?? 0,
            last: Position(try counted.single(1, as: Int64.self) ?? 0))
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
    private var expectedTags = RowSums()
    private var storedTags = RowSums()
    var texts = TextCheck()
    var commands = CommandCheck()
    /// Of whose events nobody knows which texts and what command they name.
    private var undecoded: [Position] = []

    init(log: LogID) { self.log = log }

    mutating func receive(_ event: RecordedEvent, expectedTags tags: [Tag]) {
        checkPlace(EventPlace(event))
        noteWhatItNames(event)
        for tag in Set(tags) { expectedTags.add(tag.text.utf8, at: event.position) }
    }

    mutating func receiveStored(tag: UnsafeRawBufferPointer?, at position: Position) {
        storedTags.add(tag ?? UnsafeRawBufferPointer(start: nil, count: 0), at: position)
    }

    mutating func receiveUnreadable(_ event: RecordedEvent, _ error: UnreadableEvent) {
        checkPlace(EventPlace(event))
        noteWhatItNames(event)
        report("unreadable-event", at: event.position, error.description)
    }

    mutating func receiveUnreadable(_ row: UnreadableRow) {
        checkPlace(row.place)
        undecoded.append(row.place.position)
        report("unreadable-event", at: row.event.position, row.event.description)
    }

    /// Where the stored tags are not those that the events have: few, since each is read again.
    var rangesWithOtherTags: [(after: Position, to: Position)] {
        Array(expectedTags.differences(from: storedTags).prefix(Self.rangesReadAgainMax))
    }

    var rangesWithOtherTexts: [(after: Position, to: Position)] {
        Array(texts.differences.prefix(Self.rangesReadAgainMax))
    }

    var rangesWithOtherCommands: [(after: Position, to: Position)] {
        mutating get {
            commands.finish()
            return Array(commands.differences.prefix(Self.rangesReadAgainMax))
        }
    }

    private static let rangesReadAgainMax = 20

    mutating func compareTexts(
        of events: [RecordedEvent], with stored: [Position: [StoredText]], in range: (after: Position, to: Position)
    ) {
        var found = false
        for event in events {
            guard let references = try? event.textReferences(),
                let fault = TextCheck.fault(of: references, stored: stored[event.position] ?? [])
            else { continue }
            found = true
            report(fault.code, at: event.position, fault.detail)
        }
        // Of positions that have no event.
        if !found, !holdsUndecoded(range) {
            report("text-unknown", at: range.after.next, "in the positions up to \(range.to)")
        }
    }

    mutating func compareCommands(
        of events: [RecordedEvent], with known: [UUIDValue: KnownCommand], in range: (after: Position, to: Position)
    ) {
        var found = false
        for event in events {
            guard let fault = CommandCheck.fault(of: event.envelope, known: known[event.envelope.commandID]) else {
                continue
            }
            found = true
            report(fault.code, at: event.position, fault.detail)
        }
        if !found, !holdsUndecoded(range) {
            report("command-differs", at: range.after.next, "in the positions up to \(range.to)")
        }
    }

    mutating func compare(_ expected: [Tag], with stored: [Tag], at position: Position) {
        guard Set(expected) != Set(stored) else { return }
        report("tags-differ", at: position, "stored \(stored.map(\.text)), recomputed \(expected.map(\.text))")
    }

    /// What one snapshot says of the whole log.
    mutating func finish(_ extent: LogExtent) -> [LogFinding] {
        if count != extent.head.value || last != extent.head {
            report("head-differs", at: nil, "\(count) events up to \(last), the head is \(extent.head)")
        } else if extent.events != extent.head.value || extent.last != extent.head {
            report(
                "head-differs", at: nil, "\(extent.events) events up to \(extent.last), the head is \(extent.head)")
        }
        let others = expectedTags.differences(from: storedTags).dropFirst(Self.rangesReadAgainMax)
        if let first = others.first {
            report("tags-differ", at: first.after.next, "from here on in \(others.count) more ranges of positions")
        }
        // Tags of positions that have no event were compared with none.
        if !expectedTags.differences(from: storedTags).isEmpty, !findings.contains(where: { $0.code == "tags-differ" })
        {
            report("tags-differ", at: nil, "tags are stored for positions without an event that can be read")
        }
        return findings
    }

    private mutating func checkPlace(_ event: EventPlace) {
        count += 1
        if event.position != last.next { report("position-missing", at: event.position, "it follows \(last)") }
        last = event.position
        if let lastRecorded, event.recordedAt <= lastRecorded {
            report("time-not-rising", at: event.position, "\(event.recordedAt) follows \(lastRecorded)")
        }
        lastRecorded = event.recordedAt
        let expected = versions[event.stream, default: 0] + 1
        if event.version != expected {
            report(
                "version-missing", at: event.position,
                "version \(event.version) of \(event.stream), expected \(expected)")
        }
        versions[event.stream] = event.version
    }

    private mutating func noteWhatItNames(_ event: RecordedEvent) {
        commands.receive(event.envelope)
        // Of an event that this program can't read too, if only its payload is JSON.
        if let references = try? event.textReferences() { texts.receive(references) }
    }

    private func holdsUndecoded(_ range: (after: Position, to: Position)) -> Bool {
        undecoded.contains { range.after < $0 && $0 <= range.to }
    }

    private mutating func report(_ code: String, at position: Position?, _ detail: String) {
        findings.append(LogFinding(log: log, position: position, code: code, detail: detail))
    }
}
