package import EventSourcing
package import EventStore
package import Postgres

/// Counts how often each event was applied, and keeps the order: what exactly-once is measured by.
package struct CountingProjection: StoredProjection {
    package let name: String
    package let revision: Int
    /// Called in each transaction that applies events, on the connection's thread, before and after its rows are written.
    private let hook: @Sendable (Moment, [RecordedEvent]) throws(StoreError) -> Void

    /// Called in each transaction that removes rows, on the connection's thread, behind the removal.
    private let removal: @Sendable () throws(StoreError) -> Void

    package enum Moment: Sendable {
        case before
        case after
    }

    package init(
        _ name: String = "counting", revision: Int = 1,
        hook: @escaping @Sendable (Moment, [RecordedEvent]) throws(StoreError) -> Void = { _, _ throws(StoreError) in },
        removal: @escaping @Sendable () throws(StoreError) -> Void = { () throws(StoreError) in }
    ) {
        self.name = name
        self.revision = revision
        self.hook = hook
        self.removal = removal
    }

    /// One that can't read events of a type.
    package static func failing(on type: TypeName, _ name: String = "failing") -> CountingProjection {
        CountingProjection(name) { moment, events throws(StoreError) in
            if moment == .before, let event = events.first(where: { $0.type == type }) {
                throw .unreadable(UnreadableEvent(event: event, reason: .unknownType))
            }
        }
    }

    /// Makes its tables, which belong to no schema of the program.
    package static func makeTables(in database: TestDatabase) async throws {
        try await database.asSuperuser { session in
            try session.run(
                script: """
                    CREATE TABLE public.applied (
                        organisation text NOT NULL, generation integer NOT NULL, projection text NOT NULL,
                        position bigint NOT NULL, times bigint NOT NULL, stream text NOT NULL, version bigint NOT NULL,
                        PRIMARY KEY (organisation, generation, projection, position));
                    GRANT ALL ON public.applied TO casefeedback_projector;
                    """)
        }
    }

    package func apply(
        _ events: [RecordedEvent], to generation: ProjectionGeneration, on session: PostgresSession
    ) throws(StoreError) {
        try hook(.before, events)
        try run(
            """
            INSERT INTO public.applied
            SELECT $1, $2, $3, a.position, 1, a.stream, a.version
            FROM unnest($4::bigint[], $5::text[], $6::bigint[]) AS a (position, stream, version)
            ON CONFLICT (organisation, generation, projection, position) DO UPDATE SET times = applied.times + 1
            """,
            [
                generation.organisation.text, generation.number, name, events.map(\.position.value),
                events.map(\.envelope.stream.text), events.map(\.envelope.version),
            ], on: session)
        try hook(.after, events)
    }

    package func remove(
        _ generation: ProjectionGeneration, atMost limit: Int, on session: PostgresSession
    ) throws(StoreError) -> Int {
        let removed = try run(
            """
            DELETE FROM public.applied WHERE organisation = $1 AND generation = $2 AND projection = $3 AND position IN (
                SELECT position FROM public.applied WHERE organisation = $1 AND generation = $2 AND projection = $3
                LIMIT $4)
            """,
            [generation.organisation.text, generation.number, name, Int64(limit)], on: session
        ).affectedRows
        try removal()
        return removed
    }

    package func dump(_ generation: ProjectionGeneration, on session: PostgresSession) throws(StoreError) -> [String] {
        let result = try run(
            """
            SELECT concat_ws(' ', position, times, stream, version) FROM public.applied
            WHERE organisation = $1 AND generation = $2 AND projection = $3 ORDER BY position
            """, [generation.organisation.text, generation.number, name], on: session)
        do throws(PostgresError) {
            var lines: [String] = []
            for row in result.rows { lines.append(try row.decode(0, as: String.self)) }
            return lines
        } catch {
            throw StoreError(error)
        }
    }

    package func difference(
        of served: ProjectionGeneration, from folded: ProjectionGeneration, on session: PostgresSession
    ) throws(StoreError) -> GenerationDifference {
        let (served, folded) = (try rows(served, on: session), try rows(folded, on: session))
        return GenerationDifference(
            surplus: served.keys.count { folded[$0] == nil }, missing: folded.keys.count { served[$0] == nil },
            different: served.count { position, row in folded[position].map { $0 != row } ?? false })
    }

    /// By position.
    private func rows(
        _ generation: ProjectionGeneration, on session: PostgresSession
    ) throws(StoreError) -> [Substring: String] {
        let lines = try dump(generation, on: session)
        return Dictionary(uniqueKeysWithValues: lines.map { ($0.prefix { $0 != " " }, $0) })
    }

    /// How often each event of the served generation was applied, by position.
    package func times(in database: TestDatabase, of organisation: OrganisationID = .gothenburg) async throws
        -> [Int64: Int64]
    {
        let name = name
        return try await database.asSuperuser { session in
            let result = try session.query(
                """
                SELECT a.position, a.times FROM public.applied AS a
                JOIN casefeedback.projection_pointers AS p USING (organisation, projection, generation)
                WHERE a.organisation = $1 AND a.projection = $2
                """, organisation.text, name)
            var times: [Int64: Int64] = [:]
            for row in result.rows { times[try row.decode(0)] = try row.decode(1, as: Int64.self) }
            return times
        }
    }

    @discardableResult
    private func run(
        _ sql: String, _ values: [any PostgresEncodable], on session: PostgresSession
    ) throws(StoreError) -> PostgresResult {
        do throws(PostgresError) {
            return try session.execute(PostgresStatement(name: "counting_\(sql.prefix(6))", sql: sql), values)
        } catch {
            throw StoreError(error)
        }
    }
}
