package import EventSourcing
package import Logging
package import Postgres
package import SchemaFiles

/// The roles that the service acts in; each has a pool of its own, since a role belongs to a connection.
package enum StoreRole: String, Sendable, CaseIterable {
    case appender
    case projector
    case follower
    /// Hears notifications; it reads nothing.
    case listener
    case reader
    case auditor
    case loader
}

/// For how long a transaction may stand still before the server ends its connection. A client that is gone without a word
/// counts as one that stands still.
package struct StandstillLimits: Sendable {
    /// Of a transaction that others may wait for.
    package var ordinary = Duration.seconds(30)
    /// Of a read that hands its rows on to somebody who may pause: a pager, a passphrase that is asked for, a projection that
    /// writes. Nobody waits for such a read; but its snapshot keeps the server from cleaning up what has changed since.
    package var handingOn = Duration.seconds(3_600)

    package init() {}
}

/// The database, by role. A pool is made when it is first asked for.
package final class StoreConnections: Sendable {
    package let configuration: PostgresConfiguration
    let limits: StandstillLimits
    private let pools: [StoreRole: PostgresPool]

    /// `readers` bounds the connections that answer queries; an append uses one connection a log at a time.
    package init(
        _ configuration: PostgresConfiguration, appenders: Int = 8, readers: Int = 8,
        limits: StandstillLimits = StandstillLimits(), logger: Logger
    ) {
        self.configuration = configuration
        self.limits = limits
        // A rebuild loads every projection on a connection of its own, and four logs are rebuilt at once.
        let sizes: [StoreRole: Int] = [
            .appender: appenders, .projector: 4, .follower: 1, .listener: 1, .reader: readers, .auditor: 2, .loader: 16,
        ]
        pools = sizes.reduce(into: [:]) { pools, entry in
            pools[entry.key] = PostgresPool(
                Self.configuration(configuration, as: entry.key, limits: limits), size: entry.value,
                maximumWaiters: 4096, acquireTimeout: .seconds(10), logger: logger)
        }
    }

    /// A stopped process can hold the head row no longer than these limits say, and a vanished one neither row nor lock.
    package static func configuration(
        _ base: PostgresConfiguration, as role: StoreRole, limits: StandstillLimits = StandstillLimits()
    ) -> PostgresConfiguration {
        var configuration = base
        let standstill = limits.ordinary.setting
        configuration.options["options"] =
            "-c role=casefeedback_\(role == .listener ? "follower" : role.rawValue) -c lock_timeout=10s"
            + " -c idle_in_transaction_session_timeout=\(standstill) -c tcp_user_timeout=\(standstill)"
            + " -c tcp_keepalives_idle=10 -c tcp_keepalives_interval=5 -c tcp_keepalives_count=3"
            + " -c statement_timeout=0 -c timezone=UTC -c jit=off" + isolation + (role == .appender ? planning : "")
        configuration.options["application_name"] = "casefeedback \(role.rawValue)"
        return configuration
    }

    /// An append is a single statement, whose transaction begins as the session says: it must see what was committed while it
    /// waited for the head. That a database only reads is left to whoever has set it so.
    private static let isolation = #" -c default_transaction_isolation=read\ committed"#

    /// Compiling a plan takes longer than running any of ours, also those that the planner thinks dear: an export's, whose
    /// sorts are made so, took a quarter of a second a range.
    ///
    /// An append finds everything by key, and its plans must stay right while an empty table grows to millions of rows, also
    /// for a tenant whom the statistics don't know yet: they are made once a connection, never scan, and never sort.
    private static let planning =
        " -c plan_cache_mode=force_generic_plan -c enable_seqscan=off -c enable_bitmapscan=off -c enable_sort=off"

    package func pool(_ role: StoreRole) -> PostgresPool {
        guard let pool = pools[role] else { preconditionFailure("every role has a pool") }
        return pool
    }

    package func close() async {
        for pool in pools.values { await pool.close() }
    }

    /// Statements of one tenant in one transaction, which sees a single snapshot. `handsOn` says that `body` may stand still for
    /// as long as whoever takes what it reads.
    package func read<Answer: Sendable>(
        _ organisation: OrganisationID, as role: StoreRole = .reader, handsOn: Bool = false,
        _ body: @Sendable @escaping (PostgresSession) throws(StoreError) -> Answer
    ) async throws(StoreError) -> Answer {
        let standstill = handsOn ? limits.handingOn : nil
        return try await withSession(as: role) { (session) throws(StoreError) in
            try session.inTenant(
                organisation, isolation: .repeatableRead, readOnly: true, standstillMax: standstill, body)
        }
    }

    /// One transaction of one tenant that writes.
    package func write<Answer: Sendable>(
        _ organisation: OrganisationID, as role: StoreRole,
        _ body: @Sendable @escaping (PostgresSession) throws(StoreError) -> Answer
    ) async throws(StoreError) -> Answer {
        try await withSession(as: role) { (session) throws(StoreError) in
            try session.inTenant(organisation, isolation: .readCommitted, readOnly: false, body)
        }
    }

    package func withSession<Answer: Sendable>(
        as role: StoreRole, _ body: @Sendable @escaping (PostgresSession) throws(StoreError) -> Answer
    ) async throws(StoreError) -> Answer {
        try await pool(role).withSession(body)
    }

    /// Runs a statement of `Schema/` that is a transaction by itself, and is not cut off once it was sent.
    package func call<Answer: Sendable>(
        _ file: SchemaFile, _ values: PostgresBindings, as role: StoreRole,
        _ read: @Sendable (PostgresResult) throws(StoreError) -> Answer
    ) async throws(StoreError) -> Answer {
        let outcome: Result<Answer, StoreError>
        do throws(PostgresError) {
            outcome = try await pool(role).call(file.statement, values) { result in
                Result { () throws(StoreError) in try read(result) }
            }
        } catch {
            throw StoreError(error)
        }
        return try outcome.get()
    }

    /// Calls `heard` for every notification on a channel, until the connection is lost or the task is cancelled.
    package func listen(to channel: String, heard: @Sendable @escaping () -> Void) async throws(StoreError) {
        try await withSession(as: .listener) { (session) throws(StoreError) in
            do throws(PostgresError) {
                try session.listen(channel)
                while !Task.isCancelled {
                    if try !session.waitForNotifications(timeout: .seconds(1)).isEmpty { heard() }
                }
            } catch {
                throw StoreError(error)
            }
        }
    }
}

