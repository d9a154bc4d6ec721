import CaseFeedbackService
import EventSourcing
import EventStore
import Foundation
import Postgres
import SchemaFiles
import Synchronization

extension Side {
    /// Whole logs, rebuilt at once. What counts is the way from the log to all rows; `whole_s` is the time with comparison
    /// and switch, `held_ms` how long the switch held what was served.
    static func rebuilds(
        _ projections: [any StoredProjection], of logs: [LogID], named name: String = "ours", on stage: BenchStage
    ) -> Side {
        Side(name, isWhole: true) { _ async throws(Failure) in
            let runner = stage.installation.runner
            for log in logs {
                for projection in projections {
                    _ = try await storeFailure { () async throws(StoreError) in
                        try await runner.removeKept(projection, of: log.organisation)
                    }
                }
            }
            let started = ContinuousClock.now
            let outcomes = await withTaskGroup(of: Result<[RebuildOutcome], StoreError>.self) { group in
                for log in logs {
                    group.addTask {
                        do throws(StoreError) {
                            return .success(try await runner.rebuild(projections, of: log.organisation))
                        } catch {
                            return .failure(error)
                        }
                    }
                }
                return await group.reduce(into: []) { $0.append($1) }
            }
            let whole = started.duration(to: .now)
            var events = 0
            var folding = Duration.zero
            var held = Duration.zero
            for outcome in outcomes {
                let reports = try await storeFailure { () async throws(StoreError) in
                    try outcome.get().map { outcome throws(StoreError) in try outcome.result.get() }
                }
                events += Int(reports.first?.position.value ?? 0)
                folding = max(folding, reports.map(\.folding).max() ?? .zero)
                held = max(held, reports.map(\.held).max() ?? .zero)
            }
            return Sample(
                count: events, elapsed: folding,
                numbers: ["whole_s": whole / .seconds(1), "held_ms": held / .milliseconds(1)])
        }
    }

    /// COPY out of what folds read, by the same client, which looks at no field.
    static func rawFoldedColumns(of log: LogID, on stage: BenchStage) -> Side {
        Side("raw", isWhole: true) { _ async throws(Failure) in
            let started = ContinuousClock.now
            let rows = try await storeFailure { () async throws(StoreError) in
                try await stage.installation.connections.read(log.organisation) { (session) throws(StoreError) in
                    try session.run(
                        SchemaFiles.setLogRange, log.organisation.text, log.kind.rawValue, "0", "\(Int64.max)", "")
                    return try session.copyOut(SchemaFiles.copyEventsToFold.sql) { _ throws(StoreError) in }
                }
            }
            return Sample(count: rows, elapsed: started.duration(to: .now))
        }
    }

    /// The rows of the wheel by one statement. It has no states to go on from and no other day.
    static func setBasedWheel(of log: LogID, on stage: BenchStage) -> Side {
        Side("sql_raw", isWhole: true) { _ async throws(Failure) in
            let started = ContinuousClock.now
            let statements = try await stage.connected(to: stage.configuration) { (session) throws(StoreError) in
                try session.run(SchemaFiles.benchRebuildWheel, log.organisation.text).single(0, as: Int64.self)
            }
            guard let statements, statements > 0 else { throw BenchFault.failure("a wheel without rows") }
            return Sample(count: stage.scale.rebuiltEvents, elapsed: started.duration(to: .now))
        }
    }

    /// COPY in of rows as the trail has them, into its own table, by the same client in the same role; every turn a generation.
    static func rawTrailRows(count: Int, on stage: BenchStage) throws(Failure) -> Side {
        let organisation = try stage.freshOrganisation()
        let generations = Atomic<Int32>(0)
        return Side("raw", isWhole: true) { _ async throws(Failure) in
            let generation = generations.add(1, ordering: .relaxed).newValue
            let loader = StoreConnections.configuration(stage.configuration, as: .loader)
            let elapsed = try await stage.connected(to: loader) { (session) throws(StoreError) in
                let started = ContinuousClock.now
                try session.transaction { () throws(StoreError) in
                    _ = try session.copyIn(SchemaFiles.copyAuditTrailIn.sql) { writer throws(StoreError) in
                        do throws(PostgresError) {
                            for position in 1...count {
                                try writer.row { $0.write(trailRow: position, in: generation, of: organisation) }
                            }
                        } catch {
                            throw StoreError(error)
                        }
                    }
                }
                return started.duration(to: .now)
            }
            return Sample(count: count, elapsed: elapsed)
        }
    }

    /// The program itself, in a process of its own. It is run once, whatever the turns: its peak does not vary.
    static func rebuildProcess(of log: LogID, on stage: BenchStage) -> Side {
        let measured = Mutex<Sample?>(nil)
        return Side("ours", isWhole: true) { _ async throws(Failure) in
            if let sample = measured.withLock({ $0 }) { return sample }
            let started = ContinuousClock.now
            let peak = try await ProgramProcess(
                ["rebuild", "--all", "--organisation", log.organisation.text, "--json"], in: stage.configuration
            ).peak()
            let sample = Sample(
                count: stage.scale.events, elapsed: started.duration(to: .now), numbers: ["peak_mib": peak])
            measured.withLock { $0 = sample }
            return sample
        }
    }
}

extension PostgresCopyFields {
    /// As wide as those of the made-up history.
    fileprivate func write(trailRow position: Int, in generation: Int32, of organisation: OrganisationID) {
        write(organisation.text)
        write(generation)
        write(Int64(position))
        write("statement-recorded")
        write(PostgresTimestamp(microsecondsSince1970: 1_700_000_000_000_000 + Int64(position) * 1_000))
        write(PostgresDate(daysSince1970: 19_000))
        write(SyntheticEvent.caller.identity)
        write(nil as String?)
    }
}
