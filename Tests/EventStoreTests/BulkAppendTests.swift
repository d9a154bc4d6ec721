import EventSourcing
import EventStore
import Postgres
import TestSupport
import Testing

/// So many events that they come over by COPY: the rules are those of any append.
@Suite struct `Appending in bulk` {
    private static let log = OrganisationID.gothenburg.cases
    private static let opening = LogOpening(nature: .live, zone: "Europe/Stockholm")
    private static let count = 2_100

    /// Notes in seven notebooks, each on the condition that its notebook has what was written before.
    private static func requests(_ count: Int = count, opens: Bool = false, from first: Int = 0) throws
        -> [AppendRequest]
    {
        var versions: [Int: Int64] = [:]
        return try (0..<count).map { number in
            let notebook = number % 7
            defer { versions[notebook, default: Int64(first)] += 1 }
            let version = versions[notebook, default: Int64(first)]
            let stream = StreamName("notebook", "\(notebook)")
            let event: any EventPayload =
                number % 100 == 50
                ? SecretTold(in: "\(notebook)", secret: "ord \(number)", hints: ["ett"])
                : NoteTaken(in: "\(notebook)", number: number)
            return try .of(
                [event], on: [.stream(stream, version == 0 ? .absent : .exact(version))],
                opening: opens && number == 0 ? opening : nil)
        }
    }

    @Test(arguments: [true, false])
    func `stores what one append after another stores`(intoEmpty: Bool) async throws {
        try await withTestDatabase { database in
            let log = database.log
            if !intoEmpty { try await log.open() }
            let first = intoEmpty ? 1 : 2
            let requests = try Self.requests(opens: intoEmpty)
            let verdicts = try await log.append(all: requests, to: Self.log)
            #expect(verdicts.map { $0.range?.first } == (first..<first + Self.count).map { Position(Int64($0)) })
            // Another organisation's log gets the same, one by one.
            let other = OrganisationID.kungsbacka.cases
            if !intoEmpty { try await log.open(other) }
            for request in requests {
                let single = AppendRequest(
                    log: other, commandID: request.commandID, fingerprint: request.fingerprint, caller: request.caller,
                    conditions: request.conditions, events: request.events, opening: request.opening)
                _ = try await log.append(single)
            }
            for table in ["events", "tags", "protected_texts", "commands"] {
                let (own, others) = try await database.asSuperuser { session in
                    let sql = """
                        SELECT (to_jsonb(t) - '{organisation,recorded_at}'::text[])::text
                        FROM casefeedback.\(table) AS t WHERE organisation = $1 ORDER BY 1
                        """
                    return (try session.texts(sql, "1480"), try session.texts(sql, "1384"))
                }
                #expect(own.count >= Self.count || table == "protected_texts")
                // The opening's own identifiers are drawn anew.
                #expect(own.filter { !others.contains($0) }.count <= (intoEmpty ? 0 : 1), "\(table)")
            }
            let events = try await log.asItStands(Self.log)
            for (one, next) in zip(events, events.dropFirst()) {
                #expect(one.envelope.recordedAt < next.envelope.recordedAt)
            }
            let state = try #require(try await log.state(of: Self.log))
            #expect(state.head == events.last?.position && state.recordedAt == events.last?.envelope.recordedAt)
            #expect(events.last?.envelope.programVersion == "test")
            // It goes on, and a retry is known.
            #expect(try await log.append(.of([NoteTaken(in: "x", number: 1)])).range?.first == state.head.next)
            #expect(try await log.append(all: requests, to: Self.log) == Array(repeating: .known, count: Self.count))
        }
    }

