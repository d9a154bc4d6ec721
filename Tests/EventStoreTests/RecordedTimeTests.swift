import EventSourcing
import EventStore
import TestSupport
import Testing

@Suite struct `Recorded time` {
    private static let log = OrganisationID.gothenburg.cases

    @Test func `rises strictly within one append and between them`() async throws {
        try await withTestDatabase { database in
            try await database.log.open()
            let requests = try (1...40).map { number in
                try AppendRequest.of([NoteTaken(in: "a", number: number), NoteTaken(in: "b", number: number)])
            }
            _ = try await database.log.appendAtOnce(requests)
            let times = try await database.log.all(of: Self.log).map(\.envelope.recordedAt)
            #expect(times.count == 81)
            #expect(zip(times, times.dropFirst()).allSatisfy { $0 < $1 })
        }
    }

    @Test(arguments: [(seconds: 30, isAccepted: true), (-30, true), (120, false), (-120, false)])
    func `is refused when the program's clock is more than a minute from the database's`(
        seconds: Int64, isAccepted: Bool
    ) async throws {
        try await withTestDatabase { database in
            try await database.log.open()
            let log = EventLog(
                database.connections, programVersion: "test", logger: .silent,
                clock: { Instant(microsecondsSince1970: Instant.now.microsecondsSince1970 + seconds * 1_000_000) })
            let verdict = try await log.append(.of([NoteTaken(in: "a", number: 1)]))
            if isAccepted {
                #expect(verdict.range != nil)
            } else {
                let apart = try #require(verdict.microsecondsApart)
                #expect((119_000_000...121_000_000).contains(apart))
            }
            #expect(try await log.state(of: Self.log)?.head == Position(isAccepted ? 2 : 1))
        }
    }

    @Test func `survives a database clock that steps back, and asks an operator when it steps far`() async throws {
        try await PrivateCluster.with("clock", clock: true) { cluster in
            let database = try await cluster.database()
            let log = database.log
            try await log.open()
            try await Self.append(1, to: log)
            try cluster.setClock("-30s")
            try await Self.append(2, to: log)
            try await Self.append(3, to: log)

            try cluster.setClock("-120s")
            let refused = try await log.append(.of([NoteTaken(in: "a", number: 4)]))
            #expect((try #require(refused.microsecondsApart)) > 100_000_000)
            #expect(try await log.state(of: Self.log)?.head == Position(4))

            try await log.acceptClock(of: Self.log)
            #expect(try await log.state(of: Self.log)?.isClockAccepted == true)
            try await Self.append(5, to: log)
            try await Self.append(6, to: log)
            // Farther than what was accepted.
            try cluster.setClock("-600s")
            #expect(try await log.append(.of([NoteTaken(in: "a", number: 7)])).microsecondsApart != nil)

            try cluster.setClock("+0s")
            try await Self.append(8, to: log)
            #expect(try await log.state(of: Self.log)?.isClockAccepted == false)
            try cluster.setClock("-120s")
            #expect(try await log.append(.of([NoteTaken(in: "a", number: 9)])).microsecondsApart != nil)

            let events = try await log.all(of: Self.log)
            #expect(events.map(\.position.value) == Array(1...7))
            let times = events.map(\.envelope.recordedAt)
            #expect(zip(times, times.dropFirst()).allSatisfy { $0 < $1 })
            await database.close()
        }
    }

    private static func append(_ number: Int, to log: EventLog) async throws {
        let verdict = try await log.append(.of([NoteTaken(in: "a", number: number)]))
        #expect(verdict.range != nil, "\(number): \(verdict)")
    }
}

extension Verdict {
    fileprivate var microsecondsApart: Int64? {
        if case .clocksApart(let microseconds) = self { microseconds } else { nil }
    }
}
