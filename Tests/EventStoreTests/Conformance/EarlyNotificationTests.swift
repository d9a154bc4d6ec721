import EventSourcing
import EventStore
import TestSupport
import Testing

/// Somebody is woken before he can see what he is woken for, reads nothing, takes himself for caught up, and is woken no
/// more until the next append.
///
/// - https://github.com/sliceworkz/eventstore/pull/155
@Suite struct `Published failure: a notification before its events can be read` {
    private static let counting = CountingProjection()

    /// The follower is woken while the append stands at its commit, and by nobody afterwards.
    @Test func `delays the follower, and strands it never`() async throws {
        try await withTestDatabase { database in
            try await CountingProjection.makeTables(in: database)
            try await database.log.open()
            try await database.install(.commit)
            let other = database.asAnotherProcess()
            let request = try AppendRequest.of([NoteTaken(in: "a", number: 1)])
            try await database.following([Self.counting]) { wake in
                try await Self.wait(for: 1, in: database)
                try await database.holdingGate(request.commandID.description) { release in
                    async let verdict = other.log.append(request)
                    try await database.waitAtGate()
                    for _ in 1...5 {
                        wake()
                        try await Task.sleep(for: .milliseconds(20))
                    }
                    #expect(try await Self.times(in: database) == [1: 1])
                    try await release()
                    #expect(try await verdict.range?.first == Position(2))
                }
                try await Self.wait(for: 2, in: database)
            }
            await other.close()
            #expect(LogRules.appliedOnce(try await Self.times(in: database), to: 2, of: "the log") == [])
        }
    }

    /// It reads once each time it is woken, behind a barrier that the notification has not waited for.
    @Test func `strands a reader that waits for the oldest transaction`() async throws {
        try await withTestDatabase { database in
            let field = try await FieldStore(in: database)
            let foreign = try await database.transaction("CREATE TABLE public.foreign_work (n int)")
            var reader = FieldReader(by: .transaction)
            try await field.append("a")
            // Woken by the commit.
            try await reader.goOn(in: field)
            try await foreign.commit()
            // Nothing is appended any more, so nobody wakes it.
            #expect(LogRules.whole(reader.read, by: "the reader", of: try await field.labels()) != [])
        }
    }

    private static func times(in database: TestDatabase) async throws -> [Int64: Int64] {
        try await counting.times(in: database)
    }

    private static func wait(for head: Int64, in database: TestDatabase) async throws {
        for _ in 0..<500 where try await times(in: database)[head] == nil {
            try await Task.sleep(for: .milliseconds(20))
        }
    }
}
