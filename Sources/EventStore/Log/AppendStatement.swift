import EventSourcing
import Postgres
import SchemaFiles

/// A statement that appends and commits by itself, with the way to read what it answers.
struct AppendStatement: Sendable {
    let file: SchemaFile
    let values: PostgresBindings
    /// What its streams are at when it is accepted whole, where it says so.
    var versions: [String: Int64] = [:]
    /// A verdict a request; nothing where it wrote nothing and can't say why.
    let read: @Sendable (PostgresResult) throws(StoreError) -> [Verdict]?

    func run(on connections: StoreConnections) async throws(StoreError) -> [Verdict]? {
        try await connections.call(file, values, as: .appender, read)
    }

    /// Accepts all requests, or writes nothing.
    static func accepting(
        _ requests: [AppendRequest], atHead head: Position, by file: SchemaFile, _ values: PostgresBindings,
        leaving versions: [String: Int64]
    ) -> AppendStatement {
        AppendStatement(file: file, values: values, versions: versions) { (result) throws(StoreError) in
            guard let recorded = try result.single(0, as: PostgresTimestamp?.self) ?? nil else { return nil }
            return Verdict.allAccepted(requests, after: head, recordedAt: Instant(recorded))
        }
    }
}
