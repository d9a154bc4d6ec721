import CLibPQ

/// What ``PostgresCalls`` has sent and not yet read. It never waits: it says what to wait for.
struct CallsInFlight {
    enum Step {
        case answered(Result<PostgresResult, PostgresError>)
        case waits(SocketPoll.Side)
    }

    /// What the server will answer next, in order.
    private enum Expectation {
        case preparation(PreparedStatements.Entry, PostgresStatement, [PostgresType])
        case statement(PostgresStatement, [PostgresType])
        /// The end of a call: it is committed, or rolled back.
        case sync
    }

    private let wire: Wire
    private var expectations: [Expectation] = []
    private var preparing: [PreparedStatements.Key: PreparedStatements.Entry] = [:]
    /// Of the call whose answer is being read.
    private var outcome: Result<PostgresResult, PostgresError>?
    private var emptyAnswers = 0
    /// How often sending has changed what whoever reads must wait for: libpq reads where it can't write, and then the socket tells
    /// nobody of what it has read, or that it is gone.
    private(set) var disturbances = 0

    init(_ wire: Wire) throws(PostgresError) {
        try wire.checkReadiness()
        guard PQenterPipelineMode(try wire.open()) == 1 else { throw .protocolViolation(wire.errorMessage) }
        wire.activity = .pipeline
        self.wire = wire
    }

    /// Sends as much as goes without waiting; the rest goes while answers are read.
    mutating func send(_ statement: PostgresStatement, _ bindings: PostgresBindings) {
        do throws(PostgresError) {
            try enqueue(statement, bindings)
        } catch {
            // Nobody could tell any more which answer belongs to which statement.
            wire.abandon(because: "\(error)")
        }
        guard let connection = wire.connection, PQflush(connection) == 0, PQisBusy(connection) == 1 else {
            disturbances += 1
            return
        }
    }

    private mutating func enqueue(
        _ statement: PostgresStatement, _ bindings: PostgresBindings
    ) throws(PostgresError) {
        let entry = try prepare(statement, bindings.types)
        try wire.send(entry, bindings)
        expectations.append(.statement(statement, bindings.types))
        try wire.accepted(PQpipelineSync(wire.open()))
        expectations.append(.sync)
    }

    private mutating func prepare(
        _ statement: PostgresStatement, _ types: [PostgresType]
    ) throws(PostgresError) -> PreparedStatements.Entry {
        let key = PreparedStatements.Key(name: statement.name, types: types)
        if let entry = try wire.prepared.ready(statement, types) ?? preparing[key] { return entry }
        let entry = wire.prepared.plan(statement)
        try wire.send(entry, types)
        expectations.append(.preparation(entry, statement, types))
        preparing[key] = entry
        return entry
    }

    /// Reads on towards the end of the first call.
    mutating func advance() -> Step {
        while let connection = wire.connection {
            guard !expectations.isEmpty else { return .answered(.failure(.protocolViolation("nothing was sent"))) }
            let isSent = PQflush(connection) != 1
            // Both report what broke to whoever asks for the result.
            if PQisBusy(connection) == 1, PQconsumeInput(connection) == 1, PQisBusy(connection) == 1 {
                return .waits(isSent ? .readable : [.readable, .writable])
            }
            if let outcome = takeResult(connection) { return .answered(outcome) }
        }
        return .answered(.failure(.connectionLost(wire.loss)))
    }

    /// Leaves the connection as it was, or without use where an answer is still to come.
    mutating func end() {
        wire.activity = .none
        guard let connection = wire.connection else { return }
        if PQexitPipelineMode(connection) != 1 { wire.abandon(because: "its answers were not read") }
    }

    /// The outcome of a call, when its last result is in.
    private mutating func takeResult(_ connection: OpaquePointer) -> Result<PostgresResult, PostgresError>? {
        guard let pointer = PQgetResult(connection) else {
            emptyAnswers += 1
            // Once in a while that means nothing, but not for ever.
            if emptyAnswers > 2 || PQstatus(connection) == CONNECTION_BAD { wire.abandon(because: wire.errorMessage) }
            return nil
        }
        emptyAnswers = 0
        switch PQresultStatus(pointer) {
        case PGRES_PIPELINE_SYNC:
            PQclear(pointer)
            expectations.removeFirst()
            defer { outcome = nil }
            return outcome ?? .failure(.protocolViolation("the server gave no result"))
        case PGRES_COMMAND_OK, PGRES_TUPLES_OK, PGRES_EMPTY_QUERY:
            let result = PostgresResult(owning: pointer)
            takeEnd(connection)
            conclude(.success(result))
        case PGRES_PIPELINE_ABORTED:
            PQclear(pointer)
            takeEnd(connection)
            conclude(nil)
        case PGRES_COPY_IN, PGRES_COPY_OUT, PGRES_COPY_BOTH:
            PQclear(pointer)
            wire.abandon(because: "COPY is not possible in a pipeline")
        default:
            let error = wire.take(failed: pointer)
            takeEnd(connection)
            conclude(.failure(error))
            if PQstatus(connection) == CONNECTION_BAD { wire.abandon(because: "\(error)") }
        }
        return nil
    }

    /// The null behind an answer. It is there at once, and it is gone when something is sent before it was taken.
    private func takeEnd(_ connection: OpaquePointer) {
        if let surplus = PQgetResult(connection) { PQclear(surplus) }
    }

    /// Nothing for what an earlier error of the same call has ended.
    private mutating func conclude(_ answer: Result<PostgresResult, PostgresError>?) {
        switch expectations.first {
        case .preparation(let entry, let statement, let types):
            expectations.removeFirst()
            preparing[PreparedStatements.Key(name: statement.name, types: types)] = nil
            if case .success = answer { wire.prepared.add(entry, for: statement, types) } else { outcome = answer }
        case .statement(let statement, let types):
            expectations.removeFirst()
            if case .success(let result) = answer { wire.noteFootprint(result) }
            if case .failure(.server(let error)) = answer { wire.prepared.forget(statement, types, after: error) }
            outcome = outcome ?? answer
        // It failed at its commit, and with it what had seemed to succeed.
        case .sync, nil: outcome = answer
        }
    }
}
