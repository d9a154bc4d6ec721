import EventSourcing
import Foundation
import TestSupport
import Testing

@testable import EventStore

/// What stands before a rebuild stands until the rebuild has put something better in its place.
@Suite struct `A rebuild that is refused or stopped` {
    private static let counting = CountingProjection()
    private static let other = CountingProjection("other")

    @Test func `leaves what is kept of every projection, and nothing of its own`() async throws {
        try await withTestDatabase { database in
            let runner = try await Self.runner([Self.counting, Self.other], on: database)
            _ = try await runner.rebuild([Self.counting, Self.other], of: .gothenburg)
            let before = try await runner.checkpoints(of: .gothenburg)
            let elsewhere = database.asAnotherProcess()
            try await Self.holding("other", on: elsewhere) { _ in
                await #expect {
                    _ = try await runner.rebuild([Self.counting, Self.other], of: .gothenburg)
                } throws: { error in
                    if case StoreError.beingBuilt(projection: "other", _, by: _) = error { true } else { false }
                }
                let now = try await runner.checkpoints(of: .gothenburg)
                #expect(now.filter { $0.generation.projection == "counting" || $0.stage == .standing } == before)
            }
            await elsewhere.close()
            #expect(try await runner.rollBack(Self.counting, of: .gothenburg).to == 1)
        }
    }

    @Test func `leaves what can be gone back to`() async throws {
        try await withTestDatabase { database in
            let runner = try await Self.runner([Self.counting], on: database)
            _ = try await runner.rebuild(Self.counting, of: .gothenburg)
            try await Self.holding("counting", on: database) { rebuilding in rebuilding.cancel() }
            #expect(try await runner.rollBack(Self.counting, of: .gothenburg).to == 1)
        }
    }

    /// As when a generation becomes the served one between a look at the kept ones and their removal.
    @Test func `removes nothing that is served`() async throws {
        try await withTestDatabase { database in
            let runner = try await Self.runner([Self.counting], on: database)
            let served = try await runner.served(Self.counting, of: .gothenburg)
            try await runner.remove(Self.counting, served, from: .standing)
            #expect(try await runner.checkpoints(of: .gothenburg).map(\.generation) == [served])
            #expect(try await Self.counting.times(in: database).count == 5_001)
        }
    }

    /// The pointer was set back to another release's generation, and this program reads its own beside it.
    @Test func `leaves what this program reads`() async throws {
        try await withTestDatabase { database in
            let old = try await Self.runner([Self.counting], on: database)
            let raised = CountingProjection(revision: 2)
            let new = ProjectionRunner(database.connections, projections: [raised], logger: .silent)
            _ = try await new.rebuild(raised, of: .gothenburg)
            _ = try await old.rollBack(Self.counting, of: .gothenburg)
            try await Self.holding("counting", revision: 2, on: database) { rebuilding in rebuilding.cancel() }
            #expect(try await new.served(raised, of: .gothenburg).number == 2)
            #expect(try await new.removeKept(raised, of: .gothenburg) == 0)
            #expect(try await new.served(raised, of: .gothenburg).number == 2)
            let report = try await new.rebuild(raised, of: .gothenburg)
            #expect(report.previousRevision == 1 && report.revision == 2)
            let standing = try await new.checkpoints(of: .gothenburg)
            #expect(standing.map(\.revision) == [1, 2] && standing.map(\.isServed) == [false, true])
        }
    }

    /// Calls `body` while a rebuild of a projection stands before its first write, then lets it go on.
    private static func holding(
        _ name: String, revision: Int = 1, on database: TestDatabase,
        _ body: (Task<RebuildReport, any Error>) async throws -> Void
    ) async throws {
        let isInside = Shared(false)
        let mayGoOn = Shared(false)
        let slow = CountingProjection(name, revision: revision) { moment, _ throws(StoreError) in
            guard moment == .before else { return }
            isInside.value = true
            while !mayGoOn.value { usleep(10_000) }
        }
        let rebuilding = Task<RebuildReport, any Error> {
            try await ProjectionRunner(database.connections, projections: [slow], logger: .silent)
                .rebuild(slow, of: .gothenburg)
        }
        while !isInside.value { try await Task.sleep(for: .milliseconds(5)) }
        let result: Result<Void, any Error>
        do { result = .success(try await body(rebuilding)) } catch { result = .failure(error) }
        mayGoOn.value = true
        _ = await rebuilding.result
        try result.get()
    }

    private static func runner(
        _ projections: [CountingProjection], on database: TestDatabase
    ) async throws -> ProjectionRunner {
        try await CountingProjection.makeTables(in: database)
        try await database.log.open()
        let requests = try (1...5_000).map { try AppendRequest.of([NoteTaken(in: "a", number: $0)]) }
        _ = try await database.log.append(all: requests, to: OrganisationID.gothenburg.cases)
        let runner = ProjectionRunner(database.connections, projections: projections, logger: .silent)
        try await runner.catchUp(.gothenburg)
        return runner
    }
}
