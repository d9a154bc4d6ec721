import CLibPQ

extension PostgresSession {
    /// Sends many statements without waiting for each answer.
    ///
    /// ```swift
    /// let heads = try session.pipeline { pipeline in
    ///     let first = try pipeline.enqueue(advanceHead, ["cases"])
    ///     let second = try pipeline.enqueue(advanceHead, ["access"])
    ///     try pipeline.sync()
    ///     return try [first, second].map { try pipeline.result(of: $0).rows[0].decode(0, as: Int64.self) }
    /// }
    /// ```
    ///
    /// Outside a transaction, the statements between two syncs are one implicit transaction; the last sync is made when
    /// `body` returns. If `body` throws, what was enqueued since the last sync is rolled back. An error that no one asked
    /// for by a handle is thrown at the end. COPY is not possible inside.
    @discardableResult
    package func pipeline<Value, Failure: PostgresFailure>(
        _ body: (PostgresPipeline) throws(Failure) -> Value
    ) throws(Failure) -> Value {
        try pipeline(failing: Failure.postgres, body)
    }

    /// The same, for a closure with any errors.
    @discardableResult
    package func pipeline<Value>(_ body: (PostgresPipeline) throws -> Value) throws -> Value {
        try pipeline(failing: { $0 as any Error }, body)
    }

    private func pipeline<Value, Failure: Error>(
        failing: (PostgresError) -> Failure, _ body: (PostgresPipeline) throws(Failure) -> Value
    ) throws(Failure) -> Value {
        let pipeline: PostgresPipeline
        do throws(PostgresError) { pipeline = try PostgresPipeline(wire) } catch { throw failing(error) }
        let value: Value
        do throws(Failure) { value = try body(pipeline) } catch {
            pipeline.abort()
            throw error
        }
        do throws(PostgresError) { try pipeline.end() } catch { throw failing(error) }
        return value
    }
}
