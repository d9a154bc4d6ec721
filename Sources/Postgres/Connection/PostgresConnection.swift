package import Logging

/// One connection to PostgreSQL, on a thread of its own.
///
/// ```swift
/// let connection = try await PostgresConnection.connect(configuration, logger: logger)
/// let names = try await connection.withSession { session in
///     try session.execute(findUnits, [organisation]).rows.map { try $0.decode(0, as: String.self) }
/// }
/// await connection.close()
/// ```
///
/// Calls are served one after another. All waiting for the server is done by that thread; Swift's shared pool never
/// blocks. Without ``close()`` the connection ends with its last reference.
package actor PostgresConnection {
    private nonisolated let thread: ConnectionThread
    private nonisolated let interrupts: Interrupts
    nonisolated let condition = ConnectionCondition()
    /// The actor's own, but for a caller who has the connection to himself (``call(_:_:)``): no job of the actor's is under way
    /// then.
    nonisolated(unsafe) private(set) var session: PostgresSession?

    package nonisolated var unownedExecutor: UnownedSerialExecutor {
        thread.asUnownedSerialExecutor()
    }

    private init(interrupts: Interrupts) {
        thread = ConnectionThread()
        self.interrupts = interrupts
    }

    deinit {
        thread.stop()
    }

    /// Connects, or throws ``PostgresError/connectionFailed(_:)`` with the reason.
    package static func connect(
        _ configuration: PostgresConfiguration, logger: Logger
    ) async throws(PostgresError) -> PostgresConnection {
        let connection = PostgresConnection(interrupts: try Interrupts())
        try await connection.open(configuration, logger: logger)
        return connection
    }

    /// Runs `body` on the connection's thread. If the task is cancelled meanwhile, the server cancels the statement in
    /// flight and the session throws ``PostgresError/cancelled``.
    @discardableResult
    package func withSession<Value: Sendable, Failure: PostgresFailure>(
        _ body: sending (PostgresSession) throws(Failure) -> Value
    ) async throws(Failure) -> Value {
        try await withSession(failing: Failure.postgres, body)
    }

    /// The same, for a closure with any errors.
    @discardableResult
    package func withSession<Value: Sendable>(
        _ body: sending (PostgresSession) throws -> Value
    ) async throws -> Value {
        try await withSession(failing: { $0 as any Error }, body)
    }

    private func withSession<Value: Sendable, Failure: Error>(
        failing: (PostgresError) -> Failure, _ body: (PostgresSession) throws(Failure) -> Value
    ) async throws(Failure) -> Value {
        try await interruptible { () throws(Failure) in
            guard let session else { throw failing(.connectionLost("the connection was closed")) }
            guard !Task.isCancelled else { throw failing(.cancelled) }
            condition.set(.busy)
            defer { condition.set(session.condition) }
            return try body(session)
        }
    }

    /// Cancels what the connection runs right now, from any thread; it throws ``PostgresError/cancelled`` there.
    package nonisolated func cancel() {
        interrupts.cancel()
    }

    /// Waits for what runs, then closes. The thread ends. Closing twice does no harm.
    package func close() {
        session?.wire.abandon(because: "the connection was closed")
        session = nil
        condition.set(.lost)
        thread.stop()
    }

    private func open(_ configuration: PostgresConfiguration, logger: Logger) async throws(PostgresError) {
        try await interruptible { () throws(PostgresError) in
            let wire = try Wire.open(configuration, interrupts: interrupts, logger: logger)
            let session = PostgresSession(wire)
            self.session = session
            condition.set(session.condition)
        }
    }

    /// There is no suspension inside: what runs here has the connection to itself.
    private func interruptible<Value: Sendable, Failure: Error>(
        _ body: () throws(Failure) -> Value
    ) async throws(Failure) -> Value {
        let scope = interrupts.begin()
        defer { interrupts.end() }
        let interrupts = interrupts
        let outcome: Result<Value, Failure> = await withTaskCancellationHandler {
            // A closure that does not mention `self` would not be the actor's and would run on the shared pool.
            self.outcome(of: body)
        } onCancel: {
            interrupts.cancel(scope)
        }
        return try outcome.get()
    }

    private func outcome<Value: Sendable, Failure: Error>(
        of body: () throws(Failure) -> Value
    ) -> Result<Value, Failure> {
        do throws(Failure) { return .success(try body()) } catch { return .failure(error) }
    }

    /// Brings a used connection back to the state of a new one: no transaction, no settings, nothing listened to.
    /// False when it is of no more use.
    func settle() -> Bool {
        guard let session else { return false }
        let isClean = session.restore()
        condition.set(session.condition)
        return isClean
    }

    /// Whether the server answers.
    package func answers() -> Bool {
        guard let session else { return false }
        let isAlive = session.ping()
        condition.set(session.condition)
        return isAlive
    }
}
