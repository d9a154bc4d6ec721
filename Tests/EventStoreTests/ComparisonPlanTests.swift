import EventSourcing
import EventStore
import Postgres
import SchemaFiles
import TestSupport
import Testing

/// A planner that thinks that a generation has a few rows would put all of them into a table of hashes, or sort them: so many
/// bytes as they have.
@Suite struct `What two generations differ in` {
    /// A statement that compares a table's rows of two generations.
    struct Comparison: CustomTestStringConvertible {
        let file: SchemaFile
        let table: GenerationTable
        /// Of the first row, in the keys of its index.
        let key: [String]
        var arguments = "'1480', 1, 2"

        var testDescription: String { file.name }

        static let all = [
            Comparison(
                file: SchemaFiles.compareStates, table: .states, key: ["key"], arguments: "'1480', 1, 2, 'wheel'"),
            Comparison(file: SchemaFiles.compareAnnualWheel, table: .wheel, key: ["cycle", "unit"]),
            Comparison(
                file: SchemaFiles.compareReportMatrix, table: .matrix,
                key: ["cycle", "unit", "topic", "aspect", #""column""#]),
            Comparison(file: SchemaFiles.compareAuditTrail, table: .trail, key: [#""position""#]),
        ]
    }

    @Test(arguments: Comparison.all, StatisticsOfTenant.allCases)
    func `is found by going along both by key, whatever is known of the table`(
        comparison: Comparison, known: StatisticsOfTenant
    ) async throws {
        try await withTestDatabase { database in
            try await database.fill(comparison.table, generations: 1...2, known: known)
            let plan = try await database.asRole(.projector) { session in
                try session.run(script: "BEGIN; SELECT set_config('app.tenant', '1480', true)")
                try session.run(script: SchemaFiles.planByOrder.sql)
                try session.run(script: "PREPARE it AS \(comparison.file.sql)")
                return try session.texts("EXPLAIN EXECUTE it(\(comparison.arguments))")
            }
            let words: Comment = "\(plan.joined(separator: "\n"))"
            #expect(plan.contains { $0.contains("Merge Full Join") }, words)
            let unbounded = ["Sort", "Hash", "Seq Scan", "Bitmap"]
            #expect(!plan.contains { line in unbounded.contains { line.contains($0) } }, words)
            let byKey = plan.filter { line in
                line.contains("Index Cond:") && comparison.key.allSatisfy { line.contains("(\($0) = ") }
            }
            #expect(byKey.count == 2, words)
        }
    }
}
