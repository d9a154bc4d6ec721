import EventSourcing
import EventStore
import TestSupport
import Testing

@Suite struct `The verdict on an append` {
    private static let notes = StreamName("notebook", "a")

    @Test func `is accepted with the positions that it took`() async throws {
        try await withTestDatabase { database in
            try await database.log.open()
            let request = try AppendRequest.of([NoteTaken(in: "a", number: 1), NoteTaken(in: "a", number: 2)])
            let range = try #require(try await database.log.append(request).range)
            #expect(range.first == Position(2))
            #expect(range.last == Position(3))
            let stored = try await database.log.events(of: request.log, after: Position(1), limit: 10)
            #expect(stored.map(\.position) == [Position(2), Position(3)])
            #expect(stored.map(\.envelope.version) == [1, 2])
            #expect(stored.map(\.envelope.ordinal) == [0, 1])
            #expect(stored.first?.envelope.recordedAt == range.recordedAt)
        }
    }

    @Test func `is known for an id that was accepted before, in any log of the tenant`() async throws {
        try await withTestDatabase { database in
            let log = database.log
            try await log.open()
            try await log.open(OrganisationID.gothenburg.access)
            try await log.open(OrganisationID.kungsbacka.cases)
            let id = UUIDValue.fresh()
            let request = try AppendRequest.of([NoteTaken(in: "a", number: 1)], id: id)
            #expect(try await log.append(request).range != nil)
            #expect(try await log.append(request) == .known)
            let elsewhere = try AppendRequest.of(
                [NoteTaken(in: "a", number: 1)], to: OrganisationID.gothenburg.access, id: id)
            #expect(try await log.append(elsewhere) == .known)
            let another = try AppendRequest.of(
                [NoteTaken(in: "a", number: 1)], to: OrganisationID.kungsbacka.cases, id: id)
            #expect(try await log.append(another).range != nil)
            #expect(try await log.state(of: request.log)?.head == Position(2))
        }
    }

    @Test func `is known for one of two that come at once`() async throws {
        try await withTestDatabase { database in
            try await database.log.open()
            let request = try AppendRequest.of([NoteTaken(in: "a", number: 1)])
            let verdicts = try await database.log.appendAtOnce(Array(repeating: request, count: 12))
            #expect(verdicts.count { $0.range != nil } == 1)
            #expect(verdicts.count { $0 == .known } == 11)
        }
    }

    /// Each log has a head row of its own: neither append waits for the other before it writes the id.
    @Test func `is known for an id that another log of the tenant takes at the same moment`() async throws {
        try await withTestDatabase { database in
            let log = database.log
            try await log.open()
            try await log.open(OrganisationID.gothenburg.access)
            for size in [1, 2] {
                let id = UUIDValue.fresh()
                let request = try AppendRequest.of((1...size).map { NoteTaken(in: "r\(size)", number: $0) }, id: id)
                try await database.holding(
                    """
                    INSERT INTO casefeedback.commands
                    VALUES ('1480', '\(id)', 'access', decode(repeat('07', 32), 'hex'), 'a|b', 1, 1)
                    """
                ) { release in
                    async let verdict = log.append(request)
                    try await database.waitForBackends(
                        1, where: "application_name = 'casefeedback appender' AND wait_event_type = 'Lock'")
                    try await release()
                    #expect(try await verdict == .known)
                }
            }
            #expect(try await log.state(of: OrganisationID.gothenburg.cases)?.head == Position(1))
        }
    }

    @Test func `is stale with the version that the stream has`() async throws {
        try await withTestDatabase { database in
            let log = database.log
            try await log.open()
            _ = try await log.append(.of([NoteTaken(in: "a", number: 1), NoteTaken(in: "a", number: 2)]))
            let wrong: [ExpectedVersion] = [.absent, .exact(1), .exact(3)]
            for expected in wrong {
                let request = try AppendRequest.of([NoteTaken(in: "b", number: 1)], on: [.stream(Self.notes, expected)])
                #expect(try await log.append(request) == .stale(stream: Self.notes, actual: 2), "\(expected)")
            }
            let right: [ExpectedVersion] = [.exact(2), .any]
            for expected in right {
                let request = try AppendRequest.of([NoteTaken(in: "b", number: 1)], on: [.stream(Self.notes, expected)])
                #expect(try await log.append(request).range != nil, "\(expected)")
            }
            let absent = try AppendRequest.of(
                [NoteTaken(in: "c", number: 1)],
                on: [.stream(StreamName("notebook", "c"), .absent), .stream(Self.notes, .exact(2))])
            #expect(try await log.append(absent).range != nil)
        }
    }

    @Test func `lets one of many win a version`() async throws {
        try await withTestDatabase { database in
            try await database.log.open()
            let requests = try (1...20).map { number in
                try AppendRequest.of([NoteTaken(in: "a", number: number)], on: [.stream(Self.notes, .absent)])
            }
            let verdicts = try await database.log.appendAtOnce(requests)
            #expect(verdicts.count { $0.range != nil } == 1)
            #expect(verdicts.count { $0 == .stale(stream: Self.notes, actual: 1) } == 19)
        }
    }

    @Test func `says which event would happen after it is recorded`() async throws {
        try await withTestDatabase { database in
            try await database.log.open()
            let today = Day(daysSince1970: Int32(Instant.now.microsecondsSince1970 / 86_400_000_000))
            let event = NoteTaken(in: "a", number: 1)
            let past = try AppendRequest.of([event], occurred: Occurrence(day: today)).events
            // The zone of the log is at most two hours ahead of UTC.
            let future = try AppendRequest.of([event], occurred: Occurrence(day: today.adding(days: 2))).events
            let request = AppendRequest(
                log: OrganisationID.gothenburg.cases, commandID: .fresh(), fingerprint: Array(repeating: 1, count: 32),
                caller: .test, conditions: [], events: past + future)
            #expect(try await database.log.append(request) == .occursInFuture(ordinal: 1))
            #expect(try await database.log.state(of: request.log)?.head == Position(1))
        }
    }

    @Test func `says that no log is open, or that it is open already`() async throws {
        try await withTestDatabase { database in
            let log = database.log
            #expect(try await log.append(.of([NoteTaken(in: "a", number: 1)])) == .logNotOpen)
            let opening = LogOpening(nature: .demonstration, zone: "Europe/Stockholm")
            #expect(try await log.append(.of([RuleSet("first")], opening: opening)).range?.first == Position(1))
            #expect(try await log.append(.of([RuleSet("again")], opening: opening)) == .logAlreadyOpen)
            let state = try #require(try await log.state(of: OrganisationID.gothenburg.cases))
            #expect(state.nature == .demonstration)
            #expect(state.zone == "Europe/Stockholm")
            #expect(state.head == Position(1))
        }
    }

    @Test func `lets one of two processes open a log`() async throws {
        try await withTestDatabase { database in
            let other = database.asAnotherProcess()
            let opening = LogOpening(nature: .live, zone: "Europe/Stockholm")
            let first = try AppendRequest.of([RuleSet("first")], opening: opening)
            let second = try AppendRequest.of([RuleSet("second")], opening: opening)
            async let one = database.log.append(first)
            async let two = other.log.append(second)
            let verdicts = try await [one, two]
            #expect(verdicts.count { $0.range?.first == Position(1) } == 1)
            #expect(verdicts.contains(.logAlreadyOpen))
            await other.close()
        }
    }
}
