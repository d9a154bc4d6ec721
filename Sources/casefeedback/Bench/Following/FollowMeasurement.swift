import CaseFeedback
import CaseFeedbackService
import EventSourcing
import EventStore
import Postgres
import SchemaFiles
import Synchronization

extension Measurement {
    /// How long after its append an event is in every projection, at a thousand events a second.
    static let follow = Measurement(
        name: "follow",
        prepare: { stage async throws(Failure) in
            // A log of its own with units, instruments and rounds, so that the folds have something to do.
            let log = try await stage.history(events: BenchScale.oneCycleOfEvents)[0]
            try await asFailure { () async throws(Problem) in
                try await stage.installation.catchUp(log.organisation)
            }
            let following = FollowedLog(log, on: stage)
            return [
                Side("ours") { turn async throws(Failure) in try await following.append(for: turn * 2) }
            ]
        },
        figures: { turns in
            let lags = turns.latencies(of: "ours")
            return [
                Figure(name: "events", value: turns.rate(of: "ours")),
                Figure(name: "lag_p50_ms", value: Statistics.percentile(0.5, of: lags) / .milliseconds(1)),
                Figure(name: "lag_p99_ms", value: Statistics.percentile(0.99, of: lags) / .milliseconds(1)),
            ]
        })
}

/// A log that is followed by the program's own follower while events are appended at an even rate.
private final class FollowedLog: Sendable {
    private static let eventsATick = 10
    /// For how long the projections may be behind the last event: what else runs on the machine may keep them.
    private static let patience = Duration.seconds(30)
    private static let tick = Duration.milliseconds(10)

    private let stage: BenchStage
    private let work: AppendWork
    private let follower: Task<Void, Never>

    init(_ log: LogID, on stage: BenchStage) {
        self.stage = stage
        work = stage.work(on: log, callers: Self.eventsATick, seed: stage.scale.seed)
        let installation = stage.installation
        follower = Task { try? await installation.follower.run() }
    }

    deinit { follower.cancel() }

    /// The lag of every event as a latency.
    func append(for turn: Duration) async throws(Failure) -> Sample {
        let ticks = Int(turn / Self.tick)
        let requests = try work.next(ticks)
        let appended = AppendedPositions()
        let connection = try await stage.connection(as: .reader, of: work.log.organisation)
        let log = stage.installation.log
        let started = ContinuousClock.now
        let outcome: Result<[Duration], Failure> = await withTaskGroup(of: Result<Void, Failure>.self) { group in
            for caller in requests {
                group.addTask {
                    for (tick, request) in caller.enumerated() {
                        try? await Task.sleep(until: started + Self.tick * tick, clock: .continuous)
                        do throws(StoreError) {
                            let verdict = try await log.append(request)
                            guard case .accepted(let range) = verdict else {
                                return .failure(BenchFault.failure(verdict, of: request))
                            }
                            appended.add(range.last.value)
                        } catch {
                            return .failure(Failure(error))
                        }
                    }
                    return .success(())
                }
            }
            let lags = await watch(
                appended, count: ticks * Self.eventsATick, on: connection, until: started + turn + Self.patience)
            for await result in group {
                if case .failure(let failure) = result { return .failure(failure) }
            }
            return lags
        }
        await connection.close()
        let lags = try outcome.get()
        return Sample(count: lags.count, elapsed: turn, latencies: lags)
    }

    /// Looks at the checkpoints until all events are in every projection.
    private func watch(
        _ appended: AppendedPositions, count: Int, on connection: PostgresConnection,
        until limit: ContinuousClock.Instant
    ) async -> Result<[Duration], Failure> {
        let organisation = work.log.organisation.text
        var lags: [Duration] = []
        while lags.count < count {
            guard ContinuousClock.now < limit, !Task.isCancelled else {
                return .failure(HTTPLoad.failure("the projections did not come to the head"))
            }
            do throws(StoreError) {
                let reached = try await connection.withSession { (session) throws(StoreError) in
                    try session.run(SchemaFiles.readCheckpoints, organisation).lowestServedPosition()
                }
                lags += appended.take(upTo: reached)
            } catch {
                return .failure(Failure(error))
            }
            // Often enough for what is measured, and not so often that looking is what takes the time.
            try? await Task.sleep(for: .milliseconds(2))
        }
        return .success(lags)
    }
}

/// When events were appended that no projection is known to have.
private final class AppendedPositions: Sendable {
    private let waiting = Mutex<[(position: Int64, at: ContinuousClock.Instant)]>([])

    func add(_ position: Int64) { waiting.withLock { $0.append((position, .now)) } }

    /// How long those up to a position have waited; they are forgotten.
    func take(upTo position: Int64) -> [Duration] {
        let now = ContinuousClock.now
        return waiting.withLock { waiting in
            defer { waiting.removeAll { $0.position <= position } }
            return waiting.filter { $0.position <= position }.map { $0.at.duration(to: now) }
        }
    }
}

extension PostgresResult {
    /// Of `read_checkpoints`: where the hindmost of the served projections stands.
    fileprivate func lowestServedPosition() throws(StoreError) -> Int64 {
        do throws(PostgresError) {
            var lowest: Int64?
            for row in rows {
                let kind = try row.decode(1, as: String.self)
                guard try row.decode(8, as: Bool.self), kind == LogKind.cases.rawValue else { continue }
                lowest = min(lowest ?? .max, try row.decode(4, as: Int64.self))
            }
            return lowest ?? 0
        } catch {
            throw StoreError(error)
        }
    }
}
