import EventSourcing
import EventStore
import Postgres
import TestSupport
import Testing

/// A log's head row is held by somebody else while the appends come, so that what waits is what the test says.
@Suite struct `Committing in groups` {
    private static let log = OrganisationID.gothenburg.cases
    private static let notes = StreamName("notebook", "a")

    @Test func `makes one transaction of what waits for a log`() async throws {
        try await withTestDatabase { database in
            try await database.log.open()
            let verdicts = try await database.appendBehindALock(try (1...20).map { try .note($0) })
            #expect(verdicts.allSatisfy { $0.range != nil })
            // The opening, the one that found the log idle, and the others.
            #expect(try await database.transactionSizes() == [1, 1, 19])
        }
    }

    @Test func `bounds a transaction's commands, events and bytes`() async throws {
        try await withTestDatabase { database in
            try await database.log.open()
            var limits = AppendLimits()
            limits.commandsPerTransaction = 8
            limits.eventsPerTransaction = 10
            limits.bytesPerTransaction = 40_000
            let requests: [AppendRequest] =
                try (0..<17).map { try .note($0) }
                + (0..<3).map { _ in try .of((0..<4).map { NoteTaken(in: "four", number: $0) }) }
                + (0..<3).map { try .of([BulkStored(in: "bulk\($0)", bytes: 30_000)]) }
            let verdicts = try await database.appendBehindALock(requests, limits: limits)
            #expect(verdicts.allSatisfy { $0.range != nil })
            #expect(try await database.transactionSizes() == [1, 1, 8, 8, 8, 5, 1, 1])
        }
    }

    @Test func `gives each command of a transaction the verdict that it would get alone`() async throws {
        try await withTestDatabase { database in
            try await database.log.open()
            let first = try AppendRequest.note(0)
            let twice = try AppendRequest.of([NoteTaken(in: "twice", number: 1)])
            let tomorrow = Occurrence(day: Day(daysSince1970: 40_000))
            let verdicts = try await database.appendBehindALock([
                first,
                .of([NoteTaken(in: "a", number: 1)], on: [.stream(Self.notes, .absent)]),
                .of([NoteTaken(in: "a", number: 2)], on: [.stream(Self.notes, .exact(1))]),
                .of([NoteTaken(in: "b", number: 1)], on: [.stream(Self.notes, .exact(1))]),
                twice, twice,
                .of([NoteTaken(in: "c", number: 1)], occurred: tomorrow),
                .of([NoteTaken(in: "a", number: 3)], on: [.stream(Self.notes, .exact(2))]),
            ])
            #expect(verdicts[1...2].map(\.range?.first) == [Position(3), Position(4)])
            #expect(verdicts[3] == .stale(stream: Self.notes, actual: 2))
            #expect(verdicts[4].range?.first == Position(5))
            #expect(verdicts[5] == .known)
            #expect(verdicts[6] == .occursInFuture(ordinal: 0))
            #expect(verdicts[7].range?.first == Position(6))
            #expect(try await database.log.stream(Self.notes, of: Self.log).map(\.envelope.version) == [1, 2, 3])
        }
    }

