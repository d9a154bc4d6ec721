import Foundation
import TestSupport
import Testing

/// The same for as long as `CASEFEEDBACK_SOAK_SECONDS` says, with kill -9 of the server and a clock that steps; called by
/// `Scripts/soak`. Each world is a database of its own with a seed of its own, so that judging stays quick.
@Suite struct `The store beside its model, for long` {
    private static let asked = ProcessInfo.processInfo.environment["CASEFEEDBACK_SOAK_SECONDS"].flatMap { Int($0) }
    private static let roundsOfWorld = 120

    @Test(.enabled(if: asked != nil, "Scripts/soak asks for it")) func `agrees with it whatever is killed`()
        async throws
    {
        let seed = SeededGenerator.askedSeed
        print("CASEFEEDBACK_SEED=\(seed)")
        let end = ContinuousClock.now + .seconds(Self.asked ?? 0)
        var total = ModelCounts()
        try await PrivateCluster.with("soak", clock: true) { cluster in
            var world: UInt64 = 0
            while ContinuousClock.now < end {
                let plan = ModelPlan(seed: seed &+ world, killsServer: true)
                let database = try await cluster.database("world_\(world)")
                var run = try await ModelRun(plan, on: database, cluster: cluster)
                let violations = try await database.following([ModelProcess.counting]) { _ in
                    try await Self.carryOut(&run, until: end)
                }
                total.add(run.counts)
                print("soak: world \(world), seed \(plan.seed): \(run.counts)")
                await run.close()
                await database.close()
                guard violations.isEmpty else { break }
                try await database.server.run("DROP DATABASE \(database.name) WITH (FORCE)")
                world += 1
            }
        }
        print("soak: seed \(seed): \(total)")
    }

    private static func carryOut(_ run: inout ModelRun, until end: ContinuousClock.Instant) async throws -> [String] {
        for number in 0..<roundsOfWorld where ContinuousClock.now < end {
            let violations = try await run.round(number)
            guard violations.isEmpty else {
                Issue.record("\(ModelFailure(run: run, round: number, violations: violations))")
                return violations
            }
        }
        return []
    }
}

extension ModelCounts {
    fileprivate mutating func add(_ other: ModelCounts) {
        acknowledged += other.acknowledged
        events += other.events
        refused += other.refused
        kills += other.kills
        endedBackends += other.endedBackends
        retries += other.retries
        rebuilds += other.rebuilds
        rounds += other.rounds
        checks += other.checks
    }
}
