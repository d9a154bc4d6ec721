import EventSourcing
import Foundation
import Postgres
import TestSupport
import Testing

@testable import EventStore

/// How long what one process builds is kept from the others.
@Suite struct `The claim of a builder` {
    private static let counting = CountingProjection()

    /// As one that SIGSTOP holds: its sockets stand, and it says nothing.
    @Test func `ends when the builder says nothing for long, and another goes on`() async throws {
        try await withTestDatabase { database in
            let runner = try await Self.runner(on: database)
            try await runner.catchUp(.gothenburg)
            let silent = ClaimLimits(heartbeat: .seconds(3_600), silence: .seconds(1))
            try await Self.holding(on: database, silent) {
                let began = ContinuousClock.now
                var report: RebuildReport?
                while report == nil, began.duration(to: .now) < .seconds(20) {
                    do throws(StoreError) { report = try await runner.rebuild(Self.counting, of: .gothenburg) } catch {
                        guard case .beingBuilt = error else { throw error }
                        try await Task.sleep(for: .milliseconds(100))
                    }
                }
                #expect(report?.isEqual == true)
            } then: { outcome in
                #expect(throws: StoreError.self) { _ = try outcome.get() }
            }
            let times = try await Self.counting.times(in: database)
            #expect(times.count == 5_001 && times.values.allSatisfy { $0 == 1 })
        }
    }

    @Test func `is kept as long as the builder works, and ends its work where it is lost`() async throws {
        try await withTestDatabase { database in
            let runner = try await Self.runner(on: database)
            try await runner.catchUp(.gothenburg)
            let watchful = ClaimLimits(heartbeat: .milliseconds(100), silence: .seconds(1))
            try await Self.holding(on: database, watchful) {
                try await Task.sleep(for: .seconds(2))
                await #expect {
                    _ = try await runner.rebuild(Self.counting, of: .gothenburg)
                } throws: { error in
                    if case StoreError.beingBuilt = error { true } else { false }
                }
                let ended = try await database.endBackends(where: "application_name LIKE 'casefeedback claim %'")
                // The one that was refused above may not have let go of its own connection yet.
                #expect(ended >= 1)
                // It is noticed at the next heartbeat.
                try await Task.sleep(for: .milliseconds(500))
            } then: { outcome in
                #expect {
                    _ = try outcome.get()
                } throws: { error in
                    if case StoreError.claimLost(projection: "counting", .gothenburg) = error { true } else { false }
                }
            }
            #expect(try await runner.rebuild(Self.counting, of: .gothenburg).isEqual)
        }
    }

    /// As one that was stopped in the middle of a COPY: the server waits for it, with the checkpoint locked.
    @Test func `is gone while it holds what it built, and another builds the next one`() async throws {
        try await withTestDatabase { database in
            let runner = try await Self.runner(on: database)
            try await runner.catchUp(.gothenburg)
            try await database.run(
                """
                INSERT INTO casefeedback.projection_checkpoints
                VALUES ('1480', 2, 'counting', 'cases', 1, 7, 'folding', 'test')
                """)
            let held = "SELECT FROM casefeedback.projection_checkpoints WHERE generation = 2 FOR UPDATE"
            try await database.holding(held) { _ in
                let report = try await runner.rebuild(Self.counting, of: .gothenburg)
                #expect(report.isEqual)
            }
            let checkpoints = try await runner.checkpoints(of: .gothenburg)
            #expect(checkpoints.map(\.stage) == [.standing, .folding, .standing])
            #expect(checkpoints.last?.isServed == true)
        }
    }

    @Test func `is a lost connection where the server ends it before anything is claimed`() async throws {
        try await withTestDatabase { database in
            let watchful = ClaimLimits(heartbeat: .milliseconds(20))
            await #expect {
                try await GenerationClaims.with(database.connections, limits: watchful, logger: .silent) {
                    (_) async throws(StoreError) in
                    _ = try? await database.endBackends(where: "application_name LIKE 'casefeedback claim %'")
                    // Until it is noticed.
                    try? await Task.sleep(for: .seconds(60))
                    throw .database(.cancelled)
                }
            } throws: { error in
                guard case StoreError.database(let cause) = error else { return false }
                return cause.isConnectionLoss
            }
        }
    }

    @Test func `is named to whoever waited for what is built`() async throws {
        try await withTestDatabase { database in
            let runner = try await Self.runner(
                on: database, bulkFrom: 200, ClaimLimits(patience: .milliseconds(500)))
            _ = try await runner.served(Self.counting, of: .gothenburg)
            try await Self.holding(on: database, ClaimLimits()) {
                await #expect {
                    _ = try await runner.catchUp(.gothenburg)
                } throws: { error in
                    guard case StoreError.beingBuilt(_, _, let holder?) = error else { return false }
                    return holder.process == ProcessInfo.processInfo.processIdentifier
                }
            } then: { outcome in
                #expect(throws: Never.self) { _ = try outcome.get() }
            }
            #expect(try await runner.catchUp(.gothenburg) == nil)
        }
    }

    /// Calls `body` while a rebuild stands before its first write, then lets it go on and tells its outcome.
    private static func holding(
        on database: TestDatabase, _ limits: ClaimLimits,
        _ body: () async throws -> Void,
        then: (Result<RebuildReport, any Error>) -> Void
    ) async throws {
        let isInside = Shared(false)
        let mayGoOn = Shared(false)
        let slow = HeldProjection(counting) { _ in
            isInside.value = true
            while !mayGoOn.value { usleep(10_000) }
        }
        let other = database.asAnotherProcess()
        let building = Task<RebuildReport, any Error> {
            try await ProjectionRunner(
                other.connections, projections: [slow], logger: .silent, claimLimits: limits
            ).rebuild(slow, of: .gothenburg, settings: HeldProjection.settings)
        }
        while !isInside.value { try await Task.sleep(for: .milliseconds(5)) }
        let result: Result<Void, any Error>
        do { result = .success(try await body()) } catch { result = .failure(error) }
        mayGoOn.value = true
        then(await building.result)
        await other.close()
        try result.get()
    }

    private static func runner(
        on database: TestDatabase, bulkFrom: Int64 = 50_000, _ limits: ClaimLimits = ClaimLimits()
    ) async throws -> ProjectionRunner {
        try await CountingProjection.makeTables(in: database)
        try await database.log.open()
        let requests = try (1...5_000).map { try AppendRequest.of([NoteTaken(in: "a", number: $0)]) }
        _ = try await database.log.append(all: requests, to: OrganisationID.gothenburg.cases)
        return ProjectionRunner(
            database.connections, projections: [counting], logger: .silent, bulkFrom: bulkFrom, claimLimits: limits)
    }
}
