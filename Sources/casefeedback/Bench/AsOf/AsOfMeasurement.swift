import CanonicalJSON
import CaseFeedback
import CaseFeedbackService
import EventSourcing
import EventStore

extension Measurement {
    /// An answer about one unit's turn of the wheel in a log of millions, against the same in a small one: how many times as
    /// long it takes. Half of the answers are as of a day and by what is known now, half by what was known at a position
    /// too, which are folded anew.
    static let asOfFlatness = Measurement(
        name: "asof.flatness",
        prepare: { stage async throws(Failure) in
            [
                try await .answers("ours", events: stage.scale.events, on: stage),
                try await .answers("raw", events: stage.scale.smallEvents, on: try await stage.small()),
            ]
        },
        figures: { turns in
            turns.rates.filter { $0.name != "ratio" } + [
                Figure(name: "", value: 1 / turns.ratio(of: "ours", to: "raw"))
            ]
        })
}

extension Side {
    /// Questions one after the other about the first unit's last round, which ends where the history does.
    fileprivate static func answers(_ name: String, events: Int, on stage: BenchStage) async throws(Failure) -> Side {
        let log = try await stage.history(events: events)[0]
        try await asFailure { () async throws(Problem) in try await stage.installation.catchUp(log.organisation) }
        let history = SyntheticHistory(organisation: log.organisation, seed: stage.scale.seed, count: events)
        let asOf: Question
        do throws(InvalidValue) {
            asOf = Question(
                organisation: log.organisation, unit: try history.unit(0),
                cycle: try history.cycle(history.cycleCount - 1),
                asOf: .day(try Day(jsonString: "2025-01-31")))
        } catch {
            throw Failure(error)
        }
        var knownAt = asOf
        knownAt.knownAt = .position(Position(Int64(events)))
        let questions = [asOf, knownAt]
        let wheel = stage.installation.wheel
        return Side(name) { turn async throws(Failure) in
            var latencies: [Duration] = []
            let started = ContinuousClock.now
            while started.duration(to: .now) < turn {
                for question in questions {
                    let asked = ContinuousClock.now
                    let answered = try await asFailure { () async throws(Problem) in try await wheel.answer(question) }
                    guard answered.content.count == 1 else { throw BenchFault.failure("an answer without a row") }
                    latencies.append(asked.duration(to: .now))
                }
            }
            return Sample(count: latencies.count, elapsed: started.duration(to: .now), latencies: latencies)
        }
    }
}
