import CLibPQ

/// One row of a result; columns are numbered from 0.
package struct PostgresRow {
    let result: PostgresResult
    let number: Int32

    package var columnCount: Int { result.columnTypes.count }

    /// The value of a column; NULL needs an optional type.
    package func decode<Value: PostgresDecodable>(
        _ column: Int, as _: Value.Type = Value.self
    ) throws(PostgresError) -> Value {
        let type = try type(of: column, expected: Value.self)
        guard Value.accepts(type) else { throw mismatch(column, Value.self, "type \(type)") }
        guard !isNull(column) else {
            guard let null = Value.postgresNull else { throw mismatch(column, Value.self, "NULL") }
            return null
        }
        guard let value = Value.decode(bytes(of: column), type: type) else {
            throw mismatch(column, Value.self, "\(bytes(of: column).count) bytes that are no such \(type)")
        }
        return value
    }

    /// The bytes as the server sent them, not copied and valid during the call only; nil for NULL.
    /// A column that does not exist is a mistake in the program.
    package func withBytes<Value, Failure: Error>(
        _ column: Int, _ body: (UnsafeRawBufferPointer?) throws(Failure) -> Value
    ) throws(Failure) -> Value {
        precondition(result.columnTypes.indices.contains(column), "column \(column) of \(columnCount)")
        return try withExtendedLifetime(result) { () throws(Failure) -> Value in
            try body(isNull(column) ? nil : bytes(of: column))
        }
    }

    private func isNull(_ column: Int) -> Bool {
        PQgetisnull(result.pointer, number, Int32(column)) == 1
    }

    private func bytes(of column: Int) -> UnsafeRawBufferPointer {
        UnsafeRawBufferPointer(
            start: PQgetvalue(result.pointer, number, Int32(column)),
            count: Int(PQgetlength(result.pointer, number, Int32(column))))
    }

    private func type(of column: Int, expected: Any.Type) throws(PostgresError) -> PostgresType {
        guard result.columnTypes.indices.contains(column) else {
            throw .decoding(
                column: "\(column)", expected: "\(expected)", found: "a row of \(columnCount) columns")
        }
        return result.columnTypes[column]
    }

    private func mismatch(_ column: Int, _ expected: Any.Type, _ found: String) -> PostgresError {
        .decoding(column: "\(column) (\(result.columnNames[column]))", expected: "\(expected)", found: found)
    }
}
