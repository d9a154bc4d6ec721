import EventSourcing
import Postgres
import TestSupport
import Testing

@testable import EventStore

/// Appends of two thousand events, while somebody else holds their logs' heads.
@Suite struct `Bulk appends that wait for their turn` {
    private static let log = OrganisationID.gothenburg.cases

    @Test func `leave connections to others, of however many logs they are`() async throws {
        try await withTestDatabase { database in
            let organisations = [OrganisationID.gothenburg, .kungsbacka]
            let logs = organisations.flatMap { [$0.cases, $0.access] }
            for log in logs { try await database.log.open(log) }
            let (busy, quiet) = (Array(logs[..<3]), logs[3])
            let (connections, log) = Self.log(of: database, appenders: 3)
            let held = "SELECT head FROM casefeedback.logs WHERE organisation = '1480' OR log = 'cases' FOR UPDATE"
            try await database.holding(held) { release in
                try await withThrowingTaskGroup { group in
                    for busy in busy { group.addTask { try await log.append(all: Self.pair(to: busy), to: busy) } }
                    await log.waitForPairs(3, to: busy)
                    try await database.waitForBackends(1, where: "wait_event_type = 'Lock'")
                    #expect(connections.pool(.appender).statistics.leased == 1)
                    let asked = ContinuousClock.now
                    #expect(try await log.append(.of([NoteTaken(in: "q", number: 1)], to: quiet)).range != nil)
                    // The lock's own limit ends the others' wait only after ten.
                    #expect(asked.duration(to: .now) < .seconds(5))
                    try await release()
                    for try await verdicts in group { #expect(verdicts.allSatisfy { $0.range != nil }) }
                }
            }
            await connections.close()
        }
    }

    @Test(arguments: [true, false])
    func `are refused when too many of them wait, or too much`(isTooMany: Bool) async throws {
        try await withTestDatabase { database in
            try await database.log.open()
            var limits = AppendLimits()
            if isTooMany { limits.waitingCommands = 5 } else { limits.waitingBytes = 150_000 }
            let (connections, log) = Self.log(of: database, limits: limits)
            let outcomes = try await Self.outcomes(of: 4, in: log, database) {}
            for outcome in outcomes[..<3] { #expect(try outcome.get().allSatisfy { $0.range != nil }) }
            guard case .failure(.queueFull(Self.log, waiting: 4)) = outcomes[3] else {
                Issue.record("\(outcomes[3])")
                return
            }
            await connections.close()
        }
    }

    @Test func `are written in the order in which they came`() async throws {
        try await withTestDatabase { database in
            try await database.log.open()
            let (connections, log) = Self.log(of: database)
            let outcomes = try await Self.outcomes(of: 4, in: log, database) {}
            let firsts = try outcomes.map { try $0.get().first?.range?.first }
            #expect(firsts == [2, 2_002, 4_002, 6_002].map { Position($0) })
            await connections.close()
        }
    }

    @Test func `give up their place when they are cancelled, and nobody else's`() async throws {
        try await withTestDatabase { database in
            try await database.log.open()
            let (connections, log) = Self.log(of: database)
            let holder = try await HeadHolder(of: Self.log, in: database)
            var tasks: [Task<[Verdict], any Error>] = []
            for number in 1...3 {
                tasks.append(Task { try await log.append(all: Self.pair(to: Self.log), to: Self.log) })
                await log.waitForPairs(number, to: [Self.log])
            }
            tasks[1].cancel()
            guard case .failure(let error as StoreError) = await tasks[1].result, case .database(.cancelled) = error
            else {
                Issue.record("not cancelled")
                return
            }
            #expect(log.commandsWaiting(for: Self.log) == 2)
            try await holder.release()
            for task in [tasks[0], tasks[2]] { #expect(try await task.value.allSatisfy { $0.range != nil }) }
            #expect(try await log.state(of: Self.log)?.head == Position(4_001))
            await connections.close()
        }
    }

    @Test func `are answered too when the one in front ended in spite of all patience`() async throws {
        try await withTestDatabase { database in
            try await database.log.open()
            let (connections, log) = Self.log(of: database, reconnectingMax: .zero)
            let outcomes = try await Self.outcomes(of: 3, in: log, database) {
                try await database.waitForBackends(1, where: "wait_event_type = 'Lock'")
                #expect(try await database.endBackends(where: "wait_event_type = 'Lock'") == 1)
                // The lock is still held: what were tried now would wait.
                while log.commandsWaiting(for: Self.log) > 0 { await Task.yield() }
            }
            guard case .failure(.outcomeUnknown(Self.log, _)) = outcomes[0] else {
                Issue.record("\(outcomes[0])")
                return
            }
            for outcome in outcomes[1...] {
                guard case .failure(.database(let cause)) = outcome, cause.isTransient else {
                    Issue.record("\(outcome)")
                    continue
                }
            }
            #expect(try await log.state(of: Self.log)?.head == Position(1))
            await connections.close()
        }
    }

    private static func log(
        of database: TestDatabase, appenders: Int = 4, limits: AppendLimits = AppendLimits(),
        reconnectingMax: Duration = .seconds(30)
    ) -> (StoreConnections, EventLog) {
        let connections = StoreConnections(
            PostgresConfiguration(connectionString: database.serviceConnection), appenders: appenders, logger: .silent)
        return (
            connections,
            EventLog(
                connections, programVersion: "test", logger: .silent, reconnectingMax: reconnectingMax, limits: limits)
        )
    }

    private static func pair(to log: LogID) throws -> [AppendRequest] {
        [try .notes(1, count: 1_000, to: log), try .notes(2, count: 1_000, to: log)]
    }

    /// Of so many who came one after the other, the first of whom waits for the head row until `body` is done.
    private static func outcomes(
        of count: Int, in log: EventLog, _ database: TestDatabase, _ body: () async throws -> Void
    ) async throws -> [Result<[Verdict], StoreError>] {
        let holder = try await HeadHolder(of: Self.log, in: database)
        let answered = Shared(0)
        var tasks: [Task<Result<[Verdict], StoreError>, any Error>] = []
        for number in 1...count {
            tasks.append(
                Task {
                    let requests = try pair(to: Self.log)
                    defer { answered.update { $0 += 1 } }
                    do throws(StoreError) { return .success(try await log.append(all: requests, to: Self.log)) } catch {
                        return .failure(error)
                    }
                })
            while number > 1 + log.commandsWaiting(for: Self.log) / 2 + answered.value { await Task.yield() }
            if number == 1 { await log.waitForPairs(1, to: [Self.log]) }
        }
        try await body()
        try await holder.release()
        var outcomes: [Result<[Verdict], StoreError>] = []
        for task in tasks { outcomes.append(try await task.value) }
        return outcomes
    }
}
