import Foundation
import SchemaFiles
import Testing

@Suite struct `The schema's files` {
    private static let lists: [(folder: String, files: [SchemaFile])] = [
        ("migrations", SchemaFiles.migrations), ("functions", SchemaFiles.functions), ("queries", SchemaFiles.queries),
        ("projections", SchemaFiles.projections), ("privileges", SchemaFiles.roles + [SchemaFiles.grants]),
        ("bench", SchemaFiles.bench),
    ]

    @Test func `are those of the folders, byte for byte`() throws {
        #expect(try SourceTree.folders(in: "Schema") == Self.lists.map(\.folder).sorted())
        for (folder, files) in Self.lists {
            let paths = try SourceTree.files(in: "Schema/\(folder)", ending: "")
            #expect(paths == files.map { "\($0.name).sql" }.sorted(), "\(folder)")
            for file in files {
                let url = SourceTree.root.appending(path: "Schema/\(folder)/\(file.name).sql")
                #expect(try Data(contentsOf: url) == Data(file.sql.utf8), "\(file.name)")
            }
        }
    }

    @Test func `have names of their own, short enough to name a prepared statement`() {
        let names = Self.lists.flatMap(\.files).map(\.name)
        #expect(Set(names).count == names.count)
        for name in names {
            #expect(name.utf8.count <= 50, "\(name)")
            #expect(name.allSatisfy { $0 == "_" || $0.isASCII && ($0.isLowercase || $0.isNumber) }, "\(name)")
        }
    }

    @Test func `hold one statement each, but for migrations and privileges`() {
        for (folder, files) in Self.lists where ["queries", "projections", "bench"].contains(folder) {
            for file in files where file.name != "begin_migration" {
                let code = file.sql.split(separator: "\n").filter { !$0.hasPrefix("--") }.joined(separator: "\n")
                // A body between dollars is one statement, whatever stands in it.
                let statements = code.components(separatedBy: "$$").enumerated().filter { $0.offset.isMultiple(of: 2) }
                    .map(\.element).joined()
                #expect(statements.filter { $0 == ";" }.count <= 1, "\(file.name)")
            }
        }
    }

    @Test func `of migrations go forward in the order of their names`() {
        let names = SchemaFiles.migrations.map(\.name)
        #expect(names == names.sorted())
        for (index, name) in names.enumerated() {
            let number = String(index + 1)
            #expect(name.hasPrefix("m" + String(repeating: "0", count: 4 - number.count) + number + "_"), "\(name)")
        }
    }

    /// What a distributed engine can't do, or what would let another clock than the locked one decide order.
    @Test func `let no sequence, identity or clock of the transaction decide anything`() {
        let refused = [
            "serial", "identity", "nextval", "now()", "current_timestamp", "txid_", "pg_current_xact", " xmin",
        ]
        for file in Self.lists.flatMap(\.files) {
            let code = file.sql.split(separator: "\n").map { $0.prefix(while: { $0 != "-" }) }.joined(separator: "\n")
                .lowercased()
            for word in refused { #expect(!code.contains(word), "\(file.name): \(word)") }
            #expect(!code.contains(" timestamp ") && !code.contains("::timestamp "), "\(file.name): timestamp")
        }
    }
}
