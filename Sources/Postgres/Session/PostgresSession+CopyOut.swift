import CLibPQ

extension PostgresSession {
    /// Streams the rows of `COPY (SELECT …) TO STDOUT (FORMAT binary)` through `body`; gives their number.
    ///
    /// COPY takes no parameters: bounds come from settings (`current_setting`) or a temporary table. Nothing is kept but
    /// the row at hand. If `body` throws, the server is asked to stop, and the error is passed on.
    @discardableResult
    package func copyOut<Failure: PostgresFailure>(
        _ sql: String, _ body: (inout PostgresCopyRow) throws(Failure) -> Void
    ) throws(Failure) -> Int {
        try copyOut(sql, failing: Failure.postgres, body)
    }

    /// The same, for a closure with any errors.
    @discardableResult
    package func copyOut<Failure: Error>(
        _ sql: String, _ body: (inout PostgresCopyRow) throws(Failure) -> Void
    ) throws -> Int {
        try copyOut(sql, failing: { $0 as any Error }, body)
    }

    private func copyOut<Failure: Error>(
        _ sql: String, failing: (PostgresError) -> Failure, _ body: (inout PostgresCopyRow) throws(Failure) -> Void
    ) throws(Failure) -> Int {
        do throws(PostgresError) { try wire.beginCopy(sql, expecting: PGRES_COPY_OUT) } catch { throw failing(error) }
        var reader = CopyReader()
        var interruption: PostgresError?
        while true {
            let message: CopyMessage?
            do throws(PostgresError) { message = try wire.nextCopyMessage() } catch {
                wire.activity = .none
                throw failing(error)
            }
            guard let message else { break }
            // A server that was told to stop still sends what was on its way.
            interruption = wire.interruptionReason
            guard interruption == nil else { continue }
            do throws(Failure) { try reader.read(message.bytes, failing: failing, body) } catch {
                wire.stopCopyOut()
                throw error
            }
        }
        do throws(PostgresError) {
            try wire.endCopy()
            // The server was done before it heard of it, but rows were passed over.
            if let interruption { throw interruption }
            try reader.end()
        } catch { throw failing(error) }
        return reader.rows
    }
}

/// One message of libpq's, freed with this value.
struct CopyMessage: ~Copyable {
    let bytes: UnsafeRawBufferPointer

    deinit {
        PQfreemem(UnsafeMutableRawPointer(mutating: bytes.baseAddress))
    }
}

extension Wire {
    /// Starts a COPY of the kind that is expected, in binary.
    func beginCopy(_ sql: String, expecting status: ExecStatusType) throws(PostgresError) {
        try checkReadiness()
        hasFootprint = hasFootprint || SessionFootprint.remains(afterText: sql)
        try accepted(PQsendQuery(open(), sql))
        try flush()
        guard let pointer = try nextResult() else { throw .protocolViolation("the server gave no result") }
        guard PQresultStatus(pointer) == status, PQbinaryTuples(pointer) == 1 else {
            try refuse(pointer)
            throw .protocolViolation("not a COPY in binary of the kind that was asked for")
        }
        PQclear(pointer)
        activity = .copy
    }

    private func refuse(_ pointer: OpaquePointer) throws(PostgresError) {
        switch PQresultStatus(pointer) {
        case PGRES_COPY_IN, PGRES_COPY_OUT, PGRES_COPY_BOTH:
            PQclear(pointer)
            try escapeCopy()
            _ = try? answer()
        case PGRES_FATAL_ERROR:
            let error = take(failed: pointer)
            while let rest = try nextResult() { PQclear(rest) }
            try finish(error)
        default:
            PQclear(pointer)
            _ = try answer()
        }
    }

    /// Nil when the server has sent its last one, or an error.
    func nextCopyMessage() throws(PostgresError) -> CopyMessage? {
        var data: UnsafeMutablePointer<CChar>?
        while true {
            let length = PQgetCopyData(try open(), &data, 1)
            if length > 0 { return CopyMessage(bytes: UnsafeRawBufferPointer(start: data, count: Int(length))) }
            if length < 0 { return nil }
            try waitForSocket()
            guard PQconsumeInput(try open()) == 1 else { return nil }
        }
    }

    /// The server's verdict on a COPY.
    @discardableResult
    func endCopy() throws(PostgresError) -> PostgresResult {
        activity = .none
        return try answer()
    }

    /// After an error of the caller. The connection stays usable if the server stops in time.
    func stopCopyOut() {
        interrupt(.cancelled)
        do throws(PostgresError) {
            try discardCopyData()
            try endCopy()
        } catch {
            // The cancellation that we asked for, or a connection that is gone; the caller's error says more.
        }
        activity = .none
    }
}
