import CanonicalJSON
import CaseFeedback
import CaseFeedbackService
import EventSourcing
import EventStore
import Logging
import Postgres
import SchemaFiles
import Synchronization

/// What measurements work on: a migrated scratch database, this release's installation in it, and made-up histories.
final class BenchStage: Sendable {
    let scale: BenchScale
    /// As the superuser that the run was given.
    let configuration: PostgresConfiguration
    let installation: Installation
    let logger: Logger
    private let console: Console
    private let histories = Mutex<[History: [LogID]]>([:])
    private let organisations = Mutex(0)
    private let works = Mutex(0)
    private let makeSmall: @Sendable () async throws(Failure) -> BenchStage

    private struct History: Hashable {
        let events: Int
        let logs: Int
    }

    init(
        _ configuration: PostgresConfiguration, scale: BenchScale, console: Console, logger: Logger,
        small: @escaping @Sendable () async throws(Failure) -> BenchStage
    ) {
        self.configuration = configuration
        self.scale = scale
        self.console = console
        self.logger = logger
        makeSmall = small
        installation = Installation(configuration, programVersion: Release.version, logger: logger)
    }

    /// The stage in the database that stays small; made when it is first asked for.
    func small() async throws(Failure) -> BenchStage { try await makeSmall() }

    /// Logs that hold so many events together, equally many each; copied in when they are first asked for.
    func history(events: Int, logs count: Int = 1) async throws(Failure) -> [LogID] {
        let key = History(events: events, logs: count)
        if let logs = histories.withLock({ $0[key] }) { return logs }
        let bar = ProgressBar("history", of: Int64(events), on: console)
        defer { bar.finish() }
        var logs: [LogID] = []
        for number in 0..<count {
            // Two histories of as many events share no log.
            let organisation = try Self.organisation("history-\(events)-\(count)-\(number + 1)")
            let own = events / count + (number < events % count ? 1 : 0)
            let done = Int64(events / count * number)
            let history = SyntheticHistory(
                organisation: organisation, seed: scale.seed &+ UInt64(number), count: own)
            try await HistoryLoader(stage: self).load(history) { bar.show(done + Int64($0)) }
            logs.append(history.log)
        }
        try await connected(to: configuration) { (session) throws(StoreError) in
            try session.script(SchemaFiles.benchAnalyze)
        }
        let loaded = logs
        histories.withLock { $0[key] = loaded }
        return loaded
    }

    /// Before a measurement: what others wrote is on disk, and the WAL files to write over are there.
    func settle() async throws(Failure) {
        try await connected(to: configuration) { (session) throws(StoreError) in
            try session.script(SchemaFiles.benchFillWAL)
            try session.script(SchemaFiles.benchCheckpoint)
        }
    }

    /// An organisation that nobody has used in this database.
    func freshOrganisation() throws(Failure) -> OrganisationID {
        let number = organisations.withLock { number in
            number += 1
            return number
        }
        return try Self.organisation("bench-\(number)")
    }

    /// Appends to a log, in rounds that no other work has: measurements may share a log with a history.
    func work(on log: LogID, callers: Int, eventsPerCommand: Int = 1, seed: UInt64) -> AppendWork {
        let number = works.withLock { number in
            number += 1
            return number
        }
        return AppendWork(number, on: log, callers: callers, eventsPerCommand: eventsPerCommand, seed: seed)
    }

    /// A connection in one of the service's roles, with a tenant set for all its life: for what the store is measured
    /// against.
    func connection(
        as role: StoreRole, of organisation: OrganisationID? = nil
    ) async throws(Failure) -> PostgresConnection {
        var configuration = StoreConnections.configuration(configuration, as: role)
        if let organisation { configuration.options["options", default: ""] += " -c app.tenant=\(organisation)" }
        return try await Self.connect(configuration, logger: logger)
    }

    /// One use of a connection of its own.
    func connected<Answer: Sendable>(
        to configuration: PostgresConfiguration,
        _ body: @Sendable @escaping (PostgresSession) throws(StoreError) -> Answer
    ) async throws(Failure) -> Answer {
        let connection = try await Self.connect(configuration, logger: logger)
        let outcome: Result<Answer, Failure>
        do throws(Failure) {
            outcome = .success(
                try await storeFailure { () async throws(StoreError) in try await connection.withSession(body) })
        } catch {
            outcome = .failure(error)
        }
        await connection.close()
        return try outcome.get()
    }

    func close() async { await installation.close() }

    private static func connect(
        _ configuration: PostgresConfiguration, logger: Logger
    ) async throws(Failure) -> PostgresConnection {
        do throws(PostgresError) {
            return try await PostgresConnection.connect(configuration, logger: logger)
        } catch {
            throw Failure(StoreError(error))
        }
    }

    private static func organisation(_ name: String) throws(Failure) -> OrganisationID {
        do throws(InvalidValue) { return try OrganisationID(name) } catch { throw Failure(error) }
    }
}

extension Failure {
    /// A name that the program itself made is none: a fault of the program.
    init(_ invalid: InvalidValue) { self.init(Problem(.installation, invalid.code, invalid.parameters)) }
}
