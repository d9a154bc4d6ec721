import CanonicalJSON
import CaseFeedback
import CaseFeedbackService
import EventSourcing
import EventStore
import Postgres
import TestSupport
import Testing

@Suite struct `What is served and is not the fold of the log` {
    @Test func `is counted, and shown in its first row`() async throws {
        try await Self.withCase { database in
            try await database.run(
                """
                UPDATE casefeedback.annual_wheel
                SET phase = 'report', row = replace(convert_from(row, 'UTF8'), '"unit":"unit-03"', '"unit":"unit-93"')::bytea
                WHERE cycle = '2017-2018' AND unit IN ('unit-03', 'unit-04');
                DELETE FROM casefeedback.annual_wheel WHERE cycle = '2017-2018' AND unit = 'unit-05';
                UPDATE casefeedback.projection_states SET key = 'round/none'
                WHERE projection = 'annual-wheel' AND key = 'round/2017-2018/unit-06';
                """)
            let difference = try #require(try await Self.difference(of: AnnualWheelTable(), in: database))
            #expect((difference.surplus, difference.missing, difference.different) == (1, 2, 2))
            let first = try #require(difference.first)
            #expect(first.description == "annual_wheel 2017-2018 unit-03")
            #expect(first.places.map(\.pointer) == ["/phase", "/row/unit"])
            #expect(first.placesInWords.last == #"/row/unit: "unit-93" → "unit-03""#)
        }
    }

    @Test func `is shown whole where no row is beside it`() async throws {
        try await Self.withCase { database in
            try await database.run("DELETE FROM casefeedback.audit_trail WHERE position = 7")
            let missing = try #require(try await Self.difference(of: AuditTrailTable(), in: database))
            #expect((missing.surplus, missing.missing, missing.different) == (0, 1, 0))
            #expect(missing.first?.served == nil)
            #expect(missing.first?.folded?["position"] == 7)
            #expect(missing.first?.places.map(\.pointer) == [""])
            try await database.run(
                """
                INSERT INTO casefeedback.audit_trail
                VALUES ('1480', 1, 0, 'cycle-opened', '2020-01-01', '2020-01-01', 'nobody', NULL)
                """)
            let surplus = try #require(try await Self.difference(of: AuditTrailTable(), in: database))
            #expect((surplus.surplus, surplus.missing, surplus.different) == (1, 1, 0))
            #expect(surplus.first?.served?["actor"] == "nobody")
            #expect(surplus.first?.folded == nil)
        }
    }

    @Test func `is told also of bytes that are no text`() async throws {
        try await Self.withCase { database in
            try await database.run(
                #"UPDATE casefeedback.projection_states SET state = '\xff00' WHERE key = 'round/2017-2018/unit-06'"#)
            let difference = try #require(try await Self.difference(of: AnnualWheelTable(), in: database))
            #expect(difference.different == 1)
            #expect(difference.first?.places.map(\.pointer) == ["/state"])
            let report = try await database.installation.verifier.verify([.gothenburg])
            #expect(report.findings.map(\.code) == ["projection-differs", "projection-differs"])
            #expect(try await !database.runner.rebuild(AnnualWheelTable(), of: .gothenburg).isEqual)
            #expect(try await database.runner.rebuild(AnnualWheelTable(), of: .gothenburg).isEqual)
        }
    }

    /// A column that only one of digest and comparison knows would differ without being found, or not at all.
    @Test(arguments: ["annual_wheel", "report_matrix", "audit_trail", "projection_states"])
    func `is found in every column`(table: String) async throws {
        let projection: any StoredProjection =
            switch table {
            case "report_matrix": ReportMatrixTable()
            case "audit_trail": AuditTrailTable()
            default: AnnualWheelTable()
            }
        try await Self.withCase { database in
            try await database.run(
                "ALTER TABLE casefeedback.annual_wheel DROP CONSTRAINT every_selected_child_has_one_outcome")
            _ = try await database.runner.rebuild(projection, of: .gothenburg)
            try await database.asSuperuser { session in
                let columns = try session.texts(
                    """
                    SELECT column_name || ' ' || udt_name FROM information_schema.columns
                    WHERE table_schema = 'casefeedback' AND table_name = $1
                        AND column_name NOT IN ('organisation', 'generation', 'projection')
                    """, table
                ).map { $0.split(separator: " ").map(String.init) }
                #expect(!columns.isEmpty)
                for column in columns {
                    let (name, other) = (#""\#(column[0])""#, try #require(Self.others[column[1]]))
                    try session.run(
                        script: """
                            BEGIN;
                            UPDATE casefeedback.\(table) SET \(name) = \(other.replacing("?", with: name))
                            WHERE ctid = (SELECT min(ctid) FROM casefeedback.\(table)
                                WHERE generation = 1 AND \(table == "projection_states" ? "projection = 'annual-wheel'" : "true"))
                            """)
                    let generations = [1, 2].map {
                        ProjectionGeneration(organisation: .gothenburg, projection: projection.name, number: $0)
                    }
                    let isEqual =
                        try projection.digest(of: generations[0], on: session)
                        == projection.digest(of: generations[1], on: session)
                    let found = try projection.difference(of: generations[0], from: generations[1], on: session)
                    #expect(!isEqual, "\(name)")
                    let isOfKey = found.surplus == 1 && found.missing == 1 && found.different == 0
                    let isBesideIt = found.surplus == 0 && found.missing == 0 && found.different == 1
                    #expect(isOfKey || isBesideIt, "\(name): \(found)")
                    #expect(found.first?.table == table)
                    try session.run(script: "ROLLBACK")
                }
            }
        }
    }

    /// Another value of a column's type.
    private static let others = [
        "text": "coalesce(?, '') || 'x'", "int4": "coalesce(?, 0) + 1000000", "int8": "coalesce(?, 0) + 1000000",
        "date": "? + 1", "timestamptz": "? + interval '1 day'", "_text": "array_append(?, 'x')",
        "_int8": "array_append(?, 1::bigint)", "bytea": #"? || '\x20'"#,
    ]

    private static func withCase(_ body: (TestDatabase) async throws -> Void) async throws {
        let history = try CaseHistory()
        try await withTestDatabase { database in
            _ = try await database.installation.imports.run(history.file)
            try await database.installation.catchUp(.gothenburg)
            try await body(database)
        }
    }

    private static func difference(
        of projection: any StoredProjection, in database: TestDatabase
    ) async throws -> GenerationDifference? {
        let outcomes = try await database.runner.compare([projection], of: .gothenburg)
        return try #require(outcomes.first).result.get().difference
    }
}
