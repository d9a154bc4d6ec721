/// What this connection has prepared: one server-side statement for each name and list of parameter types.
struct PreparedStatements {
    struct Key: Hashable {
        var name: String
        var types: [PostgresType]
    }

    struct Entry {
        /// The server's name for it.
        var serverName: String
        var sql: String
        var leavesFootprint: Bool
    }

    private var entries: [Key: Entry] = [:]
    private var texts: [String: String] = [:]
    private var variants: [String: Int] = [:]

    /// A statement that is ready; refuses another text under a name that is taken.
    func ready(_ statement: PostgresStatement, _ types: [PostgresType]) throws(PostgresError) -> Entry? {
        if let entry = entries[Key(name: statement.name, types: types)], entry.sql == statement.sql { return entry }
        if let text = texts[statement.name], text != statement.sql {
            throw .protocolViolation("two statements are named \"\(statement.name)\"")
        }
        // The server cuts names at 63 bytes without a word; the rest is ours, for variants.
        guard !statement.name.isEmpty, statement.name.utf8.count <= 50 else {
            throw .protocolViolation("\"\(statement.name)\" is not a name of 1 to 50 bytes")
        }
        return nil
    }

    /// A server-side name for a statement that is about to be prepared. Names are never used twice, so that one which the
    /// server still holds can't be in the way.
    mutating func plan(_ statement: PostgresStatement) -> Entry {
        let variant = variants[statement.name, default: 0] + 1
        variants[statement.name] = variant
        texts[statement.name] = statement.sql
        return Entry(
            serverName: variant == 1 ? statement.name : "\(statement.name)#\(variant)", sql: statement.sql,
            leavesFootprint: SessionFootprint.remains(afterText: statement.sql))
    }

    mutating func add(_ entry: Entry, for statement: PostgresStatement, _ types: [PostgresType]) {
        entries[Key(name: statement.name, types: types)] = entry
    }

    /// Forgets a statement that the server no longer has, or whose plan no longer fits the tables.
    mutating func forget(_ statement: PostgresStatement, _ types: [PostgresType], after error: ServerError) {
        guard error.sqlState == .invalidSQLStatementName || error.sqlState == .featureNotSupported else { return }
        entries[Key(name: statement.name, types: types)] = nil
    }
}
