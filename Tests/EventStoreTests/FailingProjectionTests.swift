import EventSourcing
import Postgres
import TestSupport
import Testing

@testable import EventStore

@Suite struct `A projection that fails` {
    private static let counting = CountingProjection()
    private static let log = OrganisationID.gothenburg.cases

    @Test func `on an event that it can't read stands before it, alone, and says why`() async throws {
        try await withTestDatabase { database in
            let failing = CountingProjection.failing(on: SecretTold.type)
            let runner = try await Self.runner(failing, on: database)
            let failure = try #require(try await runner.catchUp(.gothenburg))
            guard case .unreadable(let event) = failure else { throw failure }
            #expect(event.position == Position(4))
            let checkpoints = try await Self.checkpoints(runner)
            #expect(checkpoints["counting"]?.position == Position(6))
            #expect(checkpoints["counting"]?.failure == nil)
            // What comes before the event is applied: nobody waits longer than for the event itself.
            #expect(checkpoints["failing"]?.position == Position(3))
            #expect(checkpoints["failing"]?.failure == failure.description)
            #expect(try await failing.times(in: database) == [1: 1, 2: 1, 3: 1])
            // Appending goes on, and so do the others.
            _ = try await database.log.append(.of([NoteTaken(in: "a", number: 9)]))
            try await runner.catchUp(.gothenburg)
            #expect(try await Self.checkpoints(runner)["counting"]?.position == Position(7))
        }
    }

    @Test func `goes on when a program comes that can read it`() async throws {
        try await withTestDatabase { database in
            let failing = CountingProjection.failing(on: SecretTold.type)
            let runner = try await Self.runner(failing, on: database)
            try await runner.catchUp(.gothenburg)
            let mended = ProjectionRunner(
                database.connections, projections: [CountingProjection("failing")], logger: .silent)
            let failure = try await mended.catchUp(.gothenburg)
            #expect(failure == nil)
            let checkpoint = try await Self.checkpoints(mended)["failing"]
            #expect(checkpoint?.position == Position(6))
            #expect(checkpoint?.failure == nil)
            #expect(try await failing.times(in: database) == [1: 1, 2: 1, 3: 1, 4: 1, 5: 1, 6: 1])
        }
    }

    /// A row that the database refuses is the projection's own fault too.
    @Test func `on a row that the database refuses stops nothing else`() async throws {
        try await withTestDatabase { database in
            let failing = CountingProjection("failing") { moment, events throws(StoreError) in
                if moment == .after, events.contains(where: { $0.type == SecretTold.type }) {
                    throw .database(
                        .server(ServerError(sqlState: .checkViolation, message: "every child has one outcome")))
                }
            }
            let runner = try await Self.runner(failing, on: database)
            let failure = try await runner.catchUp(.gothenburg)
            #expect(failure != nil)
            let checkpoints = try await Self.checkpoints(runner)
            #expect(checkpoints["counting"]?.position == Position(6))
            // What comes before the event is applied, though nothing but a try tells which event it is.
            #expect(checkpoints["failing"]?.position == Position(3))
            #expect(checkpoints["failing"]?.failure?.contains("every child has one outcome") == true)
            #expect(checkpoints["failing"]?.failure?.hasPrefix("event cases/1480/4 of type secret-told") == true)
            #expect(try await failing.times(in: database) == [1: 1, 2: 1, 3: 1])
        }
    }

    /// Tries pause after a failure and news is told once; a restart, and so an upgrade, tries at once.
    @Test func `is tried again after a pause, and by a new process at once`() async throws {
        try await withTestDatabase { database in
            let tries = Shared(0)
            let failing = CountingProjection("failing") { moment, events throws(StoreError) in
                if moment == .before, let event = events.first(where: { $0.type == SecretTold.type }) {
                    tries.update { $0 += 1 }
                    throw .unreadable(UnreadableEvent(event: event, reason: .unknownVersion))
                }
            }
            let runner = try await Self.runner(failing, on: database)
            let first = try await runner.slice(of: .gothenburg)
            #expect(first.failure != nil)
            let atFirst = tries.value
            #expect(atFirst > 0)
            for number in 6...9 {
                _ = try await database.log.append(.of([NoteTaken(in: "a", number: number)]))
                #expect(try await runner.slice(of: .gothenburg).failure == nil)
            }
            #expect(tries.value == atFirst)
            #expect(try await Self.checkpoints(runner)["counting"]?.position == Position(10))
            let restarted = ProjectionRunner(
                database.connections, projections: [failing, Self.counting], logger: .silent)
            #expect(try await restarted.slice(of: .gothenburg).failure != nil)
            #expect(tries.value > atFirst)
        }
    }

    @Test func `pauses longer each time, up to five minutes`() {
        let pauses = (1...12).map(Standstills.pause(afterAttempts:))
        #expect(pauses.prefix(4) == [.seconds(1), .seconds(2), .seconds(4), .seconds(8)])
        #expect(pauses.suffix(2) == [.seconds(300), .seconds(300)])
        #expect(zip(pauses, pauses.dropFirst()).allSatisfy { $0 <= $1 })
    }

    /// Six events, the fourth of which is told in secret; the failing projection comes first.
    private static func runner(
        _ failing: CountingProjection, on database: TestDatabase
    ) async throws -> ProjectionRunner {
        try await CountingProjection.makeTables(in: database)
        try await database.log.open()
        for number in 1...5 {
            let event: any EventPayload =
                number == 3 ? SecretTold(in: "a", secret: "x") : NoteTaken(in: "a", number: number)
            _ = try await database.log.append(.of([event]))
        }
        return ProjectionRunner(database.connections, projections: [failing, counting], logger: .silent)
    }

    private static func checkpoints(_ runner: ProjectionRunner) async throws -> [String: Checkpoint] {
        Dictionary(
            try await runner.checkpoints(of: .gothenburg).map { ($0.generation.projection, $0) }
        ) { first, _ in first }
    }
}
