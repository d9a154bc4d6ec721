import EventSourcing
import EventStore
import Postgres
import TestSupport
import Testing

@Suite struct `The order of a log` {
    private static let log = OrganisationID.gothenburg.cases

    @Test func `is dense when twenty append to one stream`() async throws {
        try await withTestDatabase { database in
            try await database.log.open()
            let requests = try (1...20).map { try AppendRequest.of([NoteTaken(in: "a", number: $0)]) }
            let verdicts = try await database.log.appendAtOnce(requests)
            #expect(Set(verdicts.compactMap { $0.range?.first.value }) == Set(2...21))
            let events = try await database.log.stream(StreamName("notebook", "a"), of: Self.log)
            #expect(events.map(\.envelope.version) == Array(1...20))
            #expect(events.map(\.position.value) == Array(2...21))
        }
    }

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
            let events = try await database.log.all(of: Self.log)
            #expect(events.map(\.position.value) == Array(1...321))
            for (stream, events) in Dictionary(grouping: events, by: \.envelope.stream) {
                #expect(events.map(\.envelope.version) == Array(1...Int64(events.count)), "\(stream)")
            }
            let times = events.map(\.envelope.recordedAt)
            #expect(zip(times, times.dropFirst()).allSatisfy { $0 < $1 })
        }
    }

    @Test func `has no gap where an append was rolled back`() async throws {
        try await withTestDatabase { database in
            let log = database.log
            try await log.open()
            await #expect(throws: StoreError.self) { try await log.append(.of([BulkStored(in: "a", bytes: 70_000)])) }
            _ = try await log.append(
                .of([NoteTaken(in: "a", number: 1)], on: [.stream(StreamName("x", "y"), .exact(4))]))
            #expect(try await log.append(.of([NoteTaken(in: "a", number: 2)])).range?.first == Position(2))
        }
    }

    /// The append that waits for the lock loses its backend, is sent again, and is there once.
    @Test func `keeps one copy of what is sent again after its backend was ended`() async throws {
        try await withTestDatabase { database in
            let log = database.log
            try await log.open()
            let holder = try await PostgresConnection.connect(
                PostgresConfiguration(connectionString: database.superuserConnection), logger: .silent)
            try await holder.withSession { session in
                try session.run(script: "BEGIN; SELECT head FROM casefeedback.logs FOR UPDATE")
            }
            async let verdict = log.append(.of([NoteTaken(in: "a", number: 1)]))
            try await Task.sleep(for: .milliseconds(200))
            let ended = try await database.endBackends(where: "application_name = 'casefeedback appender'")
            #expect(ended > 0)
            try await holder.withSession { session in try session.run(script: "COMMIT") }
            await holder.close()
            #expect(try await verdict.range?.first == Position(2))
            #expect(try await log.all(of: Self.log).count == 2)
        }
    }

    @Test func `is read up to the head while a foreign transaction that writes stays open`() async throws {
        try await withTestDatabase { database in
            let log = database.log
            try await log.open()
            let foreign = try await PostgresConnection.connect(
                PostgresConfiguration(connectionString: database.superuserConnection), logger: .silent)
            try await foreign.withSession { session in
                try session.run(
                    script: "CREATE TABLE public.foreign_work (n int); BEGIN; INSERT INTO foreign_work VALUES (1)")
            }
            for number in 1...5 {
                let range = try #require(try await log.append(.of([NoteTaken(in: "a", number: number)])).range)
                #expect(try await log.all(of: Self.log).last?.position == range.last)
                #expect(try await log.heads()[Self.log] == range.last)
            }
            try await foreign.withSession { session in
                #expect(session.isInTransaction)
                try session.run(script: "ROLLBACK")
            }
            await foreign.close()
        }
    }
}
