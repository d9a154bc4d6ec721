import EventSourcing
import EventStore
import Postgres
import SchemaFiles
import TestSupport
import Testing

/// A planner that thinks that a tenant has one row sees no difference between going to ten thousand places and comparing each of
/// his rows with ten thousand places.
@Suite struct `What is removed where it lies` {
    /// A projection's table with rows of a tenant's generation, and the statement that removes some of them.
    struct Removal: CustomTestStringConvertible {
        let file: SchemaFile
        let table: String
        /// Of generation 1, by the number `i`, behind the tenant and the generation.
        let columns: String
        let arguments: String

        var testDescription: String { file.name }

        static let all = [
            Removal(
                file: SchemaFiles.deleteStates, table: "projection_states", columns: "'wheel', 'key-' || i, ''",
                arguments: "'1480', 1, 'wheel', 1000"),
            Removal(
                file: SchemaFiles.deleteAnnualWheel, table: "annual_wheel",
                columns: """
                    '2017-2018', 'unit-' || i, 'unit', NULL, 'planned', '2018-01-01', 0, 0, 0, 0, 0, 0, 0, 0, 0, '{}', ''
                    """,
                arguments: "'1480', 1, 1000"),
            Removal(
                file: SchemaFiles.deleteReportMatrix, table: "report_matrix",
                columns: "'2017-2018', 'unit-' || i, 'topic', 'aspect', 'column', NULL, NULL, '{1}'",
                arguments: "'1480', 1, 1000"),
            Removal(
                file: SchemaFiles.deleteAuditTrail, table: "audit_trail",
                columns: "i, 'note-taken', now(), '2018-01-01', 'system', NULL", arguments: "'1480', 1, 1000"),
        ]
    }

    @Test(arguments: Removal.all, StatisticsOfTenant.allCases)
    func `a generation's rows are gone to, whatever is known of the table`(
        removal: Removal, known: StatisticsOfTenant
    ) async throws {
        try await withTestDatabase { database in
            try await database.run("ALTER TABLE casefeedback.\(removal.table) SET (autovacuum_enabled = false)")
            if known == .ofAnotherTenant {
                try await database.fill(removal, of: "1384")
                try await database.run("ANALYZE casefeedback.\(removal.table)")
            }
            try await database.fill(removal, of: "1480")
            if known == .ofTheTenant { try await database.run("ANALYZE casefeedback.\(removal.table)") }
            let (plan, left) = try await database.asRole(.projector) { session in
                try session.run(script: "SELECT set_config('app.tenant', '1480', false)")
                try session.run(script: "PREPARE it AS \(removal.file.sql)")
                let plan = try session.texts("EXPLAIN EXECUTE it(\(removal.arguments))")
                try session.run(script: "EXECUTE it(\(removal.arguments))")
                return (plan, try session.texts("SELECT count(*)::text FROM casefeedback.\(removal.table)"))
            }
            let comparesPlaces = plan.contains { $0.contains("Filter:") && $0.contains("ctid") }
            #expect(!comparesPlaces, "\(plan.joined(separator: "\n"))")
            #expect(left == ["2000"])
        }
    }
}

extension TestDatabase {
    fileprivate func fill(_ removal: `What is removed where it lies`.Removal, of organisation: String) async throws {
        try await run(
            """
            INSERT INTO casefeedback.\(removal.table)
            SELECT '\(organisation)', 1, \(removal.columns) FROM generate_series(1, 3000) AS i
            """)
    }
}
