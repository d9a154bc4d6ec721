import EventSourcing
import EventStore
import Postgres
import SchemaFiles
import TestSupport
import Testing

/// Without statistics a planner thinks it cheap to read a whole log and to keep what is asked for, or to read the tags once for
/// each of its events: what is asked would cost what the log is long, or its square.
@Suite struct `What is found by key` {
    /// A statement, and the conditions on keys by which its plan must find what it looks up.
    struct LookUp: CustomTestStringConvertible {
        let file: SchemaFile
        let role: StoreRole
        let arguments: String
        let conditions: [String]
        /// As whoever runs it sets it.
        var isPlannedByOrder = false

        var testDescription: String { file.name }

        static let all = [
            LookUp(
                file: SchemaFiles.readStreams, role: .reader,
                arguments: "'1480', 'cases', '{notebook/a,notebook/none}'",
                conditions: ["(stream = asked.stream)"], isPlannedByOrder: true),
            LookUp(
                file: SchemaFiles.readStreamsTo, role: .reader, arguments: "'1480', 'cases', '{notebook/a}', 3000",
                conditions: ["(stream = asked.stream)"], isPlannedByOrder: true),
            LookUp(
                file: SchemaFiles.readVersions, role: .appender,
                arguments: "'1480', 'cases', '{notebook/a,notebook/none}'",
                conditions: ["(stream = asked.stream)"], isPlannedByOrder: true),
            LookUp(
                file: SchemaFiles.readTagged, role: .reader,
                arguments: "'1480', 'cases', 0, 3000, '{1,1}', '{notebook:a,parity:odd}'",
                conditions: ["(tag = i_1.tag)", #"("position" >= found."position")"#]),
            LookUp(
                file: SchemaFiles.readPositions, role: .reader, arguments: "'1480', 'cases', '{7,2000}'",
                conditions: [#"("position" >= p."position")"#]),
            LookUp(
                file: SchemaFiles.readProtectedTexts, role: .reader, arguments: "'1480', 'cases', '{7,2000}'",
                conditions: [#"("position" = p."position")"#]),
            LookUp(
                file: SchemaFiles.readPositionAt, role: .reader, arguments: "'1480', 'cases', '2026-01-01'",
                conditions: [#"("position" >= (("#]),
            LookUp(
                file: SchemaFiles.readTaggedTrailPage, role: .reader, arguments: taggedTrail,
                conditions: ["(tag = 'notebook:a'", "(tag = other.tag)", #"("position" >= g."position")"#],
                isPlannedByOrder: true),
            LookUp(
                file: SchemaFiles.readTaggedTrailPageNewestFirst, role: .reader, arguments: taggedTrail,
                conditions: ["(tag = 'notebook:a'", "(tag = other.tag)", #"("position" >= g."position")"#],
                isPlannedByOrder: true),
            LookUp(
                file: SchemaFiles.readWheelOfRounds, role: .reader, arguments: rounds,
                conditions: ["(cycle = r.cycle) AND (unit = r.unit)"]),
            LookUp(
                file: SchemaFiles.deleteMatricesOfRounds, role: .projector, arguments: rounds,
                conditions: ["(cycle = r.cycle) AND (unit = r.unit)"]),
        ]

        private static let taggedTrail = "'1480', 1, 0, 3000, NULL, NULL, NULL, NULL, 100, '{notebook:a,parity:odd}'"
        private static let rounds = "'1480', 1, '{2017-2018,2017-2018}', '{unit-7,unit-9}'"
    }

    private static let tables = ["events", "tags", "audit_trail", "annual_wheel", "report_matrix"]
    private static let analyze = "ANALYZE " + tables.map { "casefeedback.\($0)" }.joined(separator: ", ")

    @Test(arguments: StatisticsOfTenant.allCases)
    func `stays found by key, whatever is known of the tables`(known: StatisticsOfTenant) async throws {
        try await withTestDatabase { database in
            try await database.run(
                Self.tables.map { "ALTER TABLE casefeedback.\($0) SET (autovacuum_enabled = false);" }.joined())
            if known == .ofAnotherTenant {
                try await database.fill(with: 3_000, of: .kungsbacka)
                try await database.run(Self.analyze)
            }
            try await database.fill(with: 3_000, of: .gothenburg)
            if known == .ofTheTenant { try await database.run(Self.analyze) }
            for lookUp in LookUp.all {
                let plan = try await database.asRole(lookUp.role) { session in
                    try session.run(script: "SELECT set_config('app.tenant', '1480', false)")
                    if lookUp.isPlannedByOrder { try session.run(script: "BEGIN; \(SchemaFiles.planByOrder.sql)") }
                    try session.run(script: "PREPARE it AS \(lookUp.file.sql)")
                    return try session.texts("EXPLAIN EXECUTE it(\(lookUp.arguments))")
                }
                for condition in lookUp.conditions {
                    let isByKey = plan.contains { $0.contains("Index Cond:") && $0.contains(condition) }
                    #expect(isByKey, "\(lookUp.file.name):\n\(plan.joined(separator: "\n"))")
                }
                let isReadWhole = plan.contains { $0.contains("Seq Scan") }
                #expect(!isReadWhole, "\(lookUp.file.name):\n\(plan.joined(separator: "\n"))")
            }
        }
    }
}

extension TestDatabase {
    /// A log, its trail, and rows of wheel and matrix.
    fileprivate func fill(with count: Int, of organisation: OrganisationID) async throws {
        let id = organisation.cases
        try await log.open(id)
        let requests = try (1...count).map { number in
            try AppendRequest.of([NoteTaken(in: ["a", "b", "c"][number % 3], number: number)], to: id)
        }
        _ = try await log.append(all: requests, to: id)
        try await run(
            """
            INSERT INTO casefeedback.audit_trail
            SELECT organisation, 1, position, type, recorded_at, occurred_on, recorded_by, performed_by
            FROM casefeedback.events WHERE organisation = '\(organisation)';
            INSERT INTO casefeedback.annual_wheel
            SELECT '\(organisation)', 1, '2017-2018', 'unit-' || i, 'unit', NULL, 'planned', '2018-01-01',
                0, 0, 0, 0, 0, 0, 0, 0, 0, '{}', ''
            FROM generate_series(1, \(count)) AS i;
            INSERT INTO casefeedback.report_matrix
            SELECT '\(organisation)', 1, '2017-2018', 'unit-' || i, 'topic', 'aspect', 'column-' || c, NULL, NULL, '{1}'
            FROM generate_series(1, \(count)) AS i, generate_series(1, 10) AS c
            """)
    }
}
