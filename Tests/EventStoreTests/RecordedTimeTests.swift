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
            let times = try await database.log.asItStands(Self.log).map(\.envelope.recordedAt)
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
}

extension Verdict {
    fileprivate var microsecondsApart: Int64? {
        if case .clocksApart(let microseconds) = self { microseconds } else { nil }
    }
}
