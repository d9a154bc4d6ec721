package import EventSourcing
import Postgres
import SchemaFiles

extension EventLog {
    /// Reads a whole log and checks it against itself: count = head, dense positions and stream versions, rising time, and what
    /// the judge says of each event: its tags, and the protected texts and the command that it names. From one snapshot, in
    /// constant memory but for the versions of the streams and what the judge keeps. Calls `visit` with each event, in order.
    package func verify(
        _ log: LogID, by judge: some LogJudge, visit: @Sendable @escaping (RecordedEvent) -> Void = { _ in }
    ) async throws(StoreError) -> (findings: [LogFinding], events: Int64) {
        try await connections.read(log.organisation) { (session) throws(StoreError) in
            guard let extent = try session.extent(of: log) else { throw .logNotFound(log) }
            var judge = judge
            var check = LogCheck()
            try session.scanEventsAndTexts(of: log, in: extent, into: &check, by: &judge, visit)
            let whole = LogSelection(log, to: extent.head)
            try session.copyOut(SchemaFiles.copyTags, of: whole) { (row) throws(StoreError) in
                try decoding { () throws(PostgresError) in
                    let position = Position(try row.next(as: Int64.self))
                    check.receiveStored(tag: try row.nextBytes(), at: position)
                }
            }
            try session.scanCommands(of: whole, into: &check, by: judge)
            try session.findFaults(in: log, &check, by: judge)
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
    /// So many that the statements of a range cost nothing beside its rows.
    private static var positionsPerRange: Int64 { 2_000 }

    /// The events, range by range, and behind each range its texts: what they are judged by waits no longer than for them.
    fileprivate func scanEventsAndTexts(
        of log: LogID, in extent: LogExtent, into check: inout LogCheck, by judge: inout some LogJudge,
        _ visit: (RecordedEvent) -> Void
    ) throws(StoreError) {
        // Texts may stand before the first position and behind the last, where no event is.
        var range = LogSelection(log, after: Position(.min), to: .beginning)
        while range.after < range.to {
            try scan(range, unreadable: { (row) throws(StoreError) in check.receiveUnreadable(row) }) {
                (event) throws(StoreError) in
                check.receive(event, by: &judge)
                visit(event)
            }
            try copyOut(SchemaFiles.copyProtectedTexts, of: range) { (row) throws(StoreError) in
                check.receiveStored(
                    text: try decoding { () throws(PostgresError) in try TextCheck.Row(&row) }, by: judge)
            }
            check.finishTexts()
            range.after = range.to
            let last = min(extent.head, extent.last)
            range.to =
                range.after < last
                ? Position(min(range.after.value + Self.positionsPerRange, last.value)) : Position(.max)
        }
    }

    /// Where the stored commands are.
    fileprivate func scanCommands(
        of log: LogSelection, into check: inout LogCheck, by judge: some LogJudge
    ) throws(StoreError) {
        try copyOut(SchemaFiles.copyCommandPlaces, of: log) { (row) throws(StoreError) in
            let command = try decoding { () throws(PostgresError) in
                CommandCheck.StoredPlace(
                    id: UUIDValue(try row.next(as: PostgresUUID.self)), recordedBy: try row.next(as: String.self),
                    first: Position(try row.next(as: Int64.self)), last: Position(try row.next(as: Int64.self)))
            }
            check.receiveStored(command, end: log.to, by: judge)
        }
    }

    /// Reads again where tags or commands are not those of the events, and names the events.
    fileprivate func findFaults(
        in log: LogID, _ check: inout LogCheck, by judge: some LogJudge
    ) throws(StoreError) {
        for range in check.rangesWithOtherTags {
            let stored = try run(
                SchemaFiles.readTags, log.organisation.text, log.kind.rawValue, range.after.value, range.to.value
            ).tags()
            for event in try readableEvents(of: log, in: range) {
                guard let expected = try? judge.tags(of: event) else { continue }
                check.compare(expected, with: stored[event.position] ?? [], of: event)
            }
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

extension TextCheck.Row {
    /// Of `copy_protected_texts`.
    fileprivate init(_ row: inout PostgresCopyRow) throws(PostgresError) {
        self.init(
            position: Position(try row.next(as: Int64.self)), field: try row.next(as: String.self),
            secrecy: try row.next(as: String.self), subject: try row.next(as: String.self),
            keyID: try row.next(as: String?.self), value: try row.next(as: [UInt8].self))
    }
}

/// The checks of one log as a fold over its events.
struct LogCheck {
    private var findings = LogFindings()
    private(set) var count: Int64 = 0
    private var last = Position.beginning
    private var lastRecorded: Instant?
    private var versions: [StreamName: Int64] = [:]
    private var expectedTags = RowSums()
    private var storedTags = RowSums()
    private var texts = TextCheck()
    private var commands = CommandCheck()
    /// Of whose events nobody knows what command they name.
    private var undecoded: [Position] = []

    mutating func receive(_ event: RecordedEvent, by judge: inout some LogJudge) {
        checkPlace(EventPlace(event), command: event.envelope.commandID)
        commands.receive(event.envelope)
        let judged: JudgedEvent?
        do throws(UnreadableEvent) {
            judged = try judge.judge(event)
        } catch {
            judged = nil
            report(error.fault(), at: event.position, command: event.envelope.commandID)
        }
        // Of an event that this program can't read too, if only its payload is JSON.
        texts.receive(event, tags: judged?.tags)
        guard let judged else { return }
        if let fault = judged.fault { report(fault, at: event.position, command: event.envelope.commandID) }
        for tag in Set(judged.tags) { expectedTags.add(tag.text.utf8, at: event.position) }
    }

    mutating func receiveUnreadable(_ row: UnreadableRow) {
        checkPlace(row.place, command: nil)
        undecoded.append(row.place.position)
        texts.receiveUnreadable(at: row.place.position)
        report(row.event.fault(in: row.column.map { "events.\($0)" }), at: row.event.position)
    }

    mutating func receiveStored(tag: UnsafeRawBufferPointer?, at position: Position) {
        storedTags.add(tag ?? UnsafeRawBufferPointer(start: nil, count: 0), at: position)
    }

    mutating func receiveStored(text: TextCheck.Row, by judge: some LogJudge) {
        texts.receiveStored(text, by: judge) { findings.add($0) }
    }

    /// Behind the texts of a range.
    mutating func finishTexts() { texts.finish { findings.add($0) } }

    mutating func receiveStored(_ command: CommandCheck.StoredPlace, end: Position, by judge: some LogJudge) {
        guard let fault = commands.receiveStored(command, end: end, by: judge) else { return }
        report(fault, at: command.last, command: command.id)
    }

    /// Where the stored tags are not those that the events have: few, since each is read again.
    var rangesWithOtherTags: [(after: Position, to: Position)] {
        Array(expectedTags.differences(from: storedTags).prefix(Self.rangesReadAgainMax))
    }

    var rangesWithOtherCommands: [(after: Position, to: Position)] {
        mutating get {
            commands.finish()
            return Array(commands.differences.prefix(Self.rangesReadAgainMax))
        }
    }

    private static let rangesReadAgainMax = 20

    mutating func compareCommands(
        of events: [RecordedEvent], with known: [UUIDValue: KnownCommand], in range: (after: Position, to: Position)
    ) {
        var found = false
        for (index, event) in events.enumerated() {
            let envelope = event.envelope
            let next = events[(index + 1)...].first.map(\.envelope).flatMap {
                $0.position == event.position.next ? $0 : nil
            }
            guard let fault = CommandCheck.fault(of: envelope, before: next, known: known[envelope.commandID]) else {
                continue
            }
            found = true
            report(fault, at: event.position, command: envelope.commandID)
        }
        // Of positions that have no event, or behind the last one of the range.
        if !found, !holdsUndecoded(range) {
            report(
                LogFault(
                    "commands-differ", ["first": "\(range.after.next)", "last": "\(range.to)"],
                    column: "commands.last_position"), at: range.after.next)
        }
    }

    mutating func compare(_ expected: [Tag], with stored: [Tag], of event: RecordedEvent) {
        guard Set(expected) != Set(stored) else { return }
        func words(_ tags: [Tag]) -> String { tags.isEmpty ? "–" : tags.map(\.text).joined(separator: ", ") }
        report(
            LogFault("tags-differ", ["stored": words(stored), "recomputed": words(expected)], column: "tags.tag"),
            at: event.position, command: event.envelope.commandID)
    }

    /// What one snapshot says of the whole log.
    mutating func finish(_ extent: LogExtent) -> [LogFinding] {
        if count != extent.head.value || last != extent.head {
            reportHead(extent, events: count, last: last)
        } else if extent.events != extent.head.value || extent.last != extent.head {
            reportHead(extent, events: extent.events, last: extent.last)
        }
        let differences = expectedTags.differences(from: storedTags)
        let others = differences.dropFirst(Self.rangesReadAgainMax)
        if let first = others.first {
            report(
                LogFault("tags-differ-further", ["count": "\(others.count)"], column: "tags.tag"),
                at: first.after.next)
        }
        // Tags of positions that have no event were compared with none.
        if !differences.isEmpty, !findings.hasAny(of: "tags-differ"), others.isEmpty {
            report(LogFault("tags-unknown", column: "tags.position"), at: nil)
        }
        return findings.all
    }

    private mutating func reportHead(_ extent: LogExtent, events: Int64, last: Position) {
        report(
            LogFault(
                "head-differs", ["events": "\(events)", "last": "\(last)", "head": "\(extent.head)"],
                column: "logs.head"), at: nil)
    }

    private mutating func checkPlace(_ event: EventPlace, command: UUIDValue?) {
        count += 1
        if event.position != last.next {
            report(
                LogFault(
                    "position-missing", ["expected": "\(last.next)", "found": "\(event.position)"],
                    column: "events.position"), at: event.position, command: command)
        }
        last = event.position
        if let lastRecorded, let recordedAt = event.recordedAt, recordedAt <= lastRecorded {
            report(
                LogFault(
                    "time-not-rising", ["previous": "\(lastRecorded)", "found": "\(recordedAt)"],
                    column: "events.recorded_at"), at: event.position, command: command)
        }
        lastRecorded = event.recordedAt ?? lastRecorded
        let expected = versions[event.stream, default: 0] + 1
        if event.version != expected {
            report(
                LogFault(
                    "version-missing",
                    ["stream": event.stream.text, "expected": "\(expected)", "found": "\(event.version)"],
                    column: "events.version"), at: event.position, command: command)
        }
        versions[event.stream] = event.version
    }

    private func holdsUndecoded(_ range: (after: Position, to: Position)) -> Bool {
        undecoded.contains { range.after < $0 && $0 <= range.to }
    }

    private mutating func report(_ fault: LogFault, at position: Position?, command: UUIDValue? = nil) {
        findings.add(LogFinding(fault, at: position, command: command))
    }
}

extension UnreadableEvent {
    /// Why is a term where only a newer release knows more, else what the reader said.
    package func fault(in column: String? = nil) -> LogFault {
        let (unreadable, known) =
            switch reason {
            case .unknownType: ("unknown-type", "events.type")
            case .unknownVersion: ("unknown-version", "events.schema_version")
            case .malformed(let detail): (detail, "events.payload")
            }
        return LogFault(
            "unreadable-event", ["type": type.text, "version": "\(schemaVersion)", "unreadable": unreadable],
            column: column ?? known)
    }
}
