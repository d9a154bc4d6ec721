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

    /// Degraded instead of gone: what can be built is shown, and everybody is told why it is not more.
    @Test func `that comes to an event that can't be read stands before it and says so`() async throws {
        try await withTestDatabase { database in
            _ = try await Self.olderRelease(on: database)
            _ = try await database.log.append(.of([SecretTold(in: "a", secret: "x")]))
            _ = try await database.log.append(.of([NoteTaken(in: "a", number: 9)]))
            let raised = CountingProjection(revision: 2) { moment, events throws(StoreError) in
                if moment == .before, let event = events.first(where: { $0.type == SecretTold.type }) {
                    throw .unreadable(UnreadableEvent(event: event, reason: .unknownVersion))
                }
            }
            let runner = Self.runner(raised, on: database)
            let statuses = StatusQuery(database.log, runner: runner, programVersion: "2.0")
            let notBuilt = try #require(try await statuses.status().unserved.first)
            #expect(notBuilt.projection == "counting" && notBuilt.revision == 2)
            #expect(await statuses.readiness() == .degraded(["1480/counting": notBuilt.reason]))
            let rebuilder = ProjectionRebuilder(database.log, runner: runner, logger: .silent)
            #expect(try await !rebuilder.rebuildRaised())
            #expect(try await runner.raised(in: .gothenburg).isEmpty)
            let read = try #require(try await statuses.status().projections.first { $0.isRead })
            #expect(read.revision == 2 && read.stage == "standing" && read.isServed)
            #expect(read.position == Position(6) && read.standsBefore == Position(7))
            #expect(try await runner.servedDump(raised, of: .gothenburg).lines.count == 6)
            #expect(try await statuses.status().unserved.isEmpty)
            #expect(await statuses.readiness() == .degraded(["1480/counting": read.failure ?? ""]))
            // The same revision goes on from there when it can read the event.
            let mended = Self.runner(Self.raised, on: database)
            #expect(try await mended.catchUp(.gothenburg) == nil)
            #expect(try await mended.servedDump(Self.raised, of: .gothenburg).position == Position(8))
        }
    }

    /// Other readers never go back: what is served stays where it is further on than the event.
    @Test func `that stands before an event takes no reader of the older release back`() async throws {
        try await withTestDatabase { database in
            let old = try await Self.olderRelease(on: database)
            _ = try await database.log.append(.of([SecretTold(in: "a", secret: "word")]))
            _ = try await database.log.append(.of([NoteTaken(in: "a", number: 9)]))
            try await old.catchUp(.gothenburg)
            let raised = CountingProjection(revision: 2) { moment, events throws(StoreError) in
                if moment == .before, let event = events.first(where: { $0.type == SecretTold.type }) {
                    throw .unreadable(UnreadableEvent(event: event, reason: .unknownVersion))
                }
            }
            let runner = Self.runner(raised, on: database)
            let rebuilder = ProjectionRebuilder(database.log, runner: runner, logger: .silent)
            #expect(try await !rebuilder.rebuildRaised())
            let standing = try await old.checkpoints(of: .gothenburg).filter { $0.stage == .standing }
            #expect(standing.map(\.revision) == [1, 2])
            #expect(standing.map(\.position) == [Position(8), Position(6)])
            #expect(standing.map(\.isServed) == [true, false])
            #expect(try await old.served(CountingProjection(), of: .gothenburg).number == 1)
            // Who can read nothing else of its revision reads what stands.
            #expect(try await runner.served(raised, of: .gothenburg).number == 2)
        }
    }

    /// A missing privilege at the very end, and a full disk before anything is written.
    private static let refusals: [(refuse: String, mend: String, reason: String)] = [
        (
            "REVOKE UPDATE ON casefeedback.projection_pointers FROM casefeedback_projector",
            "GRANT UPDATE ON casefeedback.projection_pointers TO casefeedback_projector", "permission denied"
        ),
        (
            """
            CREATE FUNCTION public.refuse() RETURNS trigger LANGUAGE plpgsql AS $$
            BEGIN
                RAISE EXCEPTION 'could not extend file: No space left on device' USING ERRCODE = 'disk_full';
            END
            $$;
            CREATE TRIGGER refused BEFORE INSERT ON public.applied FOR EACH ROW WHEN (NEW.generation > 1)
            EXECUTE FUNCTION public.refuse()
            """, "DROP TRIGGER refused ON public.applied", "No space left on device"
        ),
    ]

    @Test func `that the database refuses to build says why, and when it is tried again, until it is built`()
        async throws
    {
        for refusal in Self.refusals {
            try await withTestDatabase { database in
                _ = try await Self.olderRelease(on: database)
                let runner = Self.runner(Self.raised, on: database)
                let statuses = StatusQuery(database.log, runner: runner, programVersion: "2.0")
                let rebuilder = ProjectionRebuilder(database.log, runner: runner, logger: .silent)
                try await database.run(refusal.refuse)
                for _ in 1...2 { #expect((try? await rebuilder.rebuildRaised()) != true) }
                let unserved = try #require(try await statuses.status().unserved.first)
                #expect(unserved.reason.contains(refusal.reason), "\(unserved)")
                #expect(unserved.reason.hasSuffix("tried again by a server every 15 s"), "\(unserved)")
                #expect(await statuses.readiness() == .degraded(["1480/counting": unserved.reason]))
                let begun = try await statuses.status().projections.first { $0.revision == 2 }
                #expect(begun?.failure == unserved.reason && begun?.builder == nil)
                let asked = await #expect(throws: StoreError.self) {
                    _ = try await runner.served(Self.raised, of: .gothenburg)
                }
                let problem = asked.map(Problem.init)
                #expect(problem?.code == "projection-stands-still" && problem?.kind == .tryLater)
                #expect(problem?.parameters["reason"] == unserved.reason)
                try await database.run(refusal.mend)
                #expect(try await rebuilder.rebuildRaised())
                let status = try await statuses.status()
                #expect(status.unserved.isEmpty && status.projections.allSatisfy { $0.failure == nil })
                #expect(await statuses.readiness() == .ready)
                #expect(try await runner.served(Self.raised, of: .gothenburg).number == 2)
            }
        }
    }

    @Test func `finds what an older release makes while it runs`() async throws {
        try await withTestDatabase { database in
            try await CountingProjection.makeTables(in: database)
            try await database.log.open()
            let runner = Self.runner(Self.raised, on: database)
            let rebuilder = ProjectionRebuilder(
                database.log, runner: runner, logger: .silent,
                pauses: (done: .milliseconds(20), undone: .milliseconds(20)))
            #expect(try await rebuilder.rebuildRaised())
            let running = Task { try await rebuilder.run() }
            try await Task.sleep(for: .milliseconds(100))
            try await Self.runner(CountingProjection(), on: database).catchUp(.gothenburg)
            var isBuilt = false
            for _ in 0..<200 where !isBuilt {
                isBuilt = try await runner.checkpoints(of: .gothenburg).contains { $0.isServed && $0.revision == 2 }
                try await Task.sleep(for: .milliseconds(25))
            }
            #expect(isBuilt)
            running.cancel()
            try? await running.value
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
