import CLibPQ

/// The inside of ``PostgresSession/pipeline(_:)``: statements go out while answers come in, and neither side waits for the
/// other, however large both are.
///
/// Source: <https://www.postgresql.org/docs/15/libpq-pipeline-mode.html>.
package final class PostgresPipeline {
    /// A statement that was enqueued.
    package struct Handle: Hashable, Sendable {
        fileprivate let slot: Int
    }

    /// What the server will answer next, in order.
    private enum Expectation {
        case preparation(PreparedStatements.Entry, PostgresStatement, [PostgresType])
        case statement(slot: Int)
        /// A command of our own whose answer is of no interest.
        case aside
        case sync
    }

    private enum Answer {
        case none
        case result(PostgresResult)
        case failure(PostgresError)
        case taken
    }

    private struct Slot {
        var segment: Int
        var answer: Answer
    }

    /// The statements up to a sync.
    private struct Segment {
        var firstSlot: Int
        var isSent = false
        var isAnswered = false
        var failure: PostgresError?
        var isReported = false
    }

    private let wire: Wire
    private let wasInTransaction: Bool
    private var expectations: [Expectation] = []
    /// Expectations before this one are answered.
    private var next = 0
    private var emptyAnswers = 0
    private var slots: [Slot] = []
    private var segments = [Segment(firstSlot: 0)]
    /// Segments before this one are answered.
    private var answeredSegments = 0
    private var preparing: [PreparedStatements.Key: (entry: PreparedStatements.Entry, segment: Int)] = [:]
    private var unsentBytes = 0

    init(_ wire: Wire) throws(PostgresError) {
        try wire.checkReadiness()
        let connection = try wire.open()
        self.wire = wire
        wasInTransaction = PQtransactionStatus(connection) != PQTRANS_IDLE
        guard PQenterPipelineMode(connection) == 1 else { throw .protocolViolation(wire.errorMessage) }
        wire.activity = .pipeline
    }

    /// Adds a statement. Its preparation, if it needs one, goes along.
    @discardableResult
    package func enqueue(
        _ statement: PostgresStatement, _ bindings: PostgresBindings = PostgresBindings()
    ) throws(PostgresError) -> Handle {
        try wire.checkInterruption()
        let entry = try prepare(statement, bindings.types)
        try wire.send(entry, bindings)
        let handle = Handle(slot: slots.count)
        slots.append(Slot(segment: segments.count - 1, answer: .none))
        expectations.append(.statement(slot: handle.slot))
        unsentBytes += bindings.byteCount + 64
        if unsentBytes > Self.chunk { try send() }
        return handle
    }

    /// Ends an implicit transaction, and what an error can take with it.
    package func sync() throws(PostgresError) {
        try wire.accepted(PQpipelineSync(wire.open()))
        expectations.append(.sync)
        segments[segments.count - 1].isSent = true
        segments.append(Segment(firstSlot: slots.count))
        try send()
    }

    /// Waits for the answer to a statement, or throws its error; the statements behind it up to the next sync throw the
    /// same one. Behind a sync, the answer is final; without one, what it says may yet be rolled back. It can be had once.
    package func result(of handle: Handle) throws(PostgresError) -> PostgresResult {
        let segment = slots[handle.slot].segment
        if segments[segment].isSent {
            try receive { segments[segment].isAnswered }
        } else if case .none = slots[handle.slot].answer {
            try wire.accepted(PQsendFlushRequest(wire.open()))
            try receive { if case .none = slots[handle.slot].answer { false } else { true } }
        }
        switch slots[handle.slot].answer {
        case .result(let result):
            slots[handle.slot].answer = .taken
            return result
        case .failure(let error):
            segments[segment].isReported = true
            throw error
        case .none, .taken:
            throw .protocolViolation("the result of a statement in a pipeline can be had once")
        }
    }

    /// As much as libpq may hold back before we see to it that it goes out, and that answers come in meanwhile.
    private static let chunk = 32 * 1024

    // MARK: - End

    func end() throws(PostgresError) {
        do throws(PostgresError) {
            if segments[segments.count - 1].firstSlot < slots.count { try sync() }
            try receive { false }
        } catch {
            leave()
            throw error
        }
        let interruption = leave()
        guard let failure = segments.first(where: { $0.failure != nil && !$0.isReported })?.failure else { return }
        if let interruption, failure.sqlState == .queryCanceled { throw interruption }
        throw failure
    }

    /// After an error of the caller: nothing that is not yet synced may be committed.
    func abort() {
        do throws(PostgresError) {
            if segments[segments.count - 1].firstSlot < slots.count {
                if !wasInTransaction {
                    try wire.accepted(PQsendQueryParams(wire.open(), "ROLLBACK", 0, nil, nil, nil, nil, 0))
                    expectations.append(.aside)
                }
                try sync()
            }
            try receive { false }
        } catch {
            wire.abandon(because: "a pipeline could not be brought to its end: \(error)")
        }
        leave()
    }

    @discardableResult
    private func leave() -> PostgresError? {
        wire.activity = .none
        let interruption = wire.settleInterruption()
        if let connection = wire.connection,
            PQexitPipelineMode(connection) != 1 || PQstatus(connection) == CONNECTION_BAD
        {
            wire.abandon(because: wire.errorMessage)
        }
        return interruption
    }
}

