import EventSourcing
import EventStore
import Postgres
import SchemaFiles
import TestSupport
import Testing

/// A planner that thinks that a tenant has one row sees no difference between going to ten thousand places and comparing each of
/// his rows with ten thousand places.
@Suite struct `What is removed where it lies` {
    /// A statement that removes some of a table's rows of a generation.
    struct Removal: CustomTestStringConvertible {
        let file: SchemaFile
        let table: GenerationTable
        var arguments = "'1480', 1, 1000"

        var testDescription: String { file.name }

        static let all = [
            Removal(file: SchemaFiles.deleteStates, table: .states, arguments: "'1480', 1, 'wheel', 1000"),
            Removal(file: SchemaFiles.deleteAnnualWheel, table: .wheel),
            Removal(file: SchemaFiles.deleteReportMatrix, table: .matrix),
            Removal(file: SchemaFiles.deleteAuditTrail, table: .trail),
        ]
    }

    @Test(arguments: Removal.all, StatisticsOfTenant.allCases)
    func `a generation's rows are gone to, whatever is known of the table`(
        removal: Removal, known: StatisticsOfTenant
    ) async throws {
        try await withTestDatabase { database in
            try await database.fill(removal.table, known: known)
            let (plan, left) = try await database.asRole(.projector) { session in
                try session.run(script: "SELECT set_config('app.tenant', '1480', false)")
                try session.run(script: "PREPARE it AS \(removal.file.sql)")
                let plan = try session.texts("EXPLAIN EXECUTE it(\(removal.arguments))")
                try session.run(script: "EXECUTE it(\(removal.arguments))")
                return (plan, try session.texts("SELECT count(*)::text FROM casefeedback.\(removal.table.name)"))
            }
            let comparesPlaces = plan.contains { $0.contains("Filter:") && $0.contains("ctid") }
            #expect(!comparesPlaces, "\(plan.joined(separator: "\n"))")
            #expect(left == ["2000"])
        }
    }
}
