import EventSourcing
import EventStore
import TestSupport
import Testing

/// The same batches to two logs: to one by the function that decides on any append, to the other by COPY.
@Suite struct `A batch, small or in bulk` {
    private static let batches = 40

    @Test(arguments: 1...8 as ClosedRange<UInt64>)
    func `gets the same verdicts, and leaves the same rows`(seed: UInt64) async throws {
        try await withTestDatabase { database in
            var drawn = DrawnBatches(seed: seed)
            let (small, bulk) = (OrganisationID.gothenburg, OrganisationID.kungsbacka)
            // Their ids are known in either log of the organisation.
            for request in try drawn.elsewhere() {
                for organisation in [small, bulk] {
                    _ = try await database.log.append(request.moved(to: organisation.access))
                }
            }
            for number in 0..<Self.batches {
                let (requests, head, isClockAhead) = try drawn.batch()
                let verdicts = try await database.log(bulkEventsMin: .max, isClockAhead: isClockAhead)
                    .append(all: requests.map { $0.moved(to: small.cases) }, to: small.cases, at: head)
                let others = try await database.log(bulkEventsMin: 0, isClockAhead: isClockAhead)
                    .append(all: requests.map { $0.moved(to: bulk.cases) }, to: bulk.cases, at: head)
                guard others.map(\.withoutTimes) == verdicts.map(\.withoutTimes) else {
                    let told = Self.table(requests, verdicts, others)
                    Issue.record("batch \(number), at \(head?.value ?? -1):\n\(told)")
                    return
                }
                drawn.stored(requests, verdicts)
            }
            #expect(drawn.accepted > 10 && drawn.refused > 10, "\(drawn.accepted), \(drawn.refused)")
            try await Self.expectSameRows(in: database)
        }
    }

    private static func expectSameRows(in database: TestDatabase) async throws {
        for table in ["logs", "events", "tags", "protected_texts", "commands"] {
            let sql = """
                SELECT (to_jsonb(t) - '{organisation,recorded_at}'::text[])::text
                FROM casefeedback.\(table) AS t WHERE organisation = $1 ORDER BY 1
                """
            let (own, others) = try await database.asSuperuser { session in
                (try session.texts(sql, "1480"), try session.texts(sql, "1384"))
            }
            #expect(own == others, "\(table)")
        }
    }

    /// A line a command: id, conditions, events, and what either way said.
    private static func table(_ requests: [AppendRequest], _ verdicts: [Verdict], _ others: [Verdict]) -> String {
        requests.indices.map { index in
            let request = requests[index]
            return "\(request.commandID.description.suffix(6)) \(request.conditions) \(request.events.map(\.stream)): "
                + "\(verdicts[index]), in bulk \(others[index])"
        }
        .joined(separator: "\n")
    }
}

/// Batches of a few commands on three notebooks, most of which can be accepted: with commands that stand in them twice, or
/// are recorded, or expect what is not.
private struct DrawnBatches {
    private static let opening = LogOpening(nature: .live, zone: "Europe/Stockholm")

    private(set) var accepted = 0
    private(set) var refused = 0
    private var generator: SeededGenerator
    private var versions: [StreamName: Int64] = [:]
    private var head: Int64 = 0
    private var isOpen = false
    private var recorded: [AppendRequest] = []

    init(seed: UInt64) { generator = SeededGenerator(seed: seed) }

    private mutating func integer(_ range: ClosedRange<Int>) -> Int { .random(in: range, using: &generator) }
    private mutating func happens(_ percent: Int) -> Bool { integer(1...100) <= percent }

    /// Commands for another log.
    mutating func elsewhere() throws -> [AppendRequest] {
        recorded = try (0..<3).map { number in
            try .of([NoteTaken(in: "elsewhere", number: number)], opening: number == 0 ? Self.opening : nil)
        }
        return recorded
    }

