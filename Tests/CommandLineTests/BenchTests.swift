import CanonicalJSON
import CaseFeedback
import EventSourcing
import Foundation
import Postgres
import TestSupport
import Testing

@testable import casefeedback

@Suite struct `The bench's made-up events` {
    private static func events(_ count: Int, seed: UInt64 = 1) throws -> [SyntheticEvent] {
        var events: [SyntheticEvent] = []
        try SyntheticHistory(organisation: .gothenburg, seed: seed, count: count).forEach(
            failing: { $0 as any Error }
        ) { events.append($0) }
        return events
    }

    @Test func `are what the domain makes of the same payloads`() throws {
        for (index, synthetic) in try Self.events(12_000).enumerated() {
            let event = synthetic.event
            let payload = try Catalogue.decode(
                synthetic.recorded(at: Int64(index + 1), in: OrganisationID.gothenburg.cases))
            let own = try EncodedEvent(
                ProposedEvent(payload), eventID: event.eventID, occurred: event.occurred, performedBy: nil,
                provenance: event.provenance)
            #expect(own.payload == event.payload)
            #expect(own.stream == event.stream)
            #expect(own.tags == event.tags)
            #expect(own.secrecy == event.secrecy && own.retention == event.retention, "\(event.type)")
            #expect(own.schemaVersion == event.schemaVersion)
        }
    }

    @Test func `have dense versions, rising times, and the size of real ones`() throws {
        let events = try Self.events(12_000)
        #expect(events.count == 12_000)
        var versions: [StreamName: Int64] = [:]
        for (before, after) in zip(events, events.dropFirst()) { #expect(before.recordedAt < after.recordedAt) }
        for event in events {
            #expect(event.version == versions[event.event.stream, default: 0] + 1)
            versions[event.event.stream] = event.version
        }
        let statements = events.map(\.event).filter { $0.type == "statement-recorded" }
        #expect(statements.count > events.count / 3)
        let mean = statements.reduce(0) { $0 + $1.payload.count } / statements.count
        #expect((360...400).contains(mean), "\(mean)")
        let tags = Double(events.reduce(0) { $0 + $1.event.tags.count }) / Double(events.count)
        #expect((2.8...3.3).contains(tags), "\(tags)")
        #expect(Set(events.map(\.commandID)).count == events.count)
    }

    @Test func `are the same for the same seed`() throws {
        let first = try Self.events(500, seed: 7).map(\.event)
        #expect(try Self.events(500, seed: 7).map(\.event) == first)
        #expect(try Self.events(500, seed: 8).map(\.event) != first)
    }
}

/// One run at a time has the cluster's scratch databases.
@Suite(.serialized) struct `The bench` {
    @Test func `takes medians and percentiles`() {
        #expect(Statistics.median([3, 1, 2]) == 2)
        #expect(Statistics.median([4, 1, 2, 3]) == 2.5)
        let hundred = (1...100).map { Duration.milliseconds($0) }
        #expect(Statistics.percentile(0.99, of: hundred) == .milliseconds(99))
        #expect(Statistics.percentile(1, of: hundred) == .milliseconds(100))
        #expect(Statistics.percentile(0.5, of: []) == .zero)
    }

    @Test func `has a ratio of each pair, and their median`() {
        var turns = Turns(sides: ["ours", "raw", "batch_raw"])
        for (ours, raw) in [(100, 200), (90, 100), (80, 100)] {
            turns.add(Sample(count: ours, elapsed: .seconds(1)), of: "ours")
            turns.add(Sample(count: raw, elapsed: .seconds(1)), of: "raw")
            turns.add(Sample(count: raw * 2, elapsed: .seconds(1)), of: "batch_raw")
        }
        let figures = Dictionary(uniqueKeysWithValues: turns.rates.map { ($0.name, $0.value) })
        #expect(figures == ["ours": 90, "raw": 100, "ratio": 0.8, "batch_raw": 200, "batch_ratio": 0.4])
    }

    @Test func `keeps numbers that are no rates out of the columns of rates`() {
        var table = BenchTable()
        table.add([("ours", 10), ("raw", 20), ("ratio", 0.5), ("peak_mib", 3)].map(Figure.init), of: "rebuild")
        table.add([Figure(name: "", value: 1.25)], of: "as_of")
        let lines = table.text(in: .english).split(separator: "\n", omittingEmptySubsequences: false)
        #expect(lines[2].contains(/^rebuild +10 +raw +20 +0.50$/))
        #expect(lines[3...4].joined(separator: "|") == "|Figure            Value")
        #expect(lines.dropFirst(6).prefix(2) == ["rebuild.peak_mib  3.00", "as_of             1.25"])
    }

