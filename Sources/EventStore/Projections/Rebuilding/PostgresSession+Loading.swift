import EventSourcing
package import Postgres
package import SchemaFiles

extension PostgresSession {
    /// One transaction of one tenant that builds: as the projector, but for the moments of a COPY.
    package func building<Answer>(
        _ generation: ProjectionGeneration, _ body: () throws(StoreError) -> Answer
    ) throws(StoreError) -> Answer {
        try inTenant(generation.organisation, isolation: .readCommitted, readOnly: false) {
            (session) throws(StoreError) in
            try session.run(SchemaFiles.actAsProjector)
            return try body()
        }
    }

    /// Sends rows by COPY as the loader, whom row-level security does not bind, and proves by what the projector sees
    /// afterwards, whom it does, that none of them went to another tenant. Within ``building(_:_:)``.
    ///
    /// `count` counts, under row-level security, where the rows belong: as many rows as there are, so before and after all.
    package func load(
        count: () throws(StoreError) -> Int64, _ body: (RowLoader) throws(StoreError) -> Void
    ) throws(StoreError) {
        let before = try count()
        let loader = RowLoader(self)
        try body(loader)
        guard try count() - before == loader.rows else {
            throw .corrupt("a rebuild wrote rows that are not its organisation's; they are rolled back")
        }
    }

    /// The same, with a single COPY.
    package func load(
        _ file: SchemaFile, count: () throws(StoreError) -> Int64,
        rows: (PostgresCopyWriter) throws(StoreError) -> Void
    ) throws(StoreError) {
        try load(count: count) { (loader) throws(StoreError) in try loader.copy(file, rows) }
    }

    /// SHA-256 over the rows of a generation that statements of COPY give, field by field with its length.
    package func digest(
        of generation: ProjectionGeneration, _ files: [SchemaFile]
    ) throws(StoreError) -> GenerationDigest {
        try run(
            SchemaFiles.setGeneration, generation.organisation.text, generation.number, generation.projection)
        var digest = RowsDigest()
        for file in files {
            try copyOut(file.sql) { row throws(StoreError) in
                do throws(PostgresError) { try digest.add(&row) } catch { throw StoreError(error) }
            }
        }
        return digest.finish()
    }
}

/// Copies rows as the loader, for ``PostgresSession/load(count:_:)``.
package final class RowLoader {
    private let session: PostgresSession
    fileprivate private(set) var rows: Int64 = 0

    fileprivate init(_ session: PostgresSession) { self.session = session }

    package func copy(
        _ file: SchemaFile, _ rows: (PostgresCopyWriter) throws(StoreError) -> Void
    ) throws(StoreError) {
        try session.run(SchemaFiles.actAsLoader)
        self.rows += Int64(try session.copyIn(file.sql, rows))
        try session.run(SchemaFiles.actAsProjector)
    }

    /// The same, for rows of many kilobytes each, in as many COPYs as they take.
    package func copyLarge(
        _ file: SchemaFile, _ rows: (PostgresCopyWriter) throws(StoreError) -> Void
    ) throws(StoreError) {
        try session.run(SchemaFiles.actAsLoader)
        self.rows += Int64(try session.copyInLargeRows(file.sql, rows))
        try session.run(SchemaFiles.actAsProjector)
    }
}
