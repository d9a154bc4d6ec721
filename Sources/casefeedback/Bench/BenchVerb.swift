import ArgumentParser
import CaseFeedback
import CaseFeedbackService
import EventStore
import Postgres

/// Measures the store against PostgreSQL itself, on this machine, in one run.
struct BenchVerb: Verb {
    static let configuration = CommandConfiguration(
        commandName: "bench",
        abstract: "Measures the store against PostgreSQL itself, in a scratch database of the cluster.",
        discussion: """
            Makes the databases casefeedback_bench and casefeedback_bench_small in the cluster, fills them with made-up \
            events, measures, and drops them again, also after Ctrl-C. It needs a superuser, as `migrate --roles` does, \
            and makes the roles where they are missing; no other database is touched, but whatever else runs there \
            will feel it.

            Every figure stands beside what PostgreSQL does by the same client with the same rows and without the \
            store's checks: `ratio` is ours divided by that, the median of pairs that were measured in turn. What \
            counts is the ratio: the figures a second say as much about the machine.

              casefeedback bench --quick --database "$(Scripts/cluster connection)"
              casefeedback bench --only append. --json
              casefeedback bench --events 1000000

            The figures: \(Measurement.all.map(\.name).joined(separator: ", ")).
            """)

    @Flag(help: "All figures within two minutes: 200,000 events and turns of 0.4 seconds.")
    var quick = false

    @Option(help: ArgumentHelp("Only figures whose names begin so; may be given several times.", valueName: "prefix"))
    var only: [String] = []

    @Option(
        parsing: .unconditional,
        help: ArgumentHelp(
            "Events of the history, 10000 to 5000000; 5000000 unless given, 200000 with --quick.", valueName: "count"))
    var events: Int?

    @Option(
        parsing: .unconditional,
        help: ArgumentHelp("What the made-up events are drawn from; the same events for the same number."))
    var seed: UInt64 = 1

    @OptionGroup var database: DatabaseOptions
    @OptionGroup var common: CommonOptions

    func perform(_ call: Call) async throws(Failure) {
        let scale = BenchScale(isQuick: quick, events: try checkedEvents(), seed: seed)
        let measurements = try chosen()
        let cluster = try call.database(database)
        let table = try await Self.withDatabases(in: cluster, scale, on: call) { stage async throws(Failure) in
            try await Self.measure(measurements, on: stage, console: call.console)
        }
        if call.console.isJSON {
            try call.console.print(table.json + "\n")
        } else {
            try call.console.print(table.text(in: call.console.language))
        }
    }

    private func checkedEvents() throws(Failure) -> Int? {
        guard let events else { return nil }
        let allowed = BenchScale.eventsAllowed
        guard allowed.contains(events) else {
            throw .usage(
                "number-out-of-range", ["minimum": "\(allowed.lowerBound)", "maximum": "\(allowed.upperBound)"],
                field: "--events", value: "\(events)")
        }
        return events
    }

    private func chosen() throws(Failure) -> [Measurement] {
        let all = Measurement.all
        for prefix in only where !all.contains(where: { $0.name.hasPrefix(prefix) }) {
            throw .usage(
                "unknown-figure", ["known": all.map(\.name).joined(separator: ", ")], field: "--only", value: prefix)
        }
        return only.isEmpty ? all : all.filter { measurement in only.contains(where: measurement.name.hasPrefix) }
    }

    private static func measure(
        _ measurements: [Measurement], on stage: BenchStage, console: Console
    ) async throws(Failure) -> BenchTable {
        var table = BenchTable()
        for measurement in measurements {
            let bar = ProgressBar(measurement.name, of: Int64(stage.scale.pairs), on: console)
            defer { bar.finish() }
            var turns: Int64 = 0
            let figures = try await BenchRun(stage: stage).figures(of: measurement) {
                turns += 1
                bar.show(turns)
            }
            table.add(figures, of: measurement.name)
        }
        return table
    }

    private static func withDatabases<Answer: Sendable>(
        in cluster: PostgresConfiguration, _ scale: BenchScale, on call: Call,
        _ body: (BenchStage) async throws(Failure) -> Answer
    ) async throws(Failure) -> Answer {
        let database = try await storeFailure { () async throws(StoreError) in
            try await BenchDatabase(in: cluster, logger: call.logger)
        }
        let stages = BenchStages(database, scale: scale, console: call.console, logger: call.logger)
        let outcome: Result<Answer, Failure>
        do throws(Failure) {
            try await database.claim()
            outcome = .success(try await body(try await stages.stage(in: .main)))
        } catch {
            outcome = .failure(error)
        }
        await stages.close()
        await database.remove()
        return try outcome.get()
    }
}
