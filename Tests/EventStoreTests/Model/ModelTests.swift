import TestSupport
import Testing

/// Many writers, readers, followers, rebuilds and ended backends on several logs at once, against a simple model in memory.
/// `CASEFEEDBACK_SEED` takes a seed again; `Scripts/soak` runs it for longer, and kills the server.
@Suite struct `The store beside its model` {
    private static let rounds = 60

    @Test func `agrees with it at every quiet point`() async throws {
        let plan = ModelPlan(seed: SeededGenerator.askedSeed)
        print("CASEFEEDBACK_SEED=\(plan.seed)")
        try await withTestDatabase { database in
            var run = try await ModelRun(plan, on: database)
            for number in 0..<Self.rounds {
                let violations = try await run.round(number)
                guard violations.isEmpty else {
                    Issue.record("\(ModelFailure(run: run, round: number, violations: violations))")
                    break
                }
            }
            print("model: \(run.counts)")
            #expect(run.counts.acknowledged > 100)
            await run.close()
        }
    }

    @Test(arguments: ModelBreach.allCases) func `differs from it when it is broken`(breach: ModelBreach) async throws {
        try await withTestDatabase { database in
            var run = try await ModelRun(ModelPlan(seed: 7), on: database, breach: breach)
            var violations: [String] = []
            for number in 0..<Self.rounds where violations.isEmpty {
                violations = try await run.round(number)
            }
            #expect(
                violations.contains { $0.hasPrefix("\(breach.rule):") },
                "\(breach) should be seen as \(breach.rule): \(violations.prefix(5))")
            print("model: \(breach) was seen after \(run.counts)")
            await run.close()
        }
    }

    @Test func `is led by its seed alone`() {
        let steps = (0..<20).map { ModelPlan(seed: 3).round($0) }
        #expect(steps == (0..<20).map { ModelPlan(seed: 3).round($0) })
        #expect(steps != (0..<20).map { ModelPlan(seed: 4).round($0) })
        #expect(!steps.joined().contains { if case .killServer = $0 { true } else { false } })
    }
}

/// What somebody needs who wants to see it again.
struct ModelFailure: CustomStringConvertible {
    let run: ModelRun
    let round: Int
    let violations: [String]

    var description: String {
        """
        seed \(run.plan.seed), round \(round), after \(run.counts):
        \(violations.prefix(10).joined(separator: "\n"))
        The last rounds:
        \(run.story.joined(separator: "\n"))
        """
    }
}