// MARK: - Preparing

extension PostgresPipeline {
    /// Parse goes out ahead of Bind. Beyond a sync it is not known whether an earlier error swallowed it, so there, once,
    /// we wait for its answer.
    private func prepare(
        _ statement: PostgresStatement, _ types: [PostgresType]
    ) throws(PostgresError) -> PreparedStatements.Entry {
        if let entry = try wire.prepared.ready(statement, types) { return entry }
        let key = PreparedStatements.Key(name: statement.name, types: types)
        if let pending = preparing[key] {
            if pending.segment == segments.count - 1 { return pending.entry }
            try receive { preparing[key] == nil }
            if let entry = try wire.prepared.ready(statement, types) { return entry }
        }
        let entry = wire.prepared.plan(statement)
        try wire.send(entry, types)
        expectations.append(.preparation(entry, statement, types))
        preparing[key] = (entry, segments.count - 1)
        unsentBytes += statement.sql.utf8.count
        return entry
    }

    private func prepared(
        _ entry: PreparedStatements.Entry, _ statement: PostgresStatement, _ types: [PostgresType], succeeded: Bool
    ) {
        preparing[PreparedStatements.Key(name: statement.name, types: types)] = nil
        if succeeded { wire.prepared.add(entry, for: statement, types) }
    }
}

// MARK: - Sending and receiving

extension PostgresPipeline {
    /// Sends what libpq holds and takes in what has come.
    private func send() throws(PostgresError) {
        unsentBytes = 0
        while PQflush(try wire.open()) == 1 {
            try wire.waitForSocket(writable: true)
            _ = PQconsumeInput(try wire.open())
            try absorb()
        }
    }

    private func absorb() throws(PostgresError) {
        while next < expectations.count, PQisBusy(try wire.open()) == 0 { try takeAnswer() }
    }

    /// Takes in answers until `isEnough`, or until all that is expected has come.
    private func receive(until isEnough: () -> Bool) throws(PostgresError) {
        try send()
        while !isEnough(), next < expectations.count {
            try wire.waitForResult()
            try takeAnswer()
        }
    }

    private func takeAnswer() throws(PostgresError) {
        let connection = try wire.open()
        guard let pointer = PQgetResult(connection) else { return try takeNothing() }
        emptyAnswers = 0
        switch PQresultStatus(pointer) {
        case PGRES_PIPELINE_SYNC:
            PQclear(pointer)
            completeSegment()
        case PGRES_COMMAND_OK, PGRES_TUPLES_OK, PGRES_EMPTY_QUERY:
            let result = PostgresResult(owning: pointer)
            wire.noteFootprint(result)
            takeEnd(connection)
            answer(.result(result))
        case PGRES_PIPELINE_ABORTED:
            PQclear(pointer)
            takeEnd(connection)
            answer(.failure(segments[answeredSegments].failure ?? .protocolViolation("a pipeline was aborted")))
        case PGRES_COPY_IN, PGRES_COPY_OUT, PGRES_COPY_BOTH:
            PQclear(pointer)
            wire.abandon(because: "COPY is not possible in a pipeline")
            throw .protocolViolation("COPY is not possible in a pipeline")
        default:
            let error = wire.take(failed: pointer)
            takeEnd(connection)
            fail(error)
            if PQstatus(connection) == CONNECTION_BAD { try lose() }
        }
    }

    /// The null behind an answer. It is there at once, and it is gone when something is sent before it was taken.
    private func takeEnd(_ connection: OpaquePointer) {
        if let surplus = PQgetResult(connection) { PQclear(surplus) }
    }

    /// No answer although one is expected: once in a while that means nothing, but not for ever.
    private func takeNothing() throws(PostgresError) {
        emptyAnswers += 1
        let connection = try wire.open()
        if emptyAnswers > 2 || PQstatus(connection) == CONNECTION_BAD { try lose() }
    }

    private func lose() throws(PostgresError) {
        let error = segments[answeredSegments].failure
        wire.abandon(because: wire.errorMessage)
        throw error ?? .connectionLost(wire.loss)
    }

    private func answer(_ answer: Answer) {
        defer { next += 1 }
        switch expectations[next] {
        case .statement(let slot): slots[slot].answer = answer
        case .preparation(let entry, let statement, let types):
            if case .result = answer {
                prepared(entry, statement, types, succeeded: true)
            } else {
                prepared(entry, statement, types, succeeded: false)
            }
        case .aside, .sync: break
        }
    }

    private func fail(_ error: PostgresError) {
        let isCancelled = error.sqlState == .queryCanceled
        let error = isCancelled ? wire.interruptionReason ?? error : error
        segments[answeredSegments].failure = segments[answeredSegments].failure ?? error
        if case .sync = expectations[next] {
            // The implicit transaction failed at its commit, and with it all that had seemed to succeed.
            for slot in slots.indices where slots[slot].segment == answeredSegments {
                slots[slot].answer = .failure(error)
            }
        } else {
            answer(.failure(error))
        }
    }

    private func completeSegment() {
        next += 1
        segments[answeredSegments].isAnswered = true
        answeredSegments += 1
        // What is answered is not needed any more; a long pipeline must not grow by it.
        if next > 4096 {
            expectations.removeFirst(next)
            next = 0
        }
    }
}
