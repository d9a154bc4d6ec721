import EventSourcing
import EventStore
import Foundation
import Postgres
import TestSupport
import Testing

/// What comes between a rebuild's comparison and its switch.
@Suite struct `The switch of a rebuild` {
    private static let counting = CountingProjection()

    /// What is served moves on behind the new generation's last step before the switch.
    @Test func `takes no reader back`() async throws {
        try await withRebuild(atEachStep: { database, runner in
            _ = try await database.log.append(.of([NoteTaken(in: "a", number: 1)]))
            try await runner.catchUp(.gothenburg)
        }) { report, served in
            #expect(report.position == Position(3))
            #expect(served.generation.number == 2 && served.position == Position(3))
        }
    }

    /// Whoever follows has looked at the head before the new generation stood, and has nothing to come back for.
    @Test func `leaves nothing out that was appended just before it`() async throws {
        try await withRebuild(atEachStep: { database, _ in
            _ = try await database.log.append(.of([NoteTaken(in: "a", number: 1)]))
        }) { report, served in
            #expect(report.position == Position(2))
            #expect(served.generation.number == 2 && served.position == Position(3))
        }
    }

    /// Each time that events are applied another one comes: the head is never met while nothing comes.
    @Test func `comes to its end on a log that never rests`() async throws {
        try await withTestDatabase { database in
            try await CountingProjection.makeTables(in: database)
            try await database.log.open()
            let appended = Shared(0)
            let restless = CountingProjection { moment, _ in
                guard moment == .after, appended.value < Self.enough else { return }
                appended.update { $0 += 1 }
                let isThere = DispatchSemaphore(value: 0)
                Task.detached {
                    _ = try? await database.log.append(.of([NoteTaken(in: "a", number: 1)]))
                    isThere.signal()
                }
                isThere.wait()
            }
            let runner = ProjectionRunner(database.connections, projections: [restless], logger: .silent)
            _ = try await runner.rebuild(restless, of: .gothenburg)
            #expect(appended.value > 0 && appended.value < Self.enough)
        }
    }

    /// Events that a rebuild meets on its way only when it looks for one more each time.
    private static let enough = 30

    /// Rebuilds in another process a log of one event, and judges what it told and what is served behind it.
    private func withRebuild(
        atEachStep come: (TestDatabase, ProjectionRunner) async throws -> Void,
        judge: (RebuildReport, Checkpoint) throws -> Void
    ) async throws {
        try await withTestDatabase { database in
            try await CountingProjection.makeTables(in: database)
            try await database.log.open()
            let runner = ProjectionRunner(database.connections, projections: [Self.counting], logger: .silent)
            try await runner.catchUp(.gothenburg)
            let steps = Steps()
            let rebuilt = WatchedProjection(Self.counting, steps)
            let other = database.asAnotherProcess()
            let building = Task {
                try await ProjectionRunner(other.connections, projections: [rebuilt], logger: .silent)
                    .rebuild(rebuilt, of: .gothenburg)
            }
            for step in [Steps.Step.digest, .apply] {
                await steps.waitUntilReached(step)
                try await come(database, runner)
                steps.pass(step)
            }
            let report = try await building.value
            try judge(report, #require(try await runner.checkpoints(of: .gothenburg).first { $0.isServed }))
            await other.close()
        }
    }
}

/// Where a builder waits, the first time that it comes there.
private final class Steps: Sendable {
    enum Step { case digest, apply }

    private let reached = Shared<Set<Step>>([])
    private let passed = Shared<Set<Step>>([])

    func reach(_ step: Step) {
        reached.update { _ = $0.insert(step) }
        while !passed.value.contains(step) { usleep(5_000) }
    }

    func waitUntilReached(_ step: Step) async {
        while !reached.value.contains(step) { try? await Task.sleep(for: .milliseconds(5)) }
    }

    func pass(_ step: Step) { passed.update { _ = $0.insert(step) } }
}

/// Tells when its second generation is digested, and when it has applied what came after.
private struct WatchedProjection: StoredProjection {
    private let counting: CountingProjection
    private let steps: Steps

    init(_ counting: CountingProjection, _ steps: Steps) {
        self.counting = counting
        self.steps = steps
    }

    var name: String { counting.name }
    var revision: Int { counting.revision }

    func apply(
        _ events: [RecordedEvent], to generation: ProjectionGeneration, on session: PostgresSession
    ) throws(StoreError) {
        try counting.apply(events, to: generation, on: session)
        if generation.number == 2, events.last?.position == Position(2) { steps.reach(.apply) }
    }

    func remove(
        _ generation: ProjectionGeneration, atMost limit: Int, on session: PostgresSession
    ) throws(StoreError) -> Int {
        try counting.remove(generation, atMost: limit, on: session)
    }

    func dump(_ generation: ProjectionGeneration, on session: PostgresSession) throws(StoreError) -> [String] {
        if generation.number == 2 { steps.reach(.digest) }
        return try counting.dump(generation, on: session)
    }

    func difference(
        of served: ProjectionGeneration, from folded: ProjectionGeneration, on session: PostgresSession
    ) throws(StoreError) -> GenerationDifference {
        try counting.difference(of: served, from: folded, on: session)
    }
}
