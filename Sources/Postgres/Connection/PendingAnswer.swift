import CLibPQ

/// The results of the command in flight, as they come in.
struct PendingAnswer {
    fileprivate var last: PostgresResult?
    fileprivate var failure: PostgresError?
}

extension Wire {
    /// Takes over a result; a COPY that nobody asked for is left at once.
    func take(_ pointer: OpaquePointer, into answer: inout PendingAnswer) throws(PostgresError) {
        switch PQresultStatus(pointer) {
        case PGRES_COMMAND_OK, PGRES_TUPLES_OK, PGRES_EMPTY_QUERY:
            let result = PostgresResult(owning: pointer)
            noteFootprint(result)
            answer.last = result
        case PGRES_COPY_IN, PGRES_COPY_OUT, PGRES_COPY_BOTH:
            PQclear(pointer)
            answer.failure = answer.failure ?? .protocolViolation("COPY needs copyIn or copyOut")
            try escapeCopy()
        default:
            let error = take(failed: pointer)
            answer.failure = answer.failure ?? error
        }
    }

    /// The answer when all results are in.
    func conclude(_ answer: PendingAnswer) throws(PostgresError) -> PostgresResult {
        try finish(answer.failure)
        guard let last = answer.last else { throw .protocolViolation("the server gave no result") }
        return last
    }

    /// The same of a prepared statement, which is forgotten when it can't be used any more.
    func conclude(
        _ answer: PendingAnswer, of statement: PostgresStatement, _ bindings: PostgresBindings
    ) throws(PostgresError) -> PostgresResult {
        do throws(PostgresError) {
            return try conclude(answer)
        } catch {
            if case .server(let error) = error { prepared.forget(statement, bindings.types, after: error) }
            throw error
        }
    }
}
