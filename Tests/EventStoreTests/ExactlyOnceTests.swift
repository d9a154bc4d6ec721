import EventSourcing
import EventStore
import Foundation
import Postgres
import SchemaFiles
import TestSupport
import Testing

@Suite struct `Moving a projection` {
    private static let counting = CountingProjection()

    @Test func `applies every event once, with two workers and a log that grows`() async throws {
        try await withTestDatabase { database in
            try await CountingProjection.makeTables(in: database)
            try await database.log.open()
            let other = database.asAnotherProcess()
            let isDone = Shared(false)
            let positions = Shared<[Int64]>([])
            try await withThrowingTaskGroup { group in
                for connections in [database.connections, other.connections] {
                    let runner = ProjectionRunner(connections, projections: [Self.counting], logger: .silent)
                    group.addTask {
                        var isLast = false
                        while !isLast {
                            isLast = isDone.value
                            try await runner.catchUp(.gothenburg)
                        }
                    }
                }
                group.addTask {
                    let runner = ProjectionRunner(database.connections, projections: [Self.counting], logger: .silent)
                    while !isDone.value {
                        if let checkpoint = try await runner.checkpoints(of: .gothenburg).first {
                            positions.update { $0.append(checkpoint.position.value) }
                        }
                    }
                }
                for number in 1...200 {
                    let request = try AppendRequest.of([
                        NoteTaken(in: "a", number: number), NoteTaken(in: "b", number: 1),
                    ])
                    _ = try await database.log.append(request)
                }
                isDone.value = true
                try await group.waitForAll()
            }
            await other.close()
            let times = try await Self.counting.times(in: database)
            #expect(times.keys.sorted() == Array(1...401))
            #expect(times.values.allSatisfy { $0 == 1 })
            let seen = positions.value
            #expect(Set(seen).count > 2)
            #expect(zip(seen, seen.dropFirst()).allSatisfy { $0 <= $1 })
        }
    }

    /// A worker that is stopped in the middle of its transaction, as by SIGSTOP, wakes when another has gone on.
    @Test func `is taken over from a worker that stands still, and what that one did is undone`() async throws {
        try await withTestDatabase { database in
            try await CountingProjection.makeTables(in: database)
            try await database.log.open()
            for number in 1...5 { _ = try await database.log.append(.of([NoteTaken(in: "a", number: number)])) }
            let stopped = DispatchSemaphore(value: 0)
            let goOn = DispatchSemaphore(value: 0)
            let zombie = CountingProjection { moment, _ throws(StoreError) in
                guard moment == .after else { return }
                stopped.signal()
                goOn.wait()
            }
            let other = database.asAnotherProcess()
            let sleeping = Task {
                try await ProjectionRunner(other.connections, projections: [zombie], logger: .silent)
                    .catchUp(.gothenburg)
            }
            try await waitOnAnotherThread(for: stopped)
            // What `idle_in_transaction_session_timeout` does after half a minute.
            let ended = try await database.endBackends(where: "state = 'idle in transaction'")
            #expect(ended == 1)
            let runner = ProjectionRunner(database.connections, projections: [Self.counting], logger: .silent)
            try await runner.catchUp(.gothenburg)
            #expect(try await runner.checkpoints(of: .gothenburg).first?.position == Position(6))
            goOn.signal()
            await #expect(throws: StoreError.self) { _ = try await sleeping.value }
            await other.close()
            let times = try await Self.counting.times(in: database)
            #expect(times.keys.sorted() == Array(1...6))
            #expect(times.values.allSatisfy { $0 == 1 })
        }
    }

    @Test func `never moves a checkpoint back, nor from where it is not`() async throws {
        try await withTestDatabase { database in
            try await CountingProjection.makeTables(in: database)
            try await database.log.open()
            for number in 1...5 { _ = try await database.log.append(.of([NoteTaken(in: "a", number: number)])) }
            let runner = ProjectionRunner(database.connections, projections: [Self.counting], logger: .silent)
            try await runner.catchUp(.gothenburg)
            let moves: [(from: Int64, to: Int64)] = [(6, 5), (6, 6), (5, 9), (0, 3), (7, 8)]
            try await database.asRole(.projector) { session in
                try session.run(script: "SET app.tenant = '1480'")
                for (from, to) in moves {
                    let result = try session.run(
                        SchemaFiles.advanceCheckpoint, "1480", Int32(1), "counting", "cases", from, to)
                    #expect(result.affectedRows == 0, "\(from) \(to)")
                }
            }
            #expect(try await runner.checkpoints(of: .gothenburg).map(\.position) == [Position(6)])
        }
    }

    @Test func `goes in batches, up to a position, and says how far`() async throws {
        try await withTestDatabase { database in
            try await CountingProjection.makeTables(in: database)
            try await database.log.open()
            for number in 1...9 { _ = try await database.log.append(.of([NoteTaken(in: "a", number: number)])) }
            let runner = ProjectionRunner(database.connections, projections: [Self.counting], logger: .silent)
            let generation = try await runner.served(Self.counting, of: .gothenburg)
            #expect(try await runner.advance(Self.counting, generation, limit: 4) == 4)
            #expect(try await runner.advance(Self.counting, generation, limit: 4, to: Position(7)) == 3)
            #expect(try await runner.advance(Self.counting, generation, to: Position(7)) == 0)
            #expect(try await runner.advance(Self.counting, generation) == 3)
            #expect(try await runner.advance(Self.counting, generation) == 0)
        }
    }
}

/// Waits without blocking a thread of Swift's pool.
private func waitOnAnotherThread(for semaphore: DispatchSemaphore) async throws {
    let isThere = await withCheckedContinuation { continuation in
        DispatchQueue.global().async {
            continuation.resume(returning: semaphore.wait(timeout: .now() + 20) == .success)
        }
    }
    guard isThere else { throw TestServer.Unusable("the worker did not come to its transaction") }
}
