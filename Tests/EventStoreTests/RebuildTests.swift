import EventSourcing
import EventStore
import Foundation
import Postgres
import TestSupport
import Testing

@Suite struct `Rebuilding a projection` {
    private static let counting = CountingProjection()
    private static let log = OrganisationID.gothenburg.cases

    @Test func `gives the same rows in the next generation, and keeps the last one up to date until the next rebuild`()
        async throws
    {
        try await withTestDatabase { database in
            let runner = try await Self.runner(on: database, events: 300)
            try await runner.catchUp(.gothenburg)
            let before = try await runner.servedDump(Self.counting, of: .gothenburg)
            let report = try await runner.rebuild(Self.counting, of: .gothenburg)
            #expect(report.isEqual)
            #expect(report.position == Position(301))
            let after = try await runner.servedDump(Self.counting, of: .gothenburg)
            #expect(after.lines == before.lines)
            #expect(after.lines.count == 301)
            let checkpoints = try await runner.checkpoints(of: .gothenburg)
            #expect(checkpoints.map(\.generation.number) == [1, 2])
            #expect(checkpoints.map(\.isServed) == [false, true])
            _ = try await database.log.append(.of([NoteTaken(in: "a", number: 301)]))
            try await runner.catchUp(.gothenburg)
            #expect(try await runner.checkpoints(of: .gothenburg).map(\.position) == [Position(302), Position(302)])
            #expect(try await runner.rebuild(Self.counting, of: .gothenburg).isEqual)
            #expect(try await Self.generations(in: database) == ["2", "3"])
            #expect(try await runner.removeKept(Self.counting, of: .gothenburg) == 1)
            #expect(try await Self.generations(in: database) == ["3"])
        }
    }

    @Test func `of a projection that was behind brings it to the head`() async throws {
        try await withTestDatabase { database in
            let runner = try await Self.runner(on: database, events: 20)
            let report = try await runner.rebuild(Self.counting, of: .gothenburg)
            #expect(report.isEqual)
            #expect(try await Self.counting.times(in: database).count == 21)
        }
    }

    @Test func `shows rows that were not the fold of the log, and mends them`() async throws {
        try await withTestDatabase { database in
            let runner = try await Self.runner(on: database, events: 20)
            try await runner.catchUp(.gothenburg)
            try await database.asSuperuser { session in
                try session.run(script: "UPDATE public.applied SET version = 77 WHERE position = 5")
            }
            #expect(try await !runner.rebuild(Self.counting, of: .gothenburg).isEqual)
            #expect(try await runner.rebuild(Self.counting, of: .gothenburg).isEqual)
        }
    }

    @Test func `stands in nobody's way: appends, workers and readers go on`() async throws {
        try await withTestDatabase { database in
            let runner = try await Self.runner(on: database, events: 400)
            let isDone = Shared(false)
            try await withThrowingTaskGroup { group in
                group.addTask {
                    for number in 1...150 {
                        _ = try await database.log.append(.of([NoteTaken(in: "b", number: number)]))
                    }
                    isDone.value = true
                }
                group.addTask {
                    while !isDone.value { try await runner.catchUp(.gothenburg) }
                }
                group.addTask {
                    for _ in 1...4 {
                        let report = try await runner.rebuild(Self.counting, of: .gothenburg)
                        #expect(report.isEqual)
                    }
                }
                try await group.waitForAll()
            }
            try await runner.catchUp(.gothenburg)
            let times = try await Self.counting.times(in: database)
            #expect(times.keys.sorted() == Array(1...551))
            #expect(times.values.allSatisfy { $0 == 1 })
        }
    }

    @Test func `removes what an interrupted one left`() async throws {
        try await withTestDatabase { database in
            let runner = try await Self.runner(on: database, events: 20)
            try await runner.catchUp(.gothenburg)
            try await database.asSuperuser { session in
                try session.run(
                    script: """
                        INSERT INTO casefeedback.projection_checkpoints 
                        VALUES ('1480', 2, 'counting', 'cases', 1, 7, 'scratch', 'test');
                        INSERT INTO public.applied VALUES ('1480', 2, 'counting', 1, 1, 'rules/all', 1);
                        """)
            }
            #expect(try await runner.rebuild(Self.counting, of: .gothenburg).isEqual)
            #expect(try await Self.generations(in: database) == ["1", "3"])
            #expect(try await runner.checkpoints(of: .gothenburg).map(\.stage) == [.standing, .standing])
            let times = try await Self.counting.times(in: database)
            #expect(times.count == 21 && times.values.allSatisfy { $0 == 1 })
        }
    }

