import EventSourcing
import EventStore
import TestSupport
import Testing

/// A rebuild replays to the head that it saw, and what is appended between that look and its end is left out, or applied
/// by the follower and then again.
///
/// - https://github.com/event-driven-io/emmett/pull/286
/// - https://github.com/JasperFx/marten/pull/4977 (a rebuild that runs past what is under way)
@Suite struct `Published failure: an append in a rebuild's last moment` {
    private static let counting = CountingProjection()
    private static let log = OrganisationID.gothenburg.cases

    /// The rebuild stands before the move of its pointer, with all its locks.
    @Test func `is neither kept waiting, nor left out, nor applied twice`() async throws {
        try await withTestDatabase { database in
            let runner = try await Self.runner(on: database)
            try await database.install(.pointer)
            let other = database.asAnotherProcess()
            let follower = ProjectionRunner(other.connections, projections: [Self.counting], logger: .silent)
            try await database.holdingGate("pointer") { release in
                async let report = runner.rebuild(Self.counting, of: .gothenburg)
                try await database.waitAtGate()
                let late = try await database.log.append(.of([NoteTaken(in: "b", number: 1)]))
                #expect(late.range?.first == Position(22))
                // Readers see the rows that they saw before.
                #expect(LogRules.appliedOnce(try await Self.times(in: database), to: 21, of: "the log") == [])
                async let followed = follower.catchUp(.gothenburg)
                try await database.waitForBackends(
                    2, where: "application_name = 'casefeedback projector' AND wait_event_type = 'Lock'")
                try await release()
                #expect(try await report.isEqual)
                #expect(try await followed == nil)
            }
            try await follower.catchUp(.gothenburg)
            await other.close()
            #expect(LogRules.appliedOnce(try await Self.times(in: database), to: 22, of: "the log") == [])
        }
    }

    /// Empties the rows, replays to the head that it saw, then says that it has come there, or that it has come to the head.
    @Test(arguments: ["22", "(SELECT head FROM casefeedback.logs WHERE organisation = '1480')"])
    func `is left out or applied twice where rows are emptied and replayed`(reached: String) async throws {
        try await withTestDatabase { database in
            let runner = try await Self.runner(on: database)
            _ = try await database.log.append(.of([NoteTaken(in: "b", number: 1)]))
            try await runner.catchUp(.gothenburg)
            try await database.run(
                """
                DELETE FROM public.applied;
                INSERT INTO public.applied
                SELECT organisation, 1, 'counting', position, 1, stream, version FROM casefeedback.events
                WHERE position <= 22
                """)
            _ = try await database.log.append(.of([NoteTaken(in: "b", number: 2)]))
            if reached == "22" { try await runner.catchUp(.gothenburg) }
            try await database.run("UPDATE casefeedback.projection_checkpoints SET position = \(reached)")
            try await runner.catchUp(.gothenburg)
            let violations = LogRules.appliedOnce(try await Self.times(in: database), to: 23, of: "the log")
            let expected =
                reached == "22" ? "applied: 23 of the log was applied 2 times" : "applied: 22 of 23 events of the log"
            #expect(violations == [expected])
        }
    }

    private static func times(in database: TestDatabase) async throws -> [Int64: Int64] {
        try await counting.times(in: database)
    }

    private static func runner(on database: TestDatabase) async throws -> ProjectionRunner {
        try await CountingProjection.makeTables(in: database)
        try await database.log.open()
        let requests = try (1...20).map { try AppendRequest.of([NoteTaken(in: "a", number: $0)]) }
        _ = try await database.log.append(all: requests, to: log)
        let runner = ProjectionRunner(database.connections, projections: [counting], logger: .silent)
        try await runner.catchUp(.gothenburg)
        return runner
    }
}
