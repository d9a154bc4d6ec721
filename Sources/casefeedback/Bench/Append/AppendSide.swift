import CanonicalJSON
import CaseFeedbackService
import EventSourcing
import EventStore

extension Side {
    /// Callers that append to a log each, or all to the same one, as fast as they get their verdicts.
    static func appends(
        _ name: String = "ours", by callers: Int, logs: Int = 1, eventsPerCommand: Int = 1, on stage: BenchStage
    ) async throws(Failure) -> Side {
        var works: [AppendWork] = []
        for number in 0..<logs {
            let log = LogID(organisation: try stage.freshOrganisation(), kind: .cases)
            try await open(log, on: stage)
            works.append(
                stage.work(
                    on: log, callers: callers / logs, eventsPerCommand: eventsPerCommand,
                    seed: stage.scale.seed &+ UInt64(number)))
        }
        return appends(name, of: works, by: callers, eventsPerCommand: eventsPerCommand, to: stage.installation.log)
    }

    /// One caller that appends to a log with a history.
    static func appends(_ name: String, to log: LogID, on stage: BenchStage) -> Side {
        let work = stage.work(on: log, callers: 1, seed: stage.scale.seed)
        return appends(name, of: [work], by: 1, eventsPerCommand: 1, to: stage.installation.log)
    }

    private static func appends(
        _ name: String, of works: [AppendWork], by callers: Int, eventsPerCommand: Int, to log: EventLog
    ) -> Side {
        let pace = Pace(first: 1000 * Double(callers).squareRoot() / Double(eventsPerCommand))
        return Side(name) { turn async throws(Failure) in
            let calls = pace.calls(in: turn, callers: callers)
            var requests: [[AppendRequest]] = []
            for work in works { requests += try work.next(calls) }
            let started = ContinuousClock.now
            let outcomes = await withTaskGroup(of: Result<[Duration], Failure>.self) { group in
                for own in requests { group.addTask { await append(own, to: log) } }
                return await group.reduce(into: []) { $0.append($1) }
            }
            let elapsed = started.duration(to: .now)
            pace.measured(calls * callers, in: elapsed)
            var latencies: [Duration] = []
            for outcome in outcomes { latencies += try outcome.get() }
            return Sample(
                count: calls * callers * eventsPerCommand, elapsed: elapsed, latencies: latencies)
        }
    }

    private static func append(_ requests: [AppendRequest], to log: EventLog) async -> Result<[Duration], Failure> {
        var latencies: [Duration] = []
        latencies.reserveCapacity(requests.count)
        for request in requests {
            let started = ContinuousClock.now
            do throws(StoreError) {
                let verdict = try await log.append(request)
                guard case .accepted = verdict else { return .failure(BenchFault.failure(verdict, of: request)) }
            } catch {
                return .failure(Failure(error))
            }
            latencies.append(started.duration(to: .now))
        }
        return .success(latencies)
    }

    private static func open(_ log: LogID, on stage: BenchStage) async throws(Failure) {
        let history = SyntheticHistory(organisation: log.organisation, seed: stage.scale.seed, count: 1)
        var first: SyntheticEvent?
        try history.forEach(failing: { Failure($0) }) { event throws(Failure) in first = event }
        guard let first else { preconditionFailure("a history of one event has one") }
        let request = AppendRequest(
            log: log, commandID: first.commandID, fingerprint: SyntheticEvent.fingerprint,
            caller: SyntheticEvent.caller, conditions: [], events: [first.event],
            opening: LogOpening(nature: .demonstration, zone: "Europe/Stockholm"))
        _ = try await storeFailure { () async throws(StoreError) in try await stage.installation.log.append(request) }
    }
}