    @Test func `is how what holds nothing yet of a long log comes to the head, and leaves nothing empty behind`()
        async throws
    {
        try await withTestDatabase { database in
            let runner = try await Self.runner(on: database, events: 300, bulkFrom: 200)
            #expect(try await runner.catchUp(.gothenburg) == nil)
            let checkpoints = try await runner.checkpoints(of: .gothenburg)
            #expect(checkpoints.map(\.generation.number) == [2])
            #expect(checkpoints.map(\.position) == [Position(301)])
            #expect(checkpoints.allSatisfy { $0.isServed && $0.stage == .standing })
            let times = try await Self.counting.times(in: database)
            #expect(times.keys.sorted() == Array(1...301))
            #expect(times.values.allSatisfy { $0 == 1 })
            _ = try await database.log.append(.of([NoteTaken(in: "a", number: 301)]))
            try await runner.catchUp(.gothenburg)
            #expect(try await runner.checkpoints(of: .gothenburg).map(\.position) == [Position(302)])
        }
    }

    @Test func `brings up the others of a long log where one can't be folded, which is followed to before its event`()
        async throws
    {
        try await withTestDatabase { database in
            let failing = CountingProjection.failing(on: NoteTaken.type)
            let runner = try await Self.runner(
                on: database, events: 300, bulkFrom: 200, projections: [Self.counting, failing])
            #expect(try await runner.catchUp(.gothenburg) != nil)
            let standing = try await runner.checkpoints(of: .gothenburg).filter(\.isServed)
            #expect(standing.map(\.generation.projection) == ["counting", "failing"])
            #expect(standing.map(\.position) == [Position(301), Position(1)])
            #expect(standing.map { $0.failure == nil } == [true, false])
        }
    }

    @Test func `of what holds nothing yet of a long log keeps no other from its events`() async throws {
        try await withTestDatabase { database in
            let runner = try await Self.runner(on: database, events: 300)
            try await runner.catchUp(.gothenburg)
            let isBuilt = Shared(false)
            let mayGoOn = Shared(false)
            let added = CountingProjection("added") { moment, _ throws(StoreError) in
                guard moment == .before else { return }
                isBuilt.value = true
                while !mayGoOn.value { usleep(10_000) }
            }
            let newer = ProjectionRunner(
                database.connections, projections: [Self.counting, added], logger: .silent, bulkFrom: 200)
            let following = Task { try await newer.slice(of: .gothenburg) }
            while !isBuilt.value { try await Task.sleep(for: .milliseconds(5)) }
            _ = try await database.log.append(.of([NoteTaken(in: "b", number: 1)]))
            let began = ContinuousClock.now
            var position = Position(0)
            while position < Position(302), began.duration(to: .now) < .seconds(30) {
                position =
                    try await runner.checkpoints(of: .gothenburg)
                    .first { $0.generation.projection == "counting" }?.position ?? .beginning
            }
            #expect(position == Position(302))
            mayGoOn.value = true
            #expect(try await following.value.isAtHead)
            let served = try await runner.checkpoints(of: .gothenburg).filter(\.isServed)
            #expect(served.map(\.position) == [Position(302), Position(302)])
            let times = try await Self.counting.times(in: database)
            #expect(times.count == 302 && times.values.allSatisfy { $0 == 1 })
        }
    }

    /// As while one release takes over from another: none of them is there but in name.
    @Test func `brings up one generation where two are empty`() async throws {
        try await withTestDatabase { database in
            let runner = try await Self.runner(on: database, events: 300, bulkFrom: 200)
            _ = try await runner.served(Self.counting, of: .gothenburg)
            try await database.run(
                """
                INSERT INTO casefeedback.projection_checkpoints
                VALUES ('1480', 2, 'counting', 'cases', 1, 0, 'standing', 'test')
                """)
            let slice = try await runner.slice(of: .gothenburg)
            #expect(slice.isAtHead && slice.failure == nil)
            let served = try await runner.checkpoints(of: .gothenburg).first { $0.isServed }
            #expect(served?.position == Position(301))
        }
    }

    @Test func `to a position leaves the served rows alone`() async throws {
        try await withTestDatabase { database in
            let runner = try await Self.runner(on: database, events: 20)
            try await runner.catchUp(.gothenburg)
            let served = try await runner.servedDump(Self.counting, of: .gothenburg).lines
            for position in [1, 7, 21] {
                let lines = try await runner.dump(Self.counting, of: .gothenburg, at: Position(Int64(position)))
                #expect(lines == Array(served.prefix(position)))
            }
            #expect(try await runner.checkpoints(of: .gothenburg).map(\.generation.number) == [1])
            #expect(try await Self.generations(in: database) == ["1"])
        }
    }

    private static func runner(
        on database: TestDatabase, events: Int, bulkFrom: Int64 = 50_000,
        projections: [any StoredProjection] = [counting]
    ) async throws -> ProjectionRunner {
        try await CountingProjection.makeTables(in: database)
        try await database.log.open()
        let requests = try (1...events).map { try AppendRequest.of([NoteTaken(in: "a", number: $0)]) }
        _ = try await database.log.append(all: requests, to: log)
        return ProjectionRunner(
            database.connections, projections: projections, logger: .silent, bulkFrom: bulkFrom)
    }

    private static func generations(in database: TestDatabase) async throws -> [String] {
        try await database.asSuperuser { session in
            try session.texts("SELECT DISTINCT generation::text FROM public.applied ORDER BY 1")
        }
    }
}
