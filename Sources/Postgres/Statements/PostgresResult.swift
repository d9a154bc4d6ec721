import CLibPQ

/// The rows that a statement returned, and what it did. It holds the whole answer; large readings use COPY.
///
/// Not `Sendable`: decode inside the session, hand values out.
package final class PostgresResult {
    /// Freed when the result goes; rows keep the result alive.
    let pointer: OpaquePointer

    package let columnTypes: [PostgresType]
    package private(set) lazy var columnNames: [String] = columnTypes.indices.map { column in
        PQfname(pointer, Int32(column)).map { String(cString: $0) } ?? ""
    }
    /// Number of rows returned.
    package let count: Int

    init(owning pointer: OpaquePointer) {
        self.pointer = pointer
        columnTypes = (0..<PQnfields(pointer)).map { PostgresType(rawValue: PQftype(pointer, $0)) }
        count = Int(PQntuples(pointer))
    }

    deinit {
        PQclear(pointer)
    }

    package var isEmpty: Bool { count == 0 }

    package var rows: PostgresRows { PostgresRows(result: self) }

    package var first: PostgresRow? { rows.first }

    /// The server's word for what it did, such as `INSERT 0 3` or `ROLLBACK`.
    package var commandTag: String { PQcmdStatus(pointer).map { String(cString: $0) } ?? "" }

    /// Rows inserted, updated, deleted, copied or returned; 0 for other commands.
    package var affectedRows: Int { PQcmdTuples(pointer).flatMap { Int(String(cString: $0)) } ?? 0 }
}

/// The rows of a result, by number from 0.
package struct PostgresRows: RandomAccessCollection {
    let result: PostgresResult

    package var startIndex: Int { 0 }
    package var endIndex: Int { result.count }

    package subscript(position: Int) -> PostgresRow {
        precondition(indices.contains(position), "row \(position) of \(result.count)")
        return PostgresRow(result: result, number: Int32(position))
    }
}
