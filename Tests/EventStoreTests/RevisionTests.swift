import EventSourcing
import EventStore
import TestSupport
import Testing

/// Two releases of the program on one database, as while they are changed: each contains one revision of the projection.
@Suite struct `A projection's revision` {
    private static let older = CountingProjection(revision: 1)
    private static let newer = CountingProjection(revision: 2)

    @Test func `that a program does not contain is not moved and not read by it`() async throws {
        try await withTestDatabase { database in
            let (old, new) = try await Self.runners(on: database)
            try await old.catchUp(.gothenburg)
            let before = try await new.checkpoints(of: .gothenburg)
            _ = try await database.log.append(.of([NoteTaken(in: "a", number: 9)]))
            #expect(try await new.catchUp(.gothenburg) == nil)
            #expect(try await new.checkpoints(of: .gothenburg) == before)
            let generation = try #require(before.first?.generation)
            await #expect {
                _ = try await new.advance(Self.newer, generation)
            } throws: { Self.isNotBuilt($0, revision: 2, served: 1) }
            await #expect {
                _ = try await new.served(Self.newer, of: .gothenburg)
            } throws: { Self.isNotBuilt($0, revision: 2, served: 1) }
            // The program that contains it goes on.
            try await old.catchUp(.gothenburg)
            #expect(try await old.checkpoints(of: .gothenburg).map(\.position) == [Position(7)])
        }
    }

    @Test func `that was raised is rebuilt beside the old one, which the old program goes on with`() async throws {
        try await withTestDatabase { database in
            let (old, new) = try await Self.runners(on: database)
            try await old.catchUp(.gothenburg)
            let report = try await new.rebuild(Self.newer, of: .gothenburg)
            #expect(report.previousRevision == 1)
            #expect(report.revision == 2)
            _ = try await database.log.append(.of([NoteTaken(in: "a", number: 9)]))
            try await new.catchUp(.gothenburg)
            let served = try await new.served(Self.newer, of: .gothenburg)
            #expect(served.number == 2)
            #expect(try await new.servedDump(Self.newer, of: .gothenburg).position == Position(7))
        }
    }

    private static func runners(
        on database: TestDatabase
    ) async throws -> (old: ProjectionRunner, new: ProjectionRunner) {
        try await CountingProjection.makeTables(in: database)
        try await database.log.open()
        for number in 1...5 { _ = try await database.log.append(.of([NoteTaken(in: "a", number: number)])) }
        return (
            ProjectionRunner(database.connections, projections: [older], logger: .silent, programVersion: "1.0"),
            ProjectionRunner(database.connections, projections: [newer], logger: .silent, programVersion: "2.0")
        )
    }

    private static func isNotBuilt(_ error: any Error, revision: Int, served: Int) -> Bool {
        guard case StoreError.notBuilt(_, let needed, let found) = error else { return false }
        return needed == revision && found == served
    }
}
