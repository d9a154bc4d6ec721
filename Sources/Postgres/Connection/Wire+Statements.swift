import CLibPQ

extension Wire {
    /// Runs a prepared statement and waits for its result.
    @discardableResult
    func execute(_ statement: PostgresStatement, _ bindings: PostgresBindings) throws(PostgresError) -> PostgresResult {
        try checkReadiness()
        let entry = try prepare(statement, bindings.types)
        try send(entry, bindings)
        return try conclude(try results(), of: statement, bindings)
    }

    /// Runs a text without parameters by the simple protocol; it may hold several statements. Gives the last result.
    @discardableResult
    func run(_ text: String) throws(PostgresError) -> PostgresResult {
        try checkReadiness()
        try accepted(PQsendQuery(open(), text))
        return try answer()
    }

    private func prepare(
        _ statement: PostgresStatement, _ types: [PostgresType]
    ) throws(PostgresError) -> PreparedStatements.Entry {
        if let entry = try prepared.ready(statement, types) { return entry }
        let entry = prepared.plan(statement)
        try send(entry, types)
        _ = try answer()
        prepared.add(entry, for: statement, types)
        return entry
    }

    /// Sends a Parse message.
    func send(_ entry: PreparedStatements.Entry, _ types: [PostgresType]) throws(PostgresError) {
        try accepted(
            PQsendPrepare(open(), entry.serverName, entry.sql, Int32(clamping: types.count), types.map(\.rawValue)))
    }

    /// Sends Bind and Execute.
    func send(_ entry: PreparedStatements.Entry, _ bindings: PostgresBindings) throws(PostgresError) {
        let connection = try open()
        if entry.leavesFootprint { hasFootprint = true }
        let sent = bindings.withArguments { values, lengths, formats in
            PQsendQueryPrepared(
                connection, entry.serverName, Int32(clamping: bindings.count), values, lengths, formats, 1)
        }
        try accepted(sent)
    }

    /// libpq gives 1 when it took a message.
    func accepted(_ code: Int32) throws(PostgresError) {
        guard code != 1 else { return }
        let connection = try open()
        let message = errorMessage
        guard PQstatus(connection) == CONNECTION_BAD else { throw .protocolViolation(message) }
        abandon(because: message)
        throw .connectionLost(message)
    }

    var errorMessage: String {
        guard let connection, let text = PQerrorMessage(connection) else { return loss }
        return String(cString: text).split(whereSeparator: \.isNewline).joined(separator: " ")
    }

    /// Reads to the end of a command. An interruption wins over the error that it caused; a statement that was done
    /// before the server heard of it counts as done.
    func answer() throws(PostgresError) -> PostgresResult { try conclude(try results()) }

    private func results() throws(PostgresError) -> PendingAnswer {
        try flush()
        var answer = PendingAnswer()
        while let pointer = try nextResult() { try take(pointer, into: &answer) }
        return answer
    }

    /// The next result of the command in flight, to be cleared by the caller; nil when the server is done with it.
    func nextResult() throws(PostgresError) -> OpaquePointer? {
        try waitForResult()
        return PQgetResult(try open())
    }

    /// Ends the command in flight: throws what went wrong, notices that the connection is gone.
    func finish(_ failure: PostgresError?) throws(PostgresError) {
        let message = errorMessage
        let interruption = settleInterruption()
        if let connection, PQstatus(connection) == CONNECTION_BAD { abandon(because: message) }
        guard let failure else { return }
        if let interruption, failure.sqlState == .queryCanceled { throw interruption }
        throw failure
    }

    /// The error in a failed result, which it clears.
    func take(failed pointer: OpaquePointer) -> PostgresError {
        defer { PQclear(pointer) }
        guard let error = ServerError(result: pointer) else {
            let text = PQresultErrorMessage(pointer).map { String(cString: $0) } ?? ""
            let message = text.split(whereSeparator: \.isNewline).joined(separator: " ")
            let isLost = connection.map { PQstatus($0) == CONNECTION_BAD } ?? true
            return isLost ? .connectionLost(message) : .protocolViolation(message)
        }
        lastServerError = error
        return .server(error)
    }

    func noteFootprint(_ result: PostgresResult) {
        if !hasFootprint, SessionFootprint.remains(afterCommand: result.commandTag) { hasFootprint = true }
    }

    /// Leaves a COPY that nobody asked for: refuses to send, ignores what comes.
    func escapeCopy() throws(PostgresError) {
        let connection = try open()
        _ = PQputCopyEnd(connection, "this COPY was not expected")
        try flush()
        try discardCopyData()
    }

    /// Reads the rest of a COPY OUT without looking at it.
    func discardCopyData() throws(PostgresError) {
        let connection = try open()
        var data: UnsafeMutablePointer<CChar>?
        while true {
            let length = PQgetCopyData(connection, &data, 1)
            if length < 0 { return }
            if length == 0 {
                try waitForSocket()
                guard PQconsumeInput(connection) == 1 else { return }
            }
            PQfreemem(data)
            data = nil
        }
    }
}