    @Test func `refuses what comes when the queue is full, and nothing else`() async throws {
        try await withTestDatabase { database in
            try await database.log.open()
            var limits = AppendLimits()
            limits.waitingCommands = 3
            let outcomes = try await database.outcomesBehindALock(try (1...6).map { try .note($0) }, limits: limits)
            for outcome in outcomes[0...3] { #expect(try outcome.get().range != nil) }
            for outcome in outcomes[4...] {
                guard case .failure(.queueFull(Self.log, waiting: 3)) = outcome else {
                    Issue.record("\(outcome)")
                    continue
                }
            }
            #expect(try await database.log.state(of: Self.log)?.head == Position(5))
        }
    }

    @Test func `bounds what waits by its bytes too`() async throws {
        try await withTestDatabase { database in
            try await database.log.open()
            var limits = AppendLimits()
            limits.waitingBytes = 50_000
            let outcomes = try await database.outcomesBehindALock(
                try (1...4).map { try .of([BulkStored(in: "b\($0)", bytes: 20_000)]) }, limits: limits)
            let full = outcomes.map { if case .failure(.queueFull) = $0 { true } else { false } }
            #expect(full == [false, false, false, true])
        }
    }

    @Test func `keeps nothing of a log that is idle`() async throws {
        try await withTestDatabase { database in
            try await database.log.open()
            _ = try await database.log.appendAtOnce(try (1...50).map { try .note($0) })
            // The task that answered the last one ends after its answer.
            for _ in 0..<1000 where database.log.busyLogs > 0 { try await Task.sleep(for: .milliseconds(5)) }
            #expect(database.log.busyLogs == 0)
        }
    }

    /// One connection for all: whoever asks for it stands behind one transaction of the busy log, not behind its queue.
    @Test func `lets a log have its turn beside a busy one`() async throws {
        try await withTestDatabase { database in
            let (busy, quiet) = (OrganisationID.gothenburg.cases, OrganisationID.kungsbacka.cases)
            try await database.log.open(busy)
            try await database.log.open(quiet)
            let connections = StoreConnections(
                PostgresConfiguration(connectionString: database.serviceConnection), appenders: 1, logger: .silent)
            var limits = AppendLimits()
            limits.commandsPerTransaction = 4
            let log = EventLog(connections, programVersion: "test", logger: .silent, limits: limits)
            let left = Shared(400)
            try await withThrowingTaskGroup { group in
                for writer in 0..<40 {
                    group.addTask {
                        for number in 0..<10 as Range<Int64> {
                            let stream = StreamName("notebook", "w\(writer)")
                            _ = try await log.append(
                                .of(
                                    [NoteTaken(in: "w\(writer)", number: 1)], to: busy,
                                    on: [.stream(stream, number == 0 ? .absent : .exact(number))]))
                            left.update { $0 -= 1 }
                        }
                    }
                }
                for _ in 0..<10 {
                    #expect(try await log.append(.of([NoteTaken(in: "q", number: 1)], to: quiet)).range != nil)
                }
                // Ten turns of the quiet log beside as many of the busy one, which has four hundred to do.
                #expect(left.value > 200)
                try await group.waitForAll()
            }
            await connections.close()
        }
    }

    /// From two thousand events on they go beside the queue.
    @Test(arguments: [1, 1_000])
    func `keeps batches that are all or nothing from taking every connection`(events: Int) async throws {
        try await withTestDatabase { database in
            let (busy, quiet) = (OrganisationID.gothenburg.cases, OrganisationID.kungsbacka.cases)
            try await database.log.open(busy)
            try await database.log.open(quiet)
            let connections = StoreConnections(
                PostgresConfiguration(connectionString: database.serviceConnection), appenders: 2, logger: .silent)
            let log = EventLog(connections, programVersion: "test", logger: .silent)
            let holder = try await HeadHolder(of: busy, in: database)
            try await withThrowingTaskGroup { group in
                for number in 0..<4 {
                    group.addTask {
                        try await log.append(
                            all: [.notes(number, count: events), .notes(number, count: events)], to: busy)
                    }
                }
                await log.waitForPairs(4, to: [busy])
                try await database.waitForBackends(1, where: "wait_event_type = 'Lock'")
                #expect(connections.pool(.appender).statistics.leased == 1)
                let asked = ContinuousClock.now
                #expect(try await log.append(.of([NoteTaken(in: "q", number: 1)], to: quiet)).range != nil)
                // The lock's own limit ends the others' wait only after ten.
                #expect(asked.duration(to: .now) < .seconds(5))
                try await holder.release()
                for try await verdicts in group { #expect(verdicts.allSatisfy { $0.range != nil }) }
            }
            await connections.close()
        }
    }
}

extension AppendRequest {
    static func note(_ number: Int) throws -> AppendRequest { try .of([NoteTaken(in: "n\(number)", number: number)]) }

    static func notes(
        _ number: Int, count: Int, to log: LogID = OrganisationID.gothenburg.cases
    ) throws -> AppendRequest {
        try .of((0..<count).map { NoteTaken(in: "n\(number)", number: $0) }, to: log)
    }
}

extension TestDatabase {
    fileprivate func appendBehindALock(
        _ requests: [AppendRequest], limits: AppendLimits = AppendLimits()
    ) async throws -> [Verdict] {
        try await outcomesBehindALock(requests, limits: limits).map { try $0.get() }
    }

    fileprivate func outcomesBehindALock(
        _ requests: [AppendRequest], limits: AppendLimits
    ) async throws -> [Result<Verdict, StoreError>] {
        let log = EventLog(connections, programVersion: "test", logger: .silent, limits: limits)
        return try await log.outcomesBehindALock(requests, in: self)
    }

    /// How many events each transaction wrote, in the order of the log.
    func transactionSizes() async throws -> [Int64] {
        try await asSuperuser { session in
            try session.query(
                "SELECT count(*) FROM casefeedback.events GROUP BY xmin ORDER BY min(position)"
            ).rows.map { try $0.decode(0, as: Int64.self) }
        }
    }
}
