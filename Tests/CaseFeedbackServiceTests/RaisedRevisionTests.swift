import CaseFeedbackService
import EventSourcing
import EventStore
import TestSupport
import Testing

@Suite struct `A release that raises a fold's revision` {
    private static let raised = CountingProjection(revision: 2)

    @Test func `rebuilds what stands in the older one, once, and serves it`() async throws {
        try await withTestDatabase { database in
            let old = try await Self.olderRelease(on: database)
            let runner = Self.runner(Self.raised, on: database)
            #expect(try await runner.raised(in: .gothenburg).map(\.name) == ["counting"])
            let rebuilder = ProjectionRebuilder(database.log, runner: runner, logger: .silent)
            #expect(try await rebuilder.rebuildRaised())
            #expect(try await runner.raised(in: .gothenburg).isEmpty)
            let served = try await runner.checkpoints(of: .gothenburg).first { $0.isServed }
            #expect(served?.revision == 2)
            #expect(served?.position == Position(6))
            // The older release beside it leaves it alone.
            #expect(try await old.raised(in: .gothenburg).isEmpty)
            #expect(try await rebuilder.rebuildRaised())
            #expect(try await runner.checkpoints(of: .gothenburg).first { $0.isServed } == served)
        }
    }

    /// Until its own rows are built a program has none to show, and says so instead of showing what means something else.
    @Test func `says that nothing can be shown yet`() async throws {
        try await withTestDatabase { database in
            let old = try await Self.olderRelease(on: database)
            let runner = Self.runner(Self.raised, on: database)
            await #expect {
                _ = try await runner.served(Self.raised, of: .gothenburg)
            } throws: { error in
                (error as? StoreError).map(Problem.init)?.code == "projection-not-built"
            }
            _ = try await runner.rebuild(Self.raised, of: .gothenburg)
            // The older release goes on with its own rows until they are removed.
            #expect(try await old.served(CountingProjection(), of: .gothenburg).number == 1)
            #expect(try await runner.removeKept(Self.raised, of: .gothenburg) == 1)
            await #expect {
                _ = try await old.served(CountingProjection(), of: .gothenburg)
            } throws: { error in
                (error as? StoreError).map(Problem.init)?.code == "projection-of-newer-release"
            }
        }
    }

    private static func olderRelease(on database: TestDatabase) async throws -> ProjectionRunner {
        try await CountingProjection.makeTables(in: database)
        try await database.log.open()
        for number in 1...5 { _ = try await database.log.append(.of([NoteTaken(in: "a", number: number)])) }
        let runner = runner(CountingProjection(), on: database)
        try await runner.catchUp(.gothenburg)
        return runner
    }

    private static func runner(_ projection: CountingProjection, on database: TestDatabase) -> ProjectionRunner {
        ProjectionRunner(database.connections, projections: [projection], logger: .silent)
    }
}
