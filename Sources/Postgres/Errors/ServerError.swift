/// An error as the server reports it; fields that it left out are nil.
///
/// Fields: <https://www.postgresql.org/docs/15/protocol-error-fields.html>. `message` and `detail` may quote stored or
/// bound values, so they belong in answers to operators, not in logs that others read.
package struct ServerError: Hashable, Sendable {
    package var sqlState: SQLState
    /// `ERROR`, `FATAL` or `PANIC`, never translated.
    package var severity: String
    package var message: String
    package var detail: String?
    package var hint: String?
    /// The call stack of PL/pgSQL functions, or the line of a COPY.
    package var context: String?
    package var schemaName: String?
    package var tableName: String?
    package var columnName: String?
    package var constraintName: String?

    package init(
        sqlState: SQLState, severity: String = "ERROR", message: String, detail: String? = nil, hint: String? = nil,
        context: String? = nil, schemaName: String? = nil, tableName: String? = nil, columnName: String? = nil,
        constraintName: String? = nil
    ) {
        self.sqlState = sqlState
        self.severity = severity
        self.message = message
        self.detail = detail
        self.hint = hint
        self.context = context
        self.schemaName = schemaName
        self.tableName = tableName
        self.columnName = columnName
        self.constraintName = constraintName
    }

    /// FATAL and PANIC end the connection whatever their code is.
    var endsConnection: Bool {
        severity == "FATAL" || severity == "PANIC" || sqlState.endsConnection
    }
}

extension ServerError: CustomStringConvertible {
    package var description: String {
        var text = "PostgreSQL \(severity) \(sqlState): \(message)"
        if let detail { text += " Detail: \(detail)" }
        if let hint { text += " Hint: \(hint)" }
        if let constraintName { text += " Constraint: \(constraintName)." }
        if let context { text += " Context: \(context)" }
        return text
    }
}
