import CLibPQ

extension PostgresConnection {
    /// Runs one statement that commits by itself, for a caller who has the connection to himself, as a pool's lease gives it.
    ///
    /// It is sent from the caller's own thread, which never blocks, and its answer is read there too: a wait costs one
    /// wake-up where the connection's thread would cost three. The first call of a statement goes by that thread, which
    /// prepares it. A statement that was sent is not cut off when its task is cancelled.
    nonisolated func call<Value: Sendable>(
        _ statement: PostgresStatement, _ bindings: PostgresBindings, _ read: @Sendable (PostgresResult) -> Value
    ) async throws(PostgresError) -> Value {
        guard !Task.isCancelled else { throw .cancelled }
        if let watcher = SocketWatcher.shared, let session {
            // Before anything is sent: a connection that can't send is closed by that.
            condition.set(.busy)
            defer { condition.set(session.condition) }
            if try session.wire.begin(statement, bindings) {
                var answer = PendingAnswer()
                while let (socket, side) = try session.wire.advance(&answer) { await watcher.wait(socket, side) }
                return read(try session.wire.conclude(answer, of: statement, bindings))
            }
        }
        return try await withSession { (session) throws(PostgresError) in
            try session.shielded { () throws(PostgresError) in read(try session.execute(statement, bindings)) }
        }
    }
}

extension Wire {
    /// Sends a prepared statement; false when it isn't prepared here yet.
    fileprivate func begin(
        _ statement: PostgresStatement, _ bindings: PostgresBindings
    ) throws(PostgresError) -> Bool {
        try checkReadiness()
        guard let entry = try prepared.ready(statement, bindings.types) else { return false }
        try send(entry, bindings)
        return true
    }

    /// Sends and reads what can be without waiting. What to wait for before the next time; nothing when all is in.
    fileprivate func advance(
        _ answer: inout PendingAnswer
    ) throws(PostgresError) -> (socket: Int32, side: SocketPoll.Side)? {
        let connection = try open()
        // Both report what broke to whoever asks for the result; there is no socket to wait for then.
        if PQflush(connection) == 1, PQconsumeInput(connection) == 1 {
            return (PQsocket(connection), [.readable, .writable])
        }
        while true {
            if PQisBusy(connection) == 1, PQconsumeInput(connection) == 1, PQisBusy(connection) == 1 {
                return (PQsocket(connection), .readable)
            }
            guard let pointer = PQgetResult(connection) else { return nil }
            try take(pointer, into: &answer)
        }
    }
}
