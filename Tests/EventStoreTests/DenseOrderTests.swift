import EventSourcing
import EventStore
import TestSupport
import Testing

@Suite struct `The order of a log` {
    private static let log = OrganisationID.gothenburg.cases

    /// Two processes with a queue each: the row lock alone keeps them in order.
    @Test func `is dense when sixteen writers of two processes append to streams of their own`() async throws {
        try await withTestDatabase { database in
            try await database.log.open()
            let other = database.asAnotherProcess()
            try await withThrowingTaskGroup { group in
                for writer in 0..<16 {
                    let log = writer.isMultiple(of: 2) ? database.log : other.log
                    group.addTask {
                        for number in 1...20 {
                            let stream = StreamName("notebook", "w\(writer)")
                            let request = try AppendRequest.of(
                                [NoteTaken(in: "w\(writer)", number: number)],
                                on: [.stream(stream, number == 1 ? .absent : .exact(Int64(number - 1)))])
                            guard try await log.append(request).range != nil else {
                                throw TestServer.Unusable("writer \(writer) was refused at \(number)")
                            }
                        }
                    }
                }
                try await group.waitForAll()
            }
            await other.close()
            let events = try await database.log.asItStands(Self.log)
            #expect(events.count == 321)
            #expect(LogRules.order(events.map(StoredEvent.init), of: "the log") == [])
        }
    }

    /// The append that waits for the lock loses its backend, is sent again, and is there once.
    @Test func `keeps one copy of what is sent again after its backend was ended`() async throws {
        try await withTestDatabase { database in
            let log = database.log
            try await log.open()
            try await database.holdingHead { release in
                async let verdict = log.append(.of([NoteTaken(in: "a", number: 1)]))
                try await database.waitForBackends(
                    1, where: "application_name = 'casefeedback appender' AND wait_event_type = 'Lock'")
                let ended = try await database.endBackends(where: "application_name = 'casefeedback appender'")
                #expect(ended > 0)
                try await release()
                #expect(try await verdict.range?.first == Position(2))
            }
            #expect(try await log.asItStands(Self.log).count == 2)
        }
    }
}