/// An error type that can carry a ``StoreError``, so that a closure with errors of its own can run inside a transaction.
package protocol StoreFailure: PostgresFailure {
    static func store(_ error: StoreError) -> Self
}

extension StoreFailure {
    package static func postgres(_ error: PostgresError) -> Self { .store(StoreError(error)) }
}

extension StoreError: StoreFailure {
    package static func store(_ error: StoreError) -> StoreError { error }
    /// What isn't there is told from other refusals: each has a remedy of its own.
    package init(_ error: PostgresError) {
        switch error {
        case .server(let refusal) where [.undefinedTable, .undefinedSchema].contains(refusal.sqlState):
            self = .schemaMissing
        case .connectionFailed(let message) where error.sqlState == .invalidCatalogName:
            self = .databaseMissing(message: message)
        // Neither the service's own role nor the one that its pool acts in is known to the server.
        case .connectionFailed(let message)
        where [.invalidAuthorization, .invalidParameterValue].contains(error.sqlState)
            && message.contains("casefeedback_"):
            self = .rolesMissing(message: message)
        default: self = .database(error)
        }
    }
}

extension PostgresSession {
    /// A transaction in which row-level security shows one tenant's rows. `standstillMax` is for how long it may stand still, where
    /// that is not what the session says.
    func inTenant<Answer, Failure: StoreFailure>(
        _ organisation: OrganisationID, isolation: PostgresIsolation, readOnly: Bool, standstillMax: Duration? = nil,
        _ body: (PostgresSession) throws(Failure) -> Answer
    ) throws(Failure) -> Answer {
        try transaction(isolation: isolation, readOnly: readOnly) { () throws(Failure) in
            do throws(StoreError) {
                try run(SchemaFiles.setTenant, organisation.text)
                if let standstillMax { try run(SchemaFiles.setStandstill, standstillMax.setting) }
            } catch {
                throw .store(error)
            }
            return try body(self)
        }
    }

    /// Runs a statement of `Schema/`, prepared once a connection under its file's name.
    @discardableResult
    package func run(_ file: SchemaFile, _ values: any PostgresEncodable...) throws(StoreError) -> PostgresResult {
        try run(file, values)
    }

    /// The same, with parameters from a list that is at hand.
    @discardableResult
    package func run(_ file: SchemaFile, _ values: [any PostgresEncodable]) throws(StoreError) -> PostgresResult {
        try run(file, PostgresBindings(values))
    }

    @discardableResult
    package func run(_ file: SchemaFile, _ values: PostgresBindings) throws(StoreError) -> PostgresResult {
        do throws(PostgresError) {
            return try execute(file.statement, values)
        } catch {
            throw StoreError(error)
        }
    }
}

extension Duration {
    /// As the server's settings take it: whole milliseconds.
    fileprivate var setting: String { "\(Int64(self / .milliseconds(1)))" }
}

extension SchemaFile {
    /// Prepared once a connection, under the file's name.
    package var statement: PostgresStatement { PostgresStatement(name: name, sql: sql) }
}

extension PostgresResult {
    /// A column of the only row; nothing without a row.
    package func single<Value: PostgresDecodable>(_ column: Int, as type: Value.Type) throws(StoreError) -> Value? {
        guard let row = first else { return nil }
        return try decoding { () throws(PostgresError) in try row.decode(column, as: type) }
    }
}
