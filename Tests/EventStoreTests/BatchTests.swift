import EventSourcing
import EventStore
import Postgres
import TestSupport
import Testing

@Suite struct `Appending many commands at once` {
    private static let log = OrganisationID.gothenburg.cases
    private static let notes = StreamName("notebook", "a")

    @Test func `is all or nothing, and drops what the refused one takes with it`() async throws {
        try await withTestDatabase { database in
            try await database.log.open()
            let known = try AppendRequest.of([NoteTaken(in: "k", number: 1)])
            _ = try await database.log.append(known)
            let twice = try AppendRequest.of([NoteTaken(in: "t", number: 1)])
            let requests = try [
                .of([NoteTaken(in: "a", number: 1)]), known, twice,
                .of([NoteTaken(in: "b", number: 1)], on: [.stream(Self.notes, .exact(7))]),
                .of([NoteTaken(in: "c", number: 1)]), twice,
            ]
            let verdicts = try await database.log.append(all: requests, to: Self.log)
            #expect(
                verdicts == [
                    .dropped, .known, .dropped, .stale(stream: Self.notes, actual: 1), .dropped, .dropped,
                ])
            #expect(try await database.log.asItStands(Self.log).count == 2)
            #expect(try await database.log.state(of: Self.log)?.head == Position(2))
        }
    }

    @Test func `lets later ones see what earlier ones wrote`() async throws {
        try await withTestDatabase { database in
            try await database.log.open()
            let requests = try (0..<50).map { number in
                try AppendRequest.of(
                    [NoteTaken(in: "a", number: number)],
                    on: [.stream(Self.notes, number == 0 ? .absent : .exact(Int64(number)))])
            }
            let verdicts = try await database.log.append(all: requests, to: Self.log)
            #expect(verdicts.map { $0.range?.first } == (2...51).map { Position($0) })
            let again = try await database.log.append(all: requests, to: Self.log)
            #expect(again == Array(repeating: .known, count: 50))
        }
    }

    @Test func `opens a log by its first command`() async throws {
        try await withTestDatabase { database in
            let opening = LogOpening(nature: .live, zone: "Europe/Stockholm")
            let requests: [AppendRequest] = try [
                .of([RuleSet("first")], opening: opening), .of([NoteTaken(in: "a", number: 1)]),
            ]
            let verdicts = try await database.log.append(all: requests, to: Self.log)
            #expect(verdicts.map { $0.range?.first } == [Position(1), Position(2)])
        }
    }

    @Test func `opens nothing when it is refused`() async throws {
        try await withTestDatabase { database in
            let opening = LogOpening(nature: .live, zone: "Europe/Stockholm")
            let requests: [AppendRequest] = try [
                .of([RuleSet("first")], opening: opening),
                .of([NoteTaken(in: "a", number: 1)], on: [.stream(Self.notes, .exact(1))]),
            ]
            let verdicts = try await database.log.append(all: requests, to: Self.log)
            #expect(verdicts == [.dropped, .stale(stream: Self.notes, actual: 0)])
            #expect(try await database.log.state(of: Self.log) == nil)
        }
    }

    @Test func `remembers a command that made no event`() async throws {
        try await withTestDatabase { database in
            try await database.log.open()
            let empty = try AppendRequest.of([])
            let verdicts = try await database.log.append(
                all: [empty, .of([NoteTaken(in: "a", number: 1)])], to: Self.log)
            #expect(verdicts.allSatisfy { $0.range != nil })
            #expect(try await database.log.append(empty) == .known)
            let alone = try AppendRequest.of([])
            #expect(try await database.log.append(alone).range != nil)
            #expect(try await database.log.append(alone) == .known)
        }
    }

    /// The commands wait behind a lock until all of them are one transaction.
    @Test func `refuses the one whose row is refused and none of the others`() async throws {
        try await withTestDatabase { database in
            try await database.log.open()
            let holder = try await PostgresConnection.connect(
                PostgresConfiguration(connectionString: database.superuserConnection), logger: .silent)
            try await holder.withSession { session in
                try session.run(script: "BEGIN; SELECT head FROM casefeedback.logs FOR UPDATE")
            }
            let log = database.log
            try await withThrowingTaskGroup(of: (Int, Result<Verdict, StoreError>).self) { group in
                for number in 0..<20 {
                    let request = try AppendRequest.of(
                        [NoteTaken(in: "a", number: number)],
                        fingerprint: Array(repeating: 7, count: number == 10 ? 31 : 32))
                    group.addTask {
                        do throws(StoreError) { return (number, .success(try await log.append(request))) } catch {
                            return (number, .failure(error))
                        }
                    }
                }
                try await Task.sleep(for: .milliseconds(300))
                try await holder.withSession { session in try session.run(script: "COMMIT") }
                for try await (number, outcome) in group {
                    switch outcome {
                    case .success(let verdict): #expect(verdict.range != nil && number != 10)
                    case .failure(.database(.server(let refusal))):
                        #expect(number == 10)
                        #expect(refusal.constraintName == "commands_fingerprint_check")
                    case .failure(let error): Issue.record("\(number): \(error)")
                    }
                }
            }
            await holder.close()
            #expect(try await log.asItStands(Self.log).map(\.position) == (1...20).map { Position($0) })
        }
    }

    @Test func `takes an event of 60 KiB and not one byte more`() async throws {
        try await withTestDatabase { database in
            try await database.log.open()
            func request(_ bytes: Int) throws -> AppendRequest { try .of([BulkStored(in: "a", bytes: bytes)]) }
            let empty = try request(0)
            let event = try #require(empty.events.first)
            let beside =
                event.payload.count + event.stream.text.utf8.count + empty.caller.identity.utf8.count
                + empty.caller.role.utf8.count + empty.caller.ground.utf8.count
            #expect(try await database.log.append(request(61_440 - beside)).range != nil)
            let error = await #expect(throws: StoreError.self) {
                try await database.log.append(request(61_441 - beside))
            }
            #expect(error?.isEventTooLarge == true)
            // The database says the same to whoever doesn't ask.
            let refusal = await #expect(throws: PostgresError.self) {
                try await database.run(
                    """
                    SET session_replication_role = replica;
                    UPDATE casefeedback.events SET payload = payload || '\\x20' WHERE position = 2
                    """)
            }
            #expect(refusal?.sqlState == .checkViolation)
            #expect(try await database.log.state(of: Self.log)?.head == Position(2))
        }
    }
}
