import EventSourcing
import EventStore
import TestSupport
import Testing

/// A reader that goes no further than the oldest transaction under way reads nothing while anybody, in any database of the
/// cluster, has written something and not committed: a batch job, a migration, a session that somebody forgot.
///
/// - https://github.com/sliceworkz/eventstore/pull/103
/// - https://github.com/JasperFx/marten/issues/5108
@Suite struct `Published failure: a foreign transaction that has written stays open` {
    @Test func `keeps nobody from reading to the head`() async throws {
        try await withTestDatabase { database in
            let log = database.log
            try await log.open()
            try await CountingProjection.makeTables(in: database)
            let runner = ProjectionRunner(
                database.connections, projections: [CountingProjection()], logger: .silent)
            let foreign = try await database.transaction(
                "CREATE TABLE public.foreign_work (n int); INSERT INTO foreign_work VALUES (1)")
            var reader = LogReader()
            for number in 1...5 {
                let range = try #require(try await log.append(.of([NoteTaken(in: "a", number: number)])).range)
                try await reader.goOn(in: log)
                #expect(reader.read.last == range.last.value)
                #expect(try await log.heads()[reader.log] == range.last)
                try await runner.catchUp(.gothenburg)
                #expect(try await runner.checkpoints(of: .gothenburg).map(\.position) == [range.last])
            }
            #expect(try await foreign.isOpen)
            try await foreign.rollBack()
            #expect(
                LogRules.whole(reader.read, by: "the reader", of: try await log.stored().map(\.position)) == [])
        }
    }

    @Test func `stops a reader that waits for the oldest transaction`() async throws {
        try await withTestDatabase { database in
            let field = try await FieldStore(in: database)
            let foreign = try await database.transaction("CREATE TABLE public.foreign_work (n int)")
            var reader = FieldReader(by: .transaction)
            for label in ["a", "b"] {
                try await field.append(label)
                try await reader.goOn(in: field)
            }
            #expect(LogRules.whole(reader.read, by: "the reader", of: try await field.labels()) != [])
            try await foreign.rollBack()
            // Other tests' transactions are in its way too.
            for _ in 0..<500 where reader.read.count < 2 {
                try await reader.goOn(in: field)
                try await Task.sleep(for: .milliseconds(20))
            }
            #expect(LogRules.whole(reader.read, by: "the reader", of: try await field.labels()) == [])
        }
    }
}
