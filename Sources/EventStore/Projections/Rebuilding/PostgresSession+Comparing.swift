import CanonicalJSON
import EventSourcing
package import Postgres
package import SchemaFiles

/// How the rows of two generations are compared in one table, by the server, which holds a row of each.
package struct RowComparison: Sendable {
    private let file: SchemaFile
    private let table: String
    /// The column of bytes that are JSON.
    private let document: String?
    private let isOfSeveralProjections: Bool

    package init(_ file: SchemaFile, of table: String, document: String? = nil) {
        self.init(file, of: table, document: document, isOfSeveralProjections: false)
    }

    private init(_ file: SchemaFile, of table: String, document: String?, isOfSeveralProjections: Bool) {
        self.file = file
        self.table = table
        self.document = document
        self.isOfSeveralProjections = isOfSeveralProjections
    }

    /// Of a fold's keyed states.
    package static let states = RowComparison(
        SchemaFiles.compareStates, of: "projection_states", document: "state", isOfSeveralProjections: true)

    fileprivate func difference(
        of served: ProjectionGeneration, from folded: ProjectionGeneration, on session: PostgresSession
    ) throws(StoreError) -> GenerationDifference {
        var values: [any PostgresEncodable] = [served.organisation.text, served.number, folded.number]
        if isOfSeveralProjections { values.append(served.projection) }
        guard let row = try session.run(file, values).first else { return GenerationDifference() }
        return try decoding { () throws(PostgresError) in
            let counts = try (0..<3).map { column throws(PostgresError) in Int(try row.decode(column, as: Int64.self)) }
            return GenerationDifference(
                surplus: counts[0], missing: counts[1], different: counts[2],
                first: counts.contains { $0 > 0 } ? try first(in: row) : nil)
        }
    }

    private func first(in row: PostgresRow) throws(PostgresError) -> DifferingRow {
        DifferingRow(
            table: table, key: try row.decode(3, as: [String].self),
            served: json(try row.decode(4, as: String?.self), try row.decode(5, as: [UInt8]?.self)),
            folded: json(try row.decode(6, as: String?.self), try row.decode(7, as: [UInt8]?.self)))
    }

    private func json(_ columns: String?, _ bytes: [UInt8]?) -> JSONValue? {
        guard let columns else { return nil }
        let value = Self.json(Array(columns.utf8))
        guard let document, let bytes, case .object(var fields) = value else { return value }
        fields[document] = Self.json(bytes)
        return .object(fields)
    }

    /// What can't be read may be the very difference: it is shown as a text.
    private static func json(_ bytes: [UInt8]) -> JSONValue {
        do throws(JSONFault) {
            return try JSONDocument(parsing: bytes, limits: JSONDocument.Limits(bytes: 1 << 28)).root
        } catch {
            return .string(String(decoding: bytes, as: UTF8.self))
        }
    }
}

extension PostgresSession {
    /// In what the rows of a served generation are not those of a folded one, table by table, within one transaction.
    package func difference(
        of served: ProjectionGeneration, from folded: ProjectionGeneration, _ comparisons: [RowComparison]
    ) throws(StoreError) -> GenerationDifference {
        try run(SchemaFiles.planByOrder)
        var difference = GenerationDifference()
        for comparison in comparisons { difference.add(try comparison.difference(of: served, from: folded, on: self)) }
        return difference
    }
}