    @Test(arguments: [true, false])
    func `is all or nothing, and names the one that is refused`(intoEmpty: Bool) async throws {
        try await withTestDatabase { database in
            let log = database.log
            if !intoEmpty { try await log.open() }
            let base = try Self.requests(opens: intoEmpty)
            let before = try await log.state(of: Self.log)?.head
            let stream = StreamName("notebook", "3")
            let stale = try AppendRequest.of([NoteTaken(in: "3", number: 1)], on: [.stream(stream, .exact(9))])
            let early = try AppendRequest.of(
                [NoteTaken(in: "9", number: 1), NoteTaken(in: "9", number: 2)],
                occurred: Occurrence(day: Day(daysSince1970: 40_000)))
            for (refused, verdict) in [
                (stale, Verdict.stale(stream: stream, actual: 100)), (early, .occursInFuture(ordinal: 0)),
            ] {
                var requests = base
                requests.insert(refused, at: 700)
                let verdicts = try await log.append(all: requests, to: Self.log)
                #expect(verdicts[700] == verdict)
                #expect(verdicts.enumerated().allSatisfy { $0.offset == 700 || $0.element == .dropped })
                #expect(try await log.state(of: Self.log)?.head == before)
            }
            let elsewhere = try await log.append(all: base, to: Self.log, at: Position(77))
            #expect(elsewhere.first == .stale(stream: nil, actual: before?.value ?? 0))
            #expect(Set(elsewhere).count == 1)
            #expect(
                try await log.append(all: base, to: Self.log, at: before ?? .beginning).allSatisfy { $0.range != nil })
        }
    }

    @Test func `leaves out what is known by now, and counts what stands in it twice once`() async throws {
        try await withTestDatabase { database in
            let log = database.log
            try await log.open()
            var requests = try (0..<Self.count).map { try AppendRequest.of([NoteTaken(in: "\($0)", number: 1)]) }
            _ = try await log.append(requests[5])
            requests.insert(requests[9], at: 2_000)
            let verdicts = try await log.append(all: requests, to: Self.log)
            #expect(verdicts.indices.filter { verdicts[$0] == .known } == [5, 2_000])
            #expect(verdicts.compactMap { $0.range?.first.value } == (3..<Int64(Self.count) + 2).map { $0 })
        }
    }

    @Test func `says of nothing that it is known which is not recorded`() async throws {
        try await withTestDatabase { database in
            let log = database.log
            try await log.open()
            let twice = try AppendRequest.of([NoteTaken(in: "t", number: 1)])
            let stream = StreamName("notebook", "0")
            let stale = try AppendRequest.of([NoteTaken(in: "0", number: 1)], on: [.stream(stream, .absent)])
            let verdicts = try await log.append(all: [twice, twice] + Self.requests() + [stale], to: Self.log)
            #expect(verdicts.last == .stale(stream: stream, actual: 300))
            #expect(verdicts.dropLast().allSatisfy { $0 == .dropped })
            #expect(try await log.state(of: Self.log)?.head == Position(1))
        }
    }

    /// What its conditions were holds no longer, and says nothing of those after it.
    @Test func `goes by what is recorded where a recorded command comes again`() async throws {
        try await withTestDatabase { database in
            let log = database.log
            try await log.open()
            let stream = StreamName("notebook", "s")
            let first = try AppendRequest.of([NoteTaken(in: "s", number: 1)], on: [.stream(stream, .absent)])
            _ = try await log.append(first)
            for number in 2...4 { _ = try await log.append(.of([NoteTaken(in: "s", number: number)])) }
            let next = try AppendRequest.of([NoteTaken(in: "s", number: 5)], on: [.stream(stream, .exact(4))])
            let verdicts = try await log.append(all: [first, next] + Self.requests(), to: Self.log)
            #expect(verdicts[0] == .known)
            #expect(verdicts.dropFirst().compactMap { $0.range?.first.value } == (6..<7 + Int64(Self.count)).map { $0 })
        }
    }

    @Test func `opens no log that is open, and writes to none that is not`() async throws {
        try await withTestDatabase { database in
            let log = database.log
            let without = try await log.append(all: Self.requests(), to: Self.log)
            #expect(without.allSatisfy { $0 == .logNotOpen })
            #expect(try await log.state(of: Self.log) == nil)
            try await log.open()
            let with = try await log.append(all: Self.requests(opens: true), to: Self.log)
            #expect(with.first == .logAlreadyOpen && with.last == .dropped)
            #expect(try await log.state(of: Self.log)?.head == Position(1))
        }
    }

    /// Ids are the organisation's, not the log's: one that its other log has taken is known here too.
    @Test func `knows a command of the organisation's other log`() async throws {
        try await withTestDatabase { database in
            let log = database.log
            try await log.open(OrganisationID.gothenburg.access)
            var requests = try Self.requests(opens: true)
            let id = UUIDValue.fresh()
            _ = try await log.append(.of([NoteTaken(in: "a", number: 1)], to: OrganisationID.gothenburg.access, id: id))
            requests.append(try .of([NoteTaken(in: "z", number: 1)], id: id))
            let verdicts = try await log.append(all: requests, to: Self.log)
            #expect(verdicts.last == .known)
            #expect(verdicts.dropLast().allSatisfy { $0.range != nil })
            #expect(try await log.asItStands(Self.log).count == Self.count)
        }
    }

    /// They are laid beside the log, which is locked only while they are moved in. The lock is looked at first: if it is held and
    /// rows come over after that, it was held while they came.
    @Test func `keeps nobody waiting while its rows come over`() async throws {
        try await withTestDatabase { database in
            let log = database.log
            try await log.open()
            let requests = try Self.requests(20_000)
            let isDone = Shared(false)
            let looks = try await withThrowingTaskGroup(of: Int.self) { group in
                group.addTask {
                    defer { isDone.update { $0 = true } }
                    let verdicts = try await log.append(all: requests, to: Self.log)
                    #expect(verdicts.allSatisfy { $0.range != nil })
                    return 0
                }
                group.addTask {
                    try await database.asSuperuser { session in
                        var looks = 0
                        while !isDone.value {
                            let free = try session.texts("SELECT log FROM casefeedback.logs FOR UPDATE SKIP LOCKED")
                            let copying = try session.texts(
                                """
                                SELECT query FROM pg_stat_activity
                                WHERE datname = current_database() AND state = 'active' AND query LIKE 'COPY staged%'
                                """)
                            guard !copying.isEmpty else { continue }
                            looks += 1
                            #expect(!free.isEmpty, "\(copying[0].prefix(40))")
                        }
                        return looks
                    }
                }
                return try await group.reduce(0, +)
            }
            #expect(looks > 0)
        }
    }

    @Test func `lets another writer in between, and both are dense`() async throws {
        try await withTestDatabase { database in
            let log = database.log
            try await log.open()
            let other = database.asAnotherProcess()
            try await withThrowingTaskGroup(of: Void.self) { group in
                group.addTask {
                    for part in 0..<3 {
                        let requests = try (0..<Self.count).map {
                            try AppendRequest.of([NoteTaken(in: "\(part)-\($0)", number: 1)])
                        }
                        let verdicts = try await log.append(all: requests, to: Self.log)
                        #expect(verdicts.allSatisfy { $0.range != nil })
                    }
                }
                group.addTask {
                    for number in 0..<50 {
                        _ = try await other.log.append(.of([NoteTaken(in: "other", number: number)]))
                    }
                }
                try await group.waitForAll()
            }
            await other.close()
            let positions = try await log.asItStands(Self.log).map(\.position.value)
            #expect(positions == (1...Int64(3 * Self.count + 51)).map { $0 })
        }
    }
}
