import TestSupport

/// A projection's table, and rows of it that a test makes up.
struct GenerationTable: Sendable {
    let name: String
    /// By the number `i`, behind the tenant and the generation.
    let columns: String

    static let states = GenerationTable(name: "projection_states", columns: "'wheel', 'key-' || i, ''")
    static let wheel = GenerationTable(
        name: "annual_wheel",
        columns: "'2017-2018', 'unit-' || i, 'unit', NULL, 'planned', '2018-01-01', 0, 0, 0, 0, 0, 0, 0, 0, 0, '{}', ''"
    )
    static let matrix = GenerationTable(
        name: "report_matrix", columns: "'2017-2018', 'unit-' || i, 'topic', 'aspect', 'column', NULL, NULL, '{1}'")
    static let trail = GenerationTable(
        name: "audit_trail", columns: "i, 'note-taken', '2018-01-01', '2018-01-01', 'system', NULL")
}

/// What a planner knows of the tenant whom a statement is about.
enum StatisticsOfTenant: CaseIterable {
    case none
    case ofTheTenant
    case ofAnotherTenant
}

extension TestDatabase {
    /// Three thousand rows of each of some generations of `1480`, and of another tenant's where the planner is to know those alone.
    func fill(_ table: GenerationTable, generations: ClosedRange<Int> = 1...1, known: StatisticsOfTenant) async throws {
        try await run("ALTER TABLE casefeedback.\(table.name) SET (autovacuum_enabled = false)")
        if known == .ofAnotherTenant {
            try await fill(table, generations, of: "1384")
            try await run("ANALYZE casefeedback.\(table.name)")
        }
        try await fill(table, generations, of: "1480")
        if known == .ofTheTenant { try await run("ANALYZE casefeedback.\(table.name)") }
    }

    private func fill(_ table: GenerationTable, _ generations: ClosedRange<Int>, of organisation: String) async throws {
        try await run(
            """
            INSERT INTO casefeedback.\(table.name)
            SELECT '\(organisation)', g, \(table.columns)
            FROM generate_series(\(generations.lowerBound), \(generations.upperBound)) AS g, generate_series(1, 3000) AS i
            """)
    }
}
