import EventSourcing
import EventStore
import TestSupport
import Testing

/// Whoever takes the time of an event for its place, or its age for a reason to pass something over, loses events when a
/// clock steps, or when the clocks of two machines differ.
///
/// - https://github.com/AxonIQ/AxonFramework/issues/4829
/// - https://github.com/AxonIQ/AxonFramework/issues/4825
@Suite struct `Published failure: a clock that steps` {
    private static let log = OrganisationID.gothenburg.cases

    @Test func `changes no order`() async throws {
        try await PrivateCluster.with("clock", clock: true) { cluster in
            let database = try await cluster.database()
            let log = database.log
            let field = try await FieldStore(in: database)
            var reader = LogReader()
            var byTime = FieldReader(by: .time)
            for (number, offset) in ["+0s", "-30s", "-5s", "-40s", "+15s", "-40s"].enumerated() {
                try cluster.setClock(offset)
                if number == 0 { try await log.open() }
                #expect(try await log.append(.of([NoteTaken(in: "a", number: number)])).range != nil, "\(offset)")
                try await reader.goOn(in: log)
                try await field.append("event \(number)")
                try await byTime.goOn(in: field)
            }
            let stored = try await log.stored()
            #expect(LogRules.order(stored, of: "the log") == [])
            #expect(LogRules.whole(reader.read, by: "the reader", of: stored.map(\.position)) == [])
            #expect(LogRules.whole(byTime.read, by: "time", of: try await field.labels()) != [])
            await database.close()
        }
    }

    @Test func `asks an operator when it steps far, and rises from there`() async throws {
        try await PrivateCluster.with("far-clock", clock: true) { cluster in
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

            let events = try await log.asItStands(Self.log)
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
