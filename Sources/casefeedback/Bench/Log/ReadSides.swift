import CaseFeedbackService
import EventSourcing
import EventStore
import Postgres
import SchemaFiles
import Synchronization

extension Side {
    /// Events of a log one after the other. Beside it stands the most memory that an export of the whole log takes, in a
    /// process of its own: once, since it does not vary.
    static func reads(_ log: LogID, on stage: BenchStage) async throws(Failure) -> Side {
        let export = ["export", "events", "--output", "-", "--organisation", log.organisation.text]
        let peak = try await ProgramProcess(export, in: stage.configuration).peak()
        return timed("ours", on: stage) { events async throws(StoreError) in
            let bytes = Atomic(0)
            let count = try await stage.installation.log.scan(LogSelection(log, to: Position(Int64(events)))) {
                (event) throws(StoreError) in bytes.wrappingAdd(event.payload.count, ordering: .relaxed)
            }
            guard bytes.load(ordering: .relaxed) > 0 else { throw .corrupt("events without payloads") }
            return (count, ["peak_mib": peak])
        }
    }

    /// The same statement, whose rows are counted.
    static func rawRead(of log: LogID, on stage: BenchStage) -> Side {
        timed("raw", on: stage) { events async throws(StoreError) in
            let selection = LogSelection(log, to: Position(Int64(events)))
            let count = try await stage.installation.connections.read(log.organisation) {
                (session) throws(StoreError) in
                try session.copyOut(SchemaFiles.copyLog, of: selection) { (_) throws(StoreError) in }
            }
            return (count, [:])
        }
    }

    private static func timed(
        _ name: String, on stage: BenchStage,
        _ read: @Sendable @escaping (Int) async throws(StoreError) -> (count: Int, numbers: [String: Double])
    ) -> Side {
        let pace = Pace(first: 200_000)
        return Side(name) { turn async throws(Failure) in
            let events = min(stage.scale.events, pace.calls(in: turn, callers: 1))
            let started = ContinuousClock.now
            let (count, numbers) = try await storeFailure { () async throws(StoreError) in try await read(events) }
            let elapsed = started.duration(to: .now)
            pace.measured(count, in: elapsed)
            return Sample(count: count, elapsed: elapsed, numbers: numbers)
        }
    }
}
