import EventSourcing
import EventStore
import Postgres
import TestSupport
import Testing

/// What waits for a busy log goes by its lane: two transactions on one connection, the second on its way before the first is
/// answered. Requests name versions, as all of the service's do, so that the lane learns what it may leave out.
@Suite struct `The lane of a busy log` {
    private static let log = OrganisationID.gothenburg.cases
    private static let shared = StreamName("notebook", "shared")

    @Test func `keeps order, versions and times, whoever writes what`() async throws {
        try await withTestDatabase { database in
            try await database.log.open()
            try await Self.write(40, times: 10, by: [database.log], names: "writer")
            let stored = try await database.log.asItStands(Self.log)
            #expect(stored.map(\.position) == (1...401).map { Position($0) })
            let times = stored.map(\.envelope.recordedAt)
            #expect(zip(times, times.dropFirst()).allSatisfy { $0 < $1 })
            #expect(try await LogRules.order(database.log.stored(), of: "the log") == [])
        }
    }

    @Test func `makes a few transactions of what forty bring at once`() async throws {
        try await withTestDatabase { database in
            try await database.log.open()
            try await database.holdingHead { release in
                async let all: Void = Self.write(40, times: 1, by: [database.log], names: "writer")
                // The one that found the log idle has a connection, and the lane has another once the first is answered.
                try await database.waitForBackends(1, where: Self.isWaiting)
                try await release()
                try await all
            }
            let sizes = try await database.transactionSizes()
            #expect(sizes.reduce(0, +) == 41)
            #expect(sizes.count <= 6, "\(sizes)")
        }
    }

    @Test func `keeps versions whole where two processes write to the same streams`() async throws {
        try await withTestDatabase { database in
            try await database.log.open()
            let other = database.asAnotherProcess()
            let accepted = Shared<[UUIDValue]>([])
            try await withThrowingTaskGroup { group in
                for log in [database.log, other.log] {
                    for _ in 0..<16 {
                        group.addTask {
                            var version: Int64 = 0
                            for number in 0..<20 {
                                let request = try AppendRequest.note(number, in: "n\(number % 3)", at: version)
                                switch try await log.append(request) {
                                case .accepted: accepted.update { $0.append(request.commandID) }
                                case .stale(_, let actual): version = actual
                                case let verdict: Issue.record("\(verdict)")
                                }
                            }
                        }
                    }
                }
                try await group.waitForAll()
            }
            await other.close()
            let stored = try await database.log.stored()
            #expect(LogRules.order(stored, of: "the log") == [])
            #expect(LogRules.acknowledgedOnce(accepted.value, in: stored.map(\.command), of: "the log") == [])
            #expect(accepted.value.count > 3)
        }
    }

    /// The condition is on a stream that the command doesn't write, so that no key catches what is wrongly accepted. The other
    /// process writes as many events as the lane's transaction would have, so that the head alone tells nothing.
    @Test func `refuses what rests on a version that another process has changed meanwhile`() async throws {
        try await withTestDatabase { database in
            try await database.log.open()
            _ = try await database.log.append(.note(0, in: "shared", at: 0))
            let other = database.asAnotherProcess()
            let stale = Shared(0)
            let changes = Shared(1)
            try await withThrowingTaskGroup { group in
                group.addTask {
                    for number in 1...60 {
                        #expect(try await other.log.append(.note(number, in: "shared", at: Int64(number))).range != nil)
                        changes.value = number + 1
                        try await Task.sleep(for: .milliseconds(2))
                    }
                }
                for writer in 0..<32 {
                    group.addTask {
                        var written: Int64 = 0
                        var version = Int64(changes.value)
                        while changes.value <= 60 {
                            let stream = StreamName("notebook", "w\(writer)")
                            let request = try AppendRequest.of(
                                [NoteTaken(in: "w\(writer)", number: 1)],
                                on: [
                                    .stream(stream, written == 0 ? .absent : .exact(written)),
                                    .stream(Self.shared, .exact(version)),
                                ])
                            switch try await database.log.append(request) {
                            case .accepted(let range):
                                written += 1
                                try await Self.check(version, before: range.first, in: database)
                            case .stale(Self.shared, let actual):
                                version = actual
                                stale.update { $0 += 1 }
                            case let verdict: Issue.record("\(verdict)")
                            }
                        }
                    }
                }
                try await group.waitForAll()
            }
            await other.close()
            #expect(stale.value > 0)
        }
    }

    /// How many events the shared stream had when the event at the position was written.
    private static func check(_ version: Int64, before position: Position, in database: TestDatabase) async throws {
        let actual = try await database.log.events(of: log, taggedBy: [[Tag("notebook", "shared")]], to: position).count
        #expect(Int64(actual) == version, "the event at \(position)")
    }

    /// Every append is answered, and each that is accepted stands once, whatever becomes of the connection.
    @Test func `loses nothing and doubles nothing when its connection is ended`() async throws {
        try await withTestDatabase { database in
            try await database.log.open()
            let isDone = Shared(false)
            try await withThrowingTaskGroup { group in
                group.addTask {
                    while !isDone.value {
                        _ = try await database.endBackends(where: "application_name = 'casefeedback appender'")
                        try await Task.sleep(for: .milliseconds(15))
                    }
                }
                try await Self.write(32, times: 40, by: [database.log], names: "writer")
                isDone.value = true
                try await group.waitForAll()
            }
            #expect(try await LogRules.order(database.log.stored(), of: "the log") == [])
            #expect(try await database.log.state(of: Self.log)?.head == Position(1 + 32 * 40))
        }
    }

    /// What is larger than the socket takes is sent while answers come in.
    @Test func `sends large transactions beside each other`() async throws {
        try await withTestDatabase { database in
            try await database.log.open()
            try await withThrowingTaskGroup { group in
                for writer in 0..<64 {
                    group.addTask {
                        for number in 0..<6 as Range<Int64> {
                            let stream = StreamName("notebook", "b\(writer)")
                            let request = try AppendRequest.of(
                                [BulkStored(in: "b\(writer)", bytes: 50_000)],
                                on: [.stream(stream, number == 0 ? .absent : .exact(number))])
                            let verdict = try await database.log.append(request)
                            #expect(verdict.range != nil, "\(verdict)")
                        }
                    }
                }
                try await group.waitForAll()
            }
            #expect(try await LogRules.order(database.log.stored(), of: "the log") == [])
        }
    }

    private static let isWaiting = "application_name = 'casefeedback appender' AND wait_event_type = 'Lock'"

    private static func write(_ writers: Int, times: Int, by logs: [EventLog], names: String) async throws {
        try await withThrowingTaskGroup { group in
            for (place, log) in logs.enumerated() {
                for writer in 0..<writers {
                    group.addTask {
                        for number in 0..<times {
                            let request = try AppendRequest.note(
                                number, in: "\(names)-\(place)-\(writer)", at: Int64(number))
                            let verdict = try await log.append(request)
                            // Known: the answer was lost, and it was sent again.
                            #expect(verdict.range != nil || verdict == .known, "\(verdict)")
                        }
                    }
                }
            }
            try await group.waitForAll()
        }
    }
}

extension AppendRequest {
    fileprivate static func note(_ number: Int, in notebook: String, at version: Int64) throws -> AppendRequest {
        try .of(
            [NoteTaken(in: notebook, number: number)],
            on: [.stream(StreamName("notebook", notebook), version == 0 ? .absent : .exact(version))])
    }
}
