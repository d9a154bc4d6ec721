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
        let writer = PostgresCopyWriter(wire)
        do throws(Failure) { try body(writer) } catch {
            // If the connection broke, the server's last word says more than the failed write.
            if let last = wire.stopCopyIn(), writer.isBroken { throw failing(last) }
            throw error
        }
        do throws(PostgresError) {
            try writer.end()
            return try wire.endCopy().affectedRows
        } catch {
            if let last = wire.stopCopyIn(), writer.isBroken { throw failing(last) }
            throw failing(error)
        }
    }
}

/// Writes the rows of a COPY, in chunks of about 64 KiB.
package final class PostgresCopyWriter {
    private static let chunk = 64 * 1024

    private let wire: Wire
    private let fields = PostgresCopyFields()
    private(set) var isBroken = false

    init(_ wire: Wire) {
        self.wire = wire
        fields.buffer.reserveCapacity(Self.chunk + 16 * 1024)
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
        if fields.buffer.count >= Self.chunk { try flush() }
    }

    func end() throws(PostgresError) {
        fields.buffer.write(-1 as Int16)
        try flush()
        try wire.putCopyEnd(nil)
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