    @Test func `names every figure once`() {
        let names = Measurement.all.map(\.name)
        #expect(Set(names).count == names.count)
    }

    @Test(arguments: [["--events", "9999"], ["--events", "5000001"], ["--only", "nothing"]])
    func `refuses an option out of range before it touches the cluster`(_ arguments: [String]) async throws {
        let outcome = try await Program().start(["bench"] + arguments).end()
        #expect(outcome.status == 2)
    }

    @Test func `measures in databases of its own, and leaves none behind`() async throws {
        let server = try TestServer.shared()
        var program = Program()
        program.environment["CASEFEEDBACK_DATABASE"] = server.connectionString
        let outcome = try await program.start(["bench", "--quick", "--json", "--only", "append.batch100"]).end()
        #expect(outcome.status == 0, "\(outcome.errors)")
        let figures = try outcome.json()
        for key in ["ours", "raw", "ratio"] { #expect(figures["append.batch100.\(key)"] is NSNumber, "\(key)") }
        #expect(try await Self.scratchDatabases(in: server) == [])
    }

    /// As in the smallest bench, where what is followed and what grows is one log.
    @Test func `appends to one log for two figures`() async throws {
        let server = try TestServer.shared()
        var program = Program()
        program.environment["CASEFEEDBACK_DATABASE"] = server.connectionString
        let outcome = try await program.start(
            ["bench", "--quick", "--events", "10000", "--json", "--only", "follow", "--only", "append.flatness"]
        ).end(within: .seconds(180))
        #expect(outcome.status == 0, "\(outcome.errors)")
        #expect(try outcome.json()["append.flatness"] is NSNumber)
    }

    @Test func `gives every work rounds of its own`() throws {
        let stage = BenchStage(
            PostgresConfiguration(connectionString: ""), scale: BenchScale(isQuick: true, seed: 1),
            console: Console(language: .english, isJSON: false), logger: .silent
        ) { () throws(Failure) in throw Failure.usage("no-small-stage") }
        let log = OrganisationID.gothenburg.cases
        let streams = try (0..<2).map { _ in
            Set(try stage.work(on: log, callers: 2, seed: 1).next(300).flatMap { $0 }.flatMap(\.events).map(\.stream))
        }
        #expect(streams[0].count > 2 && streams[0].count == streams[1].count)
        #expect(streams[0].isDisjoint(with: streams[1]))
    }

    @Test func `takes an append that was refused for a fault of its own`() throws {
        let log = OrganisationID.gothenburg.cases
        let request = AppendRequest(
            log: log, commandID: UUIDValue(high: 1, low: 2), fingerprint: SyntheticEvent.fingerprint,
            caller: SyntheticEvent.caller, conditions: [], events: [])
        let stale = Verdict.stale(stream: .organisation, actual: 140)
        for language in Language.allCases {
            let words = BenchFault.failure(stale, of: request).report(in: language, isJSON: false)
            #expect(words.contains("organisation is at version 140"), "\(words)")
            #expect(words.contains("bench-failed") && !words.contains("Optional"), "\(words)")
        }
    }

    @Test func `leaves none behind when it is interrupted`() async throws {
        let server = try TestServer.shared()
        var program = Program()
        program.environment["CASEFEEDBACK_DATABASE"] = server.connectionString
        let running = try program.start(["bench", "--only", "append.single"])
        while try await Self.scratchDatabases(in: server).isEmpty, running.process.isRunning {
            try await Task.sleep(for: .milliseconds(50))
        }
        running.process.interrupt()
        let outcome = try await running.end()
        #expect(outcome.status == 4)
        #expect(outcome.errors.contains("interrupted"))
        #expect(try await Self.scratchDatabases(in: server) == [])
    }

    private static func scratchDatabases(in server: TestServer) async throws -> [String] {
        try await server.withSession(database: "postgres") { session in
            try session.texts(
                "SELECT datname::text FROM pg_database WHERE starts_with(datname::text, $1)", "casefeedback_bench")
        }
    }

    @Test func `is refused to whoever may not make databases`() async throws {
        try await withTestDatabase { database in
            let outcome = try await Program(on: database).start(["bench", "--quick", "--only", "append.single"]).end()
            #expect(outcome.status == 1)
            #expect(outcome.errors.contains("bench-needs-superuser"))
        }
    }
}
