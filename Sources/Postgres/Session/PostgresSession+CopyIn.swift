import CLibPQ

extension PostgresSession {
    /// Sends rows to `COPY … FROM STDIN (FORMAT binary)`; gives the number that the server took.
    ///
    /// ```swift
    /// try session.copyIn(sql) { writer in
    ///     for event in events {
    ///         try writer.row { fields in
    ///             fields.write(event.position)
    ///             fields.write(event.payload)
    ///         }
    ///     }
    /// }
    /// ```
    ///
    /// If `body` throws, the COPY fails on the server, which keeps none of the rows. The types of the values must be those
    /// of the columns: here nothing is converted.
    @discardableResult
    package func copyIn<Failure: PostgresFailure>(
        _ sql: String, _ body: (PostgresCopyWriter) throws(Failure) -> Void
    ) throws(Failure) -> Int {
        try copyIn(sql, failing: Failure.postgres, body)
    }

    /// The same, for a closure with any errors.
    @discardableResult
    package func copyIn<Failure: Error>(
        _ sql: String, _ body: (PostgresCopyWriter) throws(Failure) -> Void
    ) throws -> Int {
        try copyIn(sql, failing: { $0 as any Error }, body)
    }

    private func copyIn<Failure: Error>(
        _ sql: String, failing: (PostgresError) -> Failure, _ body: (PostgresCopyWriter) throws(Failure) -> Void
    ) throws(Failure) -> Int {
        do throws(PostgresError) { try wire.beginCopy(sql, expecting: PGRES_COPY_IN) } catch { throw failing(error) }
        return try copyIn(through: PostgresCopyWriter(wire), failing: failing, body)
    }

    /// Sends rows of many kilobytes each, in as many COPYs as they take; gives the number that the server took.
    ///
    /// It puts rows away when it has a thousand of them, or all, and counts no bytes of rows in binary: so large ones would
    /// lie in its memory until the last has come. Of several COPYs it compresses the rows of one while the next is made.
    /// Only within a transaction are they all or none.
    @discardableResult
    package func copyInLargeRows<Failure: PostgresFailure>(
        _ sql: String, _ body: (PostgresCopyWriter) throws(Failure) -> Void
    ) throws(Failure) -> Int {
        try copyIn(through: PostgresCopyWriter(wire, copyingEachBy: sql), failing: Failure.postgres, body)
    }

    private func copyIn<Failure: Error>(
        through writer: PostgresCopyWriter, failing: (PostgresError) -> Failure,
        _ body: (PostgresCopyWriter) throws(Failure) -> Void
    ) throws(Failure) -> Int {
        do throws(Failure) { try body(writer) } catch {
            // If the connection broke, the server's last word says more than the failed write.
            if let last = wire.stopCopyIn(), writer.isBroken { throw failing(last) }
            throw error
        }
        do throws(PostgresError) { return try writer.end() } catch {
            if let last = wire.stopCopyIn(), writer.isBroken { throw failing(last) }
            throw failing(error)
        }
    }
}

/// Writes the rows of a COPY, in chunks of about 64 KiB; or of several COPYs, each in one chunk of about 1 MiB.
package final class PostgresCopyWriter {
    private let wire: Wire
    /// The statement of each COPY, where there are several.
    private let sql: String?
    private let chunk: Int
    private let fields = PostgresCopyFields()
    private(set) var isBroken = false
    /// The server has all of a COPY and has not been asked what became of it.
    private var isEndAwaited = false
    /// Taken by the COPYs that were asked about.
    private var rows = 0

    init(_ wire: Wire) {
        self.wire = wire
        sql = nil
        chunk = 64 * 1024
        begin()
    }

    init(_ wire: Wire, copyingEachBy sql: String) {
        self.wire = wire
        self.sql = sql
        chunk = 1024 * 1024
        begin()
    }

    private func begin() {
        fields.buffer.reserveCapacity(chunk + 16 * 1024)
        fields.buffer.write(bytes: CopyReader.signature)
        // No flags, no extension of the header.
        fields.buffer.write(0 as UInt64)
    }

    /// Adds a row with the fields that `body` writes, in the order of the columns.
    package func row(_ body: (PostgresCopyFields) -> Void) throws(PostgresError) {
        let start = fields.buffer.count
        fields.count = 0
        fields.buffer.write(0 as Int16)
        body(fields)
        guard let count = Int16(exactly: fields.count) else {
            throw .protocolViolation("a row of \(fields.count) fields")
        }
        fields.buffer.overwrite(count, at: start)
        guard fields.buffer.count >= chunk else { return }
        if let sql { try sendCopy(sql) } else { try flush() }
    }

    /// Gives how many rows the server took.
    func end() throws(PostgresError) -> Int {
        if let sql {
            try sendCopy(sql)
        } else {
            try flushEnd()
        }
        try awaitEnd()
        return rows
    }

    /// What is written by now, once the server is done with the COPY before.
    private func sendCopy(_ sql: String) throws(PostgresError) {
        try awaitEnd()
        try wire.beginCopy(sql, expecting: PGRES_COPY_IN)
        try flushEnd()
        begin()
    }

    private func flushEnd() throws(PostgresError) {
        fields.buffer.write(-1 as Int16)
        try flush()
        try wire.putCopyEnd(nil)
        isEndAwaited = true
    }

    private func awaitEnd() throws(PostgresError) {
        guard isEndAwaited else { return }
        isEndAwaited = false
        rows += try wire.endCopy().affectedRows
    }

    private func flush() throws(PostgresError) {
        try wire.checkInterruption()
        do throws(PostgresError) { try wire.putCopyData(fields.buffer.bytes) } catch {
            isBroken = true
            throw error
        }
        fields.buffer.removeAll()
        // A cancellation that came while we waited to send ends the COPY here.
        if let reason = wire.interruptionReason { throw reason }
    }
}

/// The fields of the row that is being written.
package final class PostgresCopyFields {
    fileprivate(set) var buffer = PostgresBuffer()
    fileprivate(set) var count = 0

    /// Adds a field; nil becomes NULL.
    package func write(_ value: some PostgresEncodable) {
        buffer.writeField(value)
        count += 1
    }

    package func writeNull() {
        buffer.write(-1 as Int32)
        count += 1
    }
}

extension Wire {
    func putCopyData(_ bytes: [UInt8]) throws(PostgresError) {
        while true {
            let connection = try open()
            let code = bytes.withUnsafeBytes {
                PQputCopyData(
                    connection, $0.baseAddress?.assumingMemoryBound(to: CChar.self), Int32(clamping: $0.count))
            }
            guard code >= 0 else { throw .connectionLost(errorMessage) }
            try flush()
            if code == 1 { return }
        }
    }

    func putCopyEnd(_ message: String?) throws(PostgresError) {
        while true {
            let code = PQputCopyEnd(try open(), message)
            guard code >= 0 else { throw .connectionLost(errorMessage) }
            try flush()
            if code == 1 { return }
        }
    }

    /// Makes the server drop the rows; gives its last word.
    func stopCopyIn() -> PostgresError? {
        guard activity == .copy else { return nil }
        do throws(PostgresError) {
            try? putCopyEnd("the client gave up")
            try endCopy()
            return nil
        } catch {
            activity = .none
            return error
        }
    }
}
