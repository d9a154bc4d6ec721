import Crypto
import EventStore
import SchemaFiles
import Testing

/// A program serves only a database of its own revision, so what stands in the database may not change without it.
@Suite struct `The schema's revision` {
    /// The digest of what a database of today's revision holds.
    private static let standing = (
        revision: 5, digest: "cb1d038eee840f809a3bd08f18d006eaf6531bfc21f0b689dfb5d75b109d8848"
    )

    @Test func `is raised whenever the SQL that stands in a database changes`() {
        let digest = Self.digest(of: SchemaFiles.migrations + SchemaFiles.functions + [SchemaFiles.grants])
        #expect(
            (Migrator.schemaRevision, digest) == Self.standing,
            """
            Migrations, functions or privileges are not those of revision \(Self.standing.revision). Raise \
            Migrator.schemaRevision by one, so that a program of before is refused by a database of after and the other \
            way round (a change of tables is a new migration, never an edit of one that was released), and put the \
            revision and this digest here: \(digest)
            """)
    }

    @Test func `hangs on every byte, and on which file it stands in`() {
        let files = SchemaFiles.functions
        #expect(Self.digest(of: files) != Self.digest(of: files.reversed()))
        #expect(Self.digest(of: files) != Self.digest(of: files.dropLast()))
    }

    /// SHA-256 of each file's name, length and text, in turn.
    private static func digest(of files: some Sequence<SchemaFile>) -> String {
        var hash = SHA256()
        for file in files {
            hash.update(data: Array("\(file.name) \(file.sql.utf8.count)\n".utf8))
            hash.update(data: Array(file.sql.utf8))
        }
        return hash.finalize().map { byte in
            let digits = String(byte, radix: 16)
            return digits.count == 1 ? "0" + digits : digits
        }.joined()
    }
}
