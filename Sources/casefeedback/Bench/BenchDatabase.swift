import CaseFeedbackService
import EventStore
import Logging
import Postgres
import SchemaFiles
import Synchronization

/// The scratch databases of one run, in the cluster that it was given: made at its start, dropped at its end.
///
/// A connection of its own holds the claim on them, so that two runs on one cluster don't take them from each other.
final class BenchDatabase: Sendable {
    enum Place: Sendable, CaseIterable {
        case main
        /// Stays small, for comparisons of size.
        case small

        var name: String { self == .main ? "casefeedback_bench" : "casefeedback_bench_small" }
        var creation: SchemaFile {
            self == .main ? SchemaFiles.benchCreateDatabase : SchemaFiles.benchCreateSmallDatabase
        }
        var removal: SchemaFile { self == .main ? SchemaFiles.benchDropDatabase : SchemaFiles.benchDropSmallDatabase }
    }

    private let cluster: PostgresConfiguration
    private let isClaimed = Mutex(false)
    private let connection: PostgresConnection
    private let logger: Logger

    init(in cluster: PostgresConfiguration, logger: Logger) async throws(StoreError) {
        self.cluster = cluster
        self.logger = logger
        do throws(PostgresError) {
            // One place for all runs on a cluster: a claim belongs to the database that it is made in.
            var place = cluster
            place.options["dbname"] = "postgres"
            connection = try await PostgresConnection.connect(place, logger: logger)
        } catch {
            throw StoreError(error)
        }
    }

    /// Takes the names for this run, and removes what an earlier one left behind that was killed.
    ///
    /// - Throws: `bench-runs-already` when another run has them.
    func claim() async throws(Failure) {
        let isOurs = try await making { () async throws(StoreError) in
            try await withSession { (session) throws(StoreError) in
                guard try session.run(SchemaFiles.benchClaimDatabases).single(0, as: Bool.self) == true else {
                    return false
                }
                for place in Place.allCases { try session.script(place.removal) }
                return true
            }
        }
        guard isOurs else { throw Failure(Problem(.tryLater, "bench-runs-already")) }
        isClaimed.withLock { $0 = true }
    }

    /// Makes one of them with the schema of this release, and the cluster's roles where they are missing.
    func make(_ place: Place) async throws(Failure) -> PostgresConfiguration {
        let configuration = configuration(of: place)
        let migrator = Migrator(configuration, programVersion: Release.version, logger: logger)
        try await making { () async throws(StoreError) in
            try await withSession { (session) throws(StoreError) in try session.script(place.creation) }
            try await migrator.makeRoles()
            _ = try await migrator.migrate()
        }
        return configuration
    }

    /// What only a superuser may do.
    private func making<Answer>(_ body: () async throws(StoreError) -> Answer) async throws(Failure) -> Answer {
        do throws(StoreError) { return try await body() } catch {
            guard case .database(let cause) = error, cause.sqlState == .insufficientPrivilege else {
                throw Failure(error)
            }
            throw Failure(Problem(.installation, "bench-needs-superuser"))
        }
    }

    func configuration(of place: Place) -> PostgresConfiguration {
        var configuration = cluster
        configuration.options["dbname"] = place.name
        return configuration
    }

    /// Drops them, also after the task was cancelled, and gives the claim back.
    func remove() async {
        // A task of its own is not cancelled with the run's.
        await Task {
            for place in isClaimed.withLock({ $0 }) ? Place.allCases : [] {
                do throws(StoreError) {
                    try await withSession { (session) throws(StoreError) in try session.script(place.removal) }
                } catch {
                    logger.warning(
                        "a scratch database is left", metadata: ["name": "\(place.name)", "error": "\(error)"])
                }
            }
            await connection.close()
        }.value
    }

    private func withSession<Answer: Sendable>(
        _ body: @Sendable @escaping (PostgresSession) throws(StoreError) -> Answer
    ) async throws(StoreError) -> Answer {
        try await connection.withSession(body)
    }
}

extension PostgresSession {
    /// Runs a file as it stands: for statements that can't be prepared.
    func script(_ file: SchemaFile) throws(StoreError) {
        do throws(PostgresError) { try run(script: file.sql) } catch { throw StoreError(error) }
    }
}
