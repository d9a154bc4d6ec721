extension PostgresSession {
    /// Runs `body` with a deadline for all its statements. When it passes, the server is asked to cancel the statement in
    /// flight and the error is ``PostgresError/deadlineExceeded``; if it stays silent for five more seconds, the
    /// connection is given up. Inside another deadline the earlier one counts. COMMIT has none.
    @discardableResult
    package func withDeadline<Value, Failure: Error>(
        _ deadline: ContinuousClock.Instant, _ body: () throws(Failure) -> Value
    ) throws(Failure) -> Value {
        let outer = wire.deadline
        wire.deadline = outer.map { min($0, deadline) } ?? deadline
        defer { wire.deadline = outer }
        return try body()
    }

    @discardableResult
    package func withDeadline<Value, Failure: Error>(
        _ duration: Duration, _ body: () throws(Failure) -> Value
    ) throws(Failure) -> Value {
        try withDeadline(.now + duration, body)
    }

    /// Runs `body` to its end, whatever deadline passes or task is cancelled meanwhile. For a statement that commits by
    /// itself: cutting it off would leave its outcome unknown.
    @discardableResult
    package func shielded<Value, Failure: Error>(
        _ body: () throws(Failure) -> Value
    ) throws(Failure) -> Value {
        try wire.attending(.shielded, body)
    }
}

extension Wire {
    func attending<Value, Failure: Error>(
        _ attention: Attention, _ body: () throws(Failure) -> Value
    ) throws(Failure) -> Value {
        let outer = self.attention
        self.attention = attention
        defer { self.attention = outer }
        return try body()
    }
}
