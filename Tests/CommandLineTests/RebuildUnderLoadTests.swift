import CaseFeedback
import CaseFeedbackService
import EventSourcing
import EventStore
import Foundation
import Logging
import Postgres
import TestSupport
import Testing

@testable import casefeedback

/// Real processes: a server that is asked by eight callers, and a rebuild beside it that is killed and started again.
///
/// `CASEFEEDBACK_REBUILD_EVENTS=1000000` is the full size, with an optimised program: `CASEFEEDBACK_TEST_PROGRAM` names it.
@Suite struct `A rebuild while others append and read` {
    private static let events =
        ProcessInfo.processInfo.environment["CASEFEEDBACK_REBUILD_EVENTS"].flatMap(Int.init) ?? 16_000
    /// How long one of the program's calls may take, on a machine that has other things to do.
    private static let limit = Duration.seconds(150 + events / 1_000)

    @Test func `fails no request, and after kill -9 goes on from where it was, to the same rows`() async throws {
        try await withTestDatabase { database in
            let history = try await Self.load(into: database)
            let casefeedback = Program(on: database)
            // What is served has come to the head before: only then are there rows to compare with.
            _ = try await Self.rebuild(history, with: casefeedback)
            // As it is in a database that has been there for a while.
            try await database.run("ANALYZE")
            let removed = try await casefeedback.start(["rebuild", "--all", "--remove-kept", "--json"])
                .end(within: Self.limit)
            try #require(removed.status == 0, "\(removed.errors)")

            let server = try casefeedback.start(["serve", "--port", "0"])
            defer { server.process.terminate() }
            let port = try #require(try await server.firstLine().firstMatch(of: /127\.0\.0\.1:(\d+)/)?.1)
            let callers = BusyCallers(of: history, port: try #require(Int(port)))
            async let appending = callers.append()
            async let reading = callers.read()
            let outcome: Result<Killing, any Error>
            do {
                outcome = .success(try await Self.rebuildKilledOnce(history, in: database, with: casefeedback))
            } catch {
                outcome = .failure(error)
            }
            callers.stop()
            let (appends, reads) = (await appending, await reading)
            let killing = try outcome.get()
            print(Self.figures(killing, appends, reads))

            #expect(appends.failure == nil && reads.failure == nil)
            #expect(!appends.latencies.isEmpty && !reads.latencies.isEmpty)
            let head = try #require(try await database.log.state(of: history.log)?.head)
            #expect(head.value == Int64(history.count + appends.latencies.count))
            #expect(killing.rebuilt.count == Installation.projections.count)
            for projection in killing.rebuilt {
                #expect(projection["isEqual"] as? Bool == true, "\(projection)")
                #expect(projection["digest"] as? String == projection["previousDigest"] as? String)
            }
            // What it had begun is what is served now.
            #expect(killing.written.values.max() ?? .beginning > .beginning)
            for (generation, position) in killing.written where position > .beginning {
                let served = try await database.runner.checkpoints(of: history.organisation).first {
                    $0.isServed && $0.generation.projection == generation.projection
                }
                #expect(served?.generation == generation)
            }
            let verified = try await casefeedback.start(["verify", "--json"]).end(within: Self.limit)
            #expect(verified.status == 0, "\(verified.output)")
        }
    }

    /// A rebuild that was killed, and the one that went on.
    private struct Killing {
        var secondsBeforeKill = 0.0
        /// Up to where its generations were written when it was killed.
        var written: [ProjectionGeneration: Position] = [:]
        var secondsToEnd = 0.0
        var rebuilt: [[String: Any]] = []
    }

    private static func rebuildKilledOnce(
        _ history: SyntheticHistory, in database: TestDatabase, with casefeedback: Program
    ) async throws -> Killing {
        var killing = Killing()
        let clock = ContinuousClock()
        var started = clock.now
        let killed = try casefeedback.start(arguments(history))
        defer { if killed.process.isRunning { kill(killed.process.processIdentifier, SIGKILL) } }
        while killing.written.values.max()?.value ?? 0 < Int64(history.count * 2 / 5) {
            guard killed.process.isRunning else {
                throw Program.Unusable("it ended before it could be killed: \(try await killed.end())")
            }
            try await Task.sleep(for: .milliseconds(5))
            killing.written = try await unfinished(history, in: database)
        }
        kill(killed.process.processIdentifier, SIGKILL)
        killing.secondsBeforeKill = started.duration(to: clock.now) / .seconds(1)
        killed.process.waitUntilExit()
        try #require(killed.process.terminationReason == .uncaughtSignal)
        // A transaction that it had sent may have ended after it.
        killing.written = try await unfinished(history, in: database)
        started = clock.now
        killing.rebuilt = try await rebuild(history, with: casefeedback)
        killing.secondsToEnd = started.duration(to: clock.now) / .seconds(1)
        return killing
    }

    private static func rebuild(
        _ history: SyntheticHistory, with casefeedback: Program
    ) async throws -> [[String: Any]] {
        let call = try await casefeedback.start(arguments(history)).end(within: limit)
        try #require(call.status == 0, "\(call.errors)")
        return try #require(try call.json()["projections"] as? [[String: Any]])
    }

    /// With little memory, so that it writes often.
    private static func arguments(_ history: SyntheticHistory) -> [String] {
        ["rebuild", "--all", "--organisation", history.organisation.text, "--memory", "96", "--json"]
    }

    /// The generations that are being built, and up to where they are written.
    private static func unfinished(
        _ history: SyntheticHistory, in database: TestDatabase
    ) async throws -> [ProjectionGeneration: Position] {
        let checkpoints = try await database.runner.checkpoints(of: history.organisation)
        return Dictionary(
            uniqueKeysWithValues: checkpoints.filter { $0.stage == .folding || $0.stage == .comparing }
                .map { ($0.generation, $0.position) })
    }

    /// The bench's made-up history, as it would stand there had it been appended.
    private static func load(into database: TestDatabase) async throws -> SyntheticHistory {
        let history = SyntheticHistory(organisation: .gothenburg, seed: 1, count: events)
        let stage = BenchStage(
            PostgresConfiguration(connectionString: database.superuserConnection),
            scale: BenchScale(isQuick: true, seed: 1), console: Console(language: .english, isJSON: true),
            logger: .silent
        ) { () throws(Failure) in throw Failure(Problem(.installation, "internal-error")) }
        do { try await HistoryLoader(stage: stage).load(history) { _ in } } catch {
            await stage.close()
            throw error
        }
        await stage.close()
        return history
    }

    private static func figures(
        _ killing: Killing, _ appends: BusyCallers.Outcome, _ reads: BusyCallers.Outcome
    ) -> String {
        let written = killing.written.sorted { $0.key.projection < $1.key.projection }
            .map { "\($0.key.projection) at \($0.value)" }
        let digests = killing.rebuilt.map {
            "\($0["projection"] ?? "") \($0["digest"] ?? "") at \($0["comparedAt"] ?? "")"
        }
        return """
            \(events) events; \(appends.latencies.count) appends and \(reads.latencies.count) reads, \
            failures: \(appends.failure ?? "none"), \(reads.failure ?? "none")
            longest pause of an append \(appends.longest), of a read \(reads.longest)
            killed after \(killing.secondsBeforeKill) s, resumed from \(written.joined(separator: ", ")), \
            done in \(killing.secondsToEnd) s
            \(digests.joined(separator: "\n"))
            """
    }
}