    mutating func batch() throws -> (requests: [AppendRequest], head: Position?, isClockAhead: Bool) {
        let opens = happens(isOpen ? 8 : 50)
        var requests: [AppendRequest] = []
        // As they are if all goes well.
        var versions = versions
        for _ in 0..<integer(1...7) {
            if !requests.isEmpty, happens(15) {
                requests.append(requests[integer(0...requests.count - 1)].withoutOpening)
            } else if happens(20) {
                requests.append(recorded[integer(0...recorded.count - 1)].withoutOpening)
            } else {
                requests.append(try command(on: versions))
                for event in requests[requests.count - 1].events { versions[event.stream, default: 0] += 1 }
            }
        }
        if opens { requests[0] = requests[0].opening(Self.opening) }
        let head: Position? = happens(70) ? nil : Position(happens(60) ? self.head : self.head + 1)
        return (requests, head, happens(4))
    }

    private mutating func command(on versions: [StreamName: Int64]) throws -> AppendRequest {
        let conditions = (0..<integer(0...2)).map { _ in
            let stream = notebook().stream
            return Condition.stream(stream, expected(versions[stream] ?? 0))
        }
        let events: [any EventPayload] = (0..<integer(0...3)).map { _ in
            let note = notebook()
            return happens(10) ? SecretTold(in: note.notebook, secret: "ord") : note
        }
        return try .of(
            events, on: conditions, occurred: Occurrence(day: Day(daysSince1970: happens(3) ? 60_000 : 17_000)))
    }

    private mutating func expected(_ version: Int64) -> ExpectedVersion {
        switch integer(1...100) {
        case ...15: .any
        case ...20: .absent
        case ...25: .exact(version + 1)
        case ...30: .exact(max(0, version - 1))
        default: version == 0 ? .absent : .exact(version)
        }
    }

    private mutating func notebook() -> NoteTaken {
        NoteTaken(in: ["a", "b", "c"][integer(0...2)], number: integer(0...9))
    }

    /// Takes up what came of a batch.
    mutating func stored(_ requests: [AppendRequest], _ verdicts: [Verdict]) {
        for (request, verdict) in zip(requests, verdicts) {
            switch verdict {
            case .known: continue
            case .accepted(let range):
                isOpen = true
                accepted += 1
                head = max(head, range.last.value)
                recorded.append(request)
                for event in request.events { versions[event.stream, default: 0] += 1 }
            default: refused += 1
            }
        }
    }
}

extension TestDatabase {
    /// With so many events from which on a batch comes over by COPY.
    fileprivate func log(bulkEventsMin: Int, isClockAhead: Bool) -> EventLog {
        var limits = AppendLimits()
        limits.bulkEventsMin = bulkEventsMin
        return EventLog(
            connections, programVersion: "test", logger: .silent, limits: limits,
            clock: {
                Instant(microsecondsSince1970: Instant.now.microsecondsSince1970 + (isClockAhead ? 180_000_000 : 0))
            })
    }
}

extension Verdict {
    /// Either way has its own clock.
    fileprivate var withoutTimes: Verdict {
        switch self {
        case .accepted(let range):
            .accepted(
                AppendedRange(first: range.first, last: range.last, recordedAt: Instant(microsecondsSince1970: 0)))
        case .clocksApart: .clocksApart(microseconds: 0)
        default: self
        }
    }
}

extension AppendRequest {
    fileprivate func moved(to log: LogID) -> AppendRequest { copy(to: log, opening: opening) }
    fileprivate func opening(_ opening: LogOpening) -> AppendRequest { copy(to: log, opening: opening) }
    fileprivate var withoutOpening: AppendRequest { copy(to: log, opening: nil) }

    private func copy(to log: LogID, opening: LogOpening?) -> AppendRequest {
        AppendRequest(
            log: log, commandID: commandID, fingerprint: fingerprint, caller: caller, conditions: conditions,
            events: events, opening: opening)
    }
}
