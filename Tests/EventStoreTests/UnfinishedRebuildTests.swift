import EventSourcing
import EventStore
import Foundation
import Postgres
import TestSupport
import Testing

/// Rebuilds that end before they are done, and two that meet.
@Suite struct `A rebuild that is not finished` {
    private static let counting = CountingProjection()

    @Test func `is gone on with from its checkpoint when its builder is gone`() async throws {
        try await withTestDatabase { database in
            let runner = try await Self.runner(on: database)
            try await runner.catchUp(.gothenburg)
            // The builder's process ends in the middle of a batch, with one batch written.
            let batches = Shared(0)
            let dying = CountingProjection { moment, _ throws(StoreError) in
                guard moment == .after,
                    batches.update({
                        $0 += 1; return $0
                    }) == 2
                else { return }
                throw .database(.connectionLost("killed"))
            }
            let other = database.asAnotherProcess()
            await #expect(throws: StoreError.self) {
                _ = try await ProjectionRunner(other.connections, projections: [dying], logger: .silent)
                    .rebuild(dying, of: .gothenburg)
            }
            await other.close()
            let left = try await runner.checkpoints(of: .gothenburg).first { !$0.isServed }
            #expect(left?.stage == .folding)
            #expect((left?.position ?? .beginning) > .beginning)
            let report = try await runner.rebuild(Self.counting, of: .gothenburg)
            #expect(report.isEqual)
            let served = try await runner.served(Self.counting, of: .gothenburg)
            #expect(served == left?.generation)
            let times = try await Self.counting.times(in: database)
            #expect(times.count == 5_001 && times.values.allSatisfy { $0 == 1 })
        }
    }

    @Test func `is nobody else's while its builder is there`() async throws {
        try await withTestDatabase { database in
            let runner = try await Self.runner(on: database)
            try await runner.catchUp(.gothenburg)
            let isInside = Shared(false)
            let mayGoOn = Shared(false)
            let slow = CountingProjection { moment, _ throws(StoreError) in
                guard moment == .before else { return }
                isInside.value = true
                while !mayGoOn.value { usleep(10_000) }
            }
            let other = database.asAnotherProcess()
            let building = Task {
                try await ProjectionRunner(other.connections, projections: [slow], logger: .silent)
                    .rebuild(slow, of: .gothenburg)
            }
            while !isInside.value { try await Task.sleep(for: .milliseconds(5)) }
            await #expect {
                _ = try await runner.rebuild(Self.counting, of: .gothenburg)
            } throws: { error in
                guard case StoreError.beingBuilt(_, _, let holder?) = error else { return false }
                return holder.process == ProcessInfo.processInfo.processIdentifier && holder.host?.isEmpty == false
                    && holder.since?.hasSuffix("Z") == true && holder.backend != nil
            }
            mayGoOn.value = true
            #expect(try await building.value.isEqual)
            await other.close()
            #expect(try await runner.rebuild(Self.counting, of: .gothenburg).isEqual)
        }
    }

    /// As one that SIGSTOP held while another took its place: what it writes next is refused.
    @Test func `can't be written to by a builder that was taken over from`() async throws {
        try await withTestDatabase { database in
            let runner = try await Self.runner(on: database)
            try await runner.catchUp(.gothenburg)
            let batches = Shared(0)
            let isStopped = Shared(false)
            let mayGoOn = Shared(false)
            let zombie = CountingProjection { moment, _ throws(StoreError) in
                guard moment == .before,
                    batches.update({
                        $0 += 1; return $0
                    }) == 2
                else { return }
                isStopped.value = true
                while !mayGoOn.value { usleep(10_000) }
            }
            let other = database.asAnotherProcess()
            let sleeping = Task {
                try await ProjectionRunner(other.connections, projections: [zombie], logger: .silent)
                    .rebuild(zombie, of: .gothenburg)
            }
            while !isStopped.value { try await Task.sleep(for: .milliseconds(5)) }
            // What the server does to a connection that says nothing for long, or its operator.
            let ended = try await database.endBackends(
                where: "(application_name = 'casefeedback loader' OR \(Self.holdsAClaim)) AND state <> 'active' "
                    + "AND pid <> pg_backend_pid()")
            #expect(ended >= 2)
            #expect(try await runner.rebuild(Self.counting, of: .gothenburg).isEqual)
            mayGoOn.value = true
            await #expect(throws: StoreError.self) { _ = try await sleeping.value }
            await other.close()
            let times = try await Self.counting.times(in: database)
            #expect(times.count == 5_001 && times.values.allSatisfy { $0 == 1 })
        }
    }

    /// It was stopped behind its last event, where no position tells it from the builder that took its place; only what it
    /// claimed by went away.
    @Test func `can't be put out of service by a builder that was taken over from before it was finished`()
        async throws
    {
        try await withTestDatabase { database in
            let runner = try await Self.runner(on: database)
            try await runner.catchUp(.gothenburg)
            let isStopped = Shared(false)
            let mayGoOn = Shared(false)
            let zombie = HeldProjection(Self.counting) { position in
                guard position == Position(5_001) else { return }
                isStopped.value = true
                while !mayGoOn.value { usleep(10_000) }
            }
            let other = database.asAnotherProcess()
            let sleeping = Task {
                try await ProjectionRunner(other.connections, projections: [zombie], logger: .silent)
                    .rebuild(zombie, of: .gothenburg, settings: HeldProjection.settings)
            }
            while !isStopped.value { try await Task.sleep(for: .milliseconds(5)) }
            #expect(try await database.endBackends(where: Self.holdsAClaim) == 1)
            #expect(try await runner.rebuild(Self.counting, of: .gothenburg).isEqual)
            let served = try await runner.checkpoints(of: .gothenburg).first { $0.isServed }
            #expect(served?.generation.number == 2 && served?.stage == .standing)
            mayGoOn.value = true
            await #expect(throws: StoreError.self) { _ = try await sleeping.value }
            await other.close()
            #expect(try await runner.checkpoints(of: .gothenburg).first { $0.isServed } == served)
            _ = try await database.log.append(.of([NoteTaken(in: "b", number: 1)]))
            try await runner.catchUp(.gothenburg)
            let times = try await Self.counting.times(in: database)
            #expect(times.count == 5_002 && times.values.allSatisfy { $0 == 1 })
        }
    }

    private static let holdsAClaim = "pid IN (SELECT pid FROM pg_locks WHERE locktype = 'advisory')"

    private static func runner(on database: TestDatabase) async throws -> ProjectionRunner {
        try await CountingProjection.makeTables(in: database)
        try await database.log.open()
        let requests = try (1...5_000).map { try AppendRequest.of([NoteTaken(in: "a", number: $0)]) }
        _ = try await database.log.append(all: requests, to: OrganisationID.gothenburg.cases)
        return ProjectionRunner(database.connections, projections: [counting], logger: .silent)
    }
}
