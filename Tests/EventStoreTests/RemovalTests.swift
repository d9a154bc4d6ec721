import EventSourcing
import EventStore
import Foundation
import TestSupport
import Testing

/// Rows that nobody is to see any more, and several who remove them.
@Suite struct `A removal of what is kept` {
    private static let counting = CountingProjection()

    /// A process that is stopped between two batches, while others remove the rest and build under the number.
    @Test func `touches nothing of another generation that has the number by now`() async throws {
        try await withTestDatabase { database in
            let runner = try await Self.runner(on: database, events: 5)
            _ = try await runner.rebuild(Self.counting, of: .gothenburg)
            _ = try await runner.rollBack(Self.counting, of: .gothenburg)
            let process = database.asAnotherProcess()
            let standstill = Standstill(of: process)
            let stopped = CountingProjection(removal: { () throws(StoreError) in standstill.begin() })
            let removing = Task {
                try await ProjectionRunner(process.connections, projections: [stopped], logger: .silent)
                    .removeKept(stopped, of: .gothenburg)
            }
            await standstill.waitUntilThere()
            #expect(try await runner.removeKept(Self.counting, of: .gothenburg) == 1)
            _ = try await runner.rebuild(Self.counting, of: .gothenburg)
            let made = try await runner.checkpoints(of: .gothenburg)
            #expect(made.first { $0.isServed }?.generation.number == 2)
            standstill.end()
            _ = try await removing.value
            #expect(try await runner.checkpoints(of: .gothenburg) == made)
            #expect(try await Self.counting.times(in: database).count == 6)
            await process.close()
        }
    }

    @Test func `leaves no rows without their checkpoint when one of two ends in the middle`() async throws {
        try await withTestDatabase { database in
            let runner = try await Self.runner(on: database, events: 10_500)
            _ = try await runner.rebuild(Self.counting, of: .gothenburg)
            let goOn = DispatchSemaphore(value: 0)
            let batches = Shared(0)
            let ending = CountingProjection(removal: { () throws(StoreError) in
                let batch = batches.update { batches in
                    batches += 1
                    return batches
                }
                guard batch == 1 else { throw .overtaken(projection: "counting") }
                goOn.wait()
            })
            let process = database.asAnotherProcess()
            let first = Task {
                try await ProjectionRunner(process.connections, projections: [ending], logger: .silent)
                    .removeKept(ending, of: .gothenburg)
            }
            while batches.value == 0 { try await Task.sleep(for: .milliseconds(5)) }
            let second = Task { try await runner.removeKept(Self.counting, of: .gothenburg) }
            try await database.waitForBackends(1, where: "wait_event_type = 'Lock'")
            goOn.signal()
            await #expect(throws: StoreError.self) { _ = try await first.value }
            #expect(try await second.value == 1)
            #expect(try await runner.checkpoints(of: .gothenburg).map(\.generation.number) == [2])
            let left = try await database.asSuperuser { session in
                try session.texts("SELECT count(*)::text FROM public.applied WHERE generation = 1")
            }
            #expect(left == ["0"])
            await process.close()
        }
    }

    private static func runner(on database: TestDatabase, events: Int) async throws -> ProjectionRunner {
        try await CountingProjection.makeTables(in: database)
        try await database.log.open()
        let requests = try (1...events).map { try AppendRequest.of([NoteTaken(in: "a", number: $0)]) }
        _ = try await database.log.append(all: requests, to: OrganisationID.gothenburg.cases)
        let runner = ProjectionRunner(database.connections, projections: [counting], logger: .silent)
        try await runner.catchUp(.gothenburg)
        return runner
    }
}

/// A process whose next transaction does not begin: all its connections for following and cleaning up are held.
private final class Standstill: Sendable {
    /// As many as ``StoreConnections`` has.
    private static let connections = 4
    private let process: TestDatabase
    private let held = Shared(0)
    private let hasBegun = Shared(false)
    private let goOn = DispatchSemaphore(value: 0)

    init(of process: TestDatabase) { self.process = process }

    /// In a transaction that has one of the connections: the last is taken behind it, before its owner asks again.
    func begin() {
        let isFirst = hasBegun.update { hasBegun in
            let isFirst = !hasBegun
            hasBegun = true
            return isFirst
        }
        guard isFirst else { return }
        for _ in 1...Self.connections {
            Task { [process, held, goOn] in
                try await process.connections.withSession(as: .projector) { _ throws(StoreError) in
                    held.update { $0 += 1 }
                    goOn.wait()
                }
            }
        }
        while held.value < Self.connections - 1 { usleep(5_000) }
        usleep(200_000)
    }

    func waitUntilThere() async {
        while held.value < Self.connections { try? await Task.sleep(for: .milliseconds(5)) }
    }

    func end() { for _ in 1...Self.connections { goOn.signal() } }
}
