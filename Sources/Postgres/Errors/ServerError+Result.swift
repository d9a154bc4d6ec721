import CLibPQ

extension ServerError {
    /// Reads the fields of a failed result; nil when the server never spoke, as when the connection broke.
    init?(result: OpaquePointer) {
        guard let state = DiagnosticField.sqlState.read(from: result) else { return nil }
        self.init(
            sqlState: SQLState(rawValue: state),
            severity: DiagnosticField.severity.read(from: result) ?? "ERROR",
            message: DiagnosticField.message.read(from: result) ?? "",
            detail: DiagnosticField.detail.read(from: result),
            hint: DiagnosticField.hint.read(from: result),
            context: DiagnosticField.context.read(from: result),
            schemaName: DiagnosticField.schemaName.read(from: result),
            tableName: DiagnosticField.tableName.read(from: result),
            columnName: DiagnosticField.columnName.read(from: result),
            constraintName: DiagnosticField.constraintName.read(from: result))
    }
}

/// `PG_DIAG_…` of `postgres_ext.h`: character constants, which the importer does not bring over.
enum DiagnosticField: UnicodeScalar {
    case severity = "V"
    case sqlState = "C"
    case message = "M"
    case detail = "D"
    case hint = "H"
    case context = "W"
    case schemaName = "s"
    case tableName = "t"
    case columnName = "c"
    case constraintName = "n"

    func read(from result: OpaquePointer) -> String? {
        guard let text = PQresultErrorField(result, Int32(rawValue.value)) else { return nil }
        return String(cString: text)
    }
}
