import EventSourcing
import EventStore
import Foundation
import TestSupport
import Testing

/// The number of a generation that was removed comes again, while the builder who had it is stopped and doesn't know.
@Suite struct `A builder whose number is another's by now` {
    private static let counting = CountingProjection()

    @Test func `removes nothing when its comparison ends`() async throws {
        try await withTestDatabase { database in
            let runner = try await Self.runner(on: database)
            let sleeper = StoppedBuilder(Self.counting, on: database)
            let comparing = Task {
                try await sleeper.runner.compare(
                    [sleeper.projection], of: .gothenburg, settings: HeldProjection.settings)
            }
            await sleeper.waitUntilStopped()
            try await sleeper.loseClaim(in: database)
            _ = try await runner.compare([Self.counting], of: .gothenburg)
            let builder = StoppedBuilder(Self.counting, on: database)
            let building = Task {
                try await builder.runner.rebuild(
                    builder.projection, of: .gothenburg, settings: HeldProjection.settings)
            }
            await builder.waitUntilStopped()
            #expect(try await runner.checkpoints(of: .gothenburg).map(\.generation.number) == [1, 2])
            sleeper.goOn()
            await #expect(throws: StoreError.self) { _ = try await comparing.value }
            builder.goOn()
            #expect(try await building.value.isEqual)
            #expect(try await runner.checkpoints(of: .gothenburg).first { $0.isServed }?.generation.number == 2)
            await sleeper.close()
            await builder.close()
        }
    }

    @Test func `writes nothing into what another release builds`() async throws {
        try await withTestDatabase { database in
            let runner = try await Self.runner(on: database)
            let older = StoppedBuilder(Self.counting, on: database)
            let sleeping = Task {
                try await older.runner.rebuild(older.projection, of: .gothenburg, settings: HeldProjection.settings)
            }
            await older.waitUntilStopped()
            try await older.loseClaim(in: database)
            let raised = CountingProjection(revision: 2)
            let newer = StoppedBuilder(raised, on: database)
            _ = try await newer.runner.removeKept(raised, of: .gothenburg)
            let building = Task {
                try await newer.runner.rebuild(newer.projection, of: .gothenburg, settings: HeldProjection.settings)
            }
            await newer.waitUntilStopped()
            let made = try await runner.checkpoints(of: .gothenburg).last
            #expect(made?.generation.number == 2 && made?.revision == 2)
            older.goOn()
            await #expect(throws: StoreError.self) { _ = try await sleeping.value }
            #expect(try await runner.checkpoints(of: .gothenburg).last == made)
            newer.goOn()
            _ = try await building.value
            await older.close()
            await newer.close()
        }
    }

    private static func runner(on database: TestDatabase) async throws -> ProjectionRunner {
        try await CountingProjection.makeTables(in: database)
        try await database.log.open()
        let requests = try (1...5_000).map { try AppendRequest.of([NoteTaken(in: "a", number: $0)]) }
        _ = try await database.log.append(all: requests, to: OrganisationID.gothenburg.cases)
        let runner = ProjectionRunner(database.connections, projections: [counting], logger: .silent)
        try await runner.catchUp(.gothenburg)
        return runner
    }
}

/// A process that stops when it has written something, until it is told to go on; it hears nothing of its claim meanwhile.
private struct StoppedBuilder {
    let projection: HeldProjection
    let runner: ProjectionRunner
    private let process: TestDatabase
    private let isStopped = Shared(false)
    private let mayGoOn = Shared(false)

    init(_ counting: CountingProjection, on database: TestDatabase) {
        let (isStopped, mayGoOn) = (isStopped, mayGoOn)
        projection = HeldProjection(counting) { _ in
            isStopped.value = true
            while !mayGoOn.value { usleep(10_000) }
        }
        process = database.asAnotherProcess()
        runner = ProjectionRunner(
            process.connections, projections: [projection], logger: .silent,
            claimLimits: ClaimLimits(heartbeat: .seconds(3_600), silence: .seconds(3_600)))
    }

    func waitUntilStopped() async {
        while !isStopped.value { try? await Task.sleep(for: .milliseconds(5)) }
    }

    /// As the server ends it after a minute's silence.
    func loseClaim(in database: TestDatabase) async throws {
        let holdsAClaim = "pid IN (SELECT pid FROM pg_locks WHERE locktype = 'advisory')"
        #expect(try await database.endBackends(where: holdsAClaim) == 1)
    }

    func goOn() { mayGoOn.value = true }

    func close() async { await process.close() }
}
