import EventSourcing
import EventStore
import TestSupport
import Testing

@Suite struct `Following in slices` {
    private static let counting = CountingProjection()
    private static let far = CountingProjection("far")

    @Test func `lets a projection near the head wait for none that is far behind`() async throws {
        try await withTestDatabase { database in
            try await CountingProjection.makeTables(in: database)
            try await database.log.open()
            let requests = try (1...1_200).map { try AppendRequest.of([NoteTaken(in: "a", number: $0)]) }
            _ = try await database.log.append(all: requests, to: OrganisationID.gothenburg.cases)
            try await Self.runner([Self.counting], on: database).catchUp(.gothenburg)
            _ = try await database.log.append(.of([NoteTaken(in: "b", number: 1)]))
            let runner = Self.runner([Self.counting, Self.far], on: database)
            let slice = try await runner.slice(of: .gothenburg)
            #expect(!slice.isAtHead)
            #expect(try await Self.positions(runner) == ["counting": Position(1_202), "far": Position(500)])
            #expect(try await !runner.slice(of: .gothenburg).isAtHead)
            #expect(try await runner.slice(of: .gothenburg).isAtHead)
            #expect(try await Self.positions(runner)["far"] == Position(1_202))
            let times = try await Self.far.times(in: database)
            #expect(times.count == 1_202 && times.values.allSatisfy { $0 == 1 })
        }
    }

    @Test func `feeds projections that stand apart within a slice from one reading, each event once`() async throws {
        try await withTestDatabase { database in
            try await CountingProjection.makeTables(in: database)
            try await database.log.open()
            for number in 1...9 { _ = try await database.log.append(.of([NoteTaken(in: "a", number: number)])) }
            let runner = Self.runner([Self.counting, Self.far], on: database)
            let ahead = try await runner.served(Self.counting, of: .gothenburg)
            #expect(try await runner.advance(Self.counting, ahead, limit: 4) == 4)
            #expect(try await runner.slice(of: .gothenburg).isAtHead)
            #expect(try await Self.positions(runner) == ["counting": Position(10), "far": Position(10)])
            for projection in [Self.counting, Self.far] {
                let times = try await projection.times(in: database)
                #expect(times.count == 10 && times.values.allSatisfy { $0 == 1 })
            }
        }
    }

    private static func runner(_ projections: [CountingProjection], on database: TestDatabase) -> ProjectionRunner {
        ProjectionRunner(database.connections, projections: projections, logger: .silent)
    }

    private static func positions(_ runner: ProjectionRunner) async throws -> [String: Position] {
        Dictionary(
            try await runner.checkpoints(of: .gothenburg).map { ($0.generation.projection, $0.position) }
        ) { first, _ in first }
    }
}
