import Testing

@Suite struct `SQL` {
    /// Words that begin a statement, as they stand in a literal; `BEGIN`, `COMMIT` and their kin are the client's own.
    private static let beginnings = [
        "SELECT ", "INSERT INTO ", "UPDATE ", "DELETE FROM ", "CREATE TABLE ", "WITH ", "TRUNCATE ",
    ]

    @Test func `stands in the schema's files and in no Swift string`() throws {
        for target in try SourceTree.folders(in: "Sources") where target != "Postgres" {
            for (path, text) in try SourceTree.swiftFiles(in: "Sources/\(target)") {
                for line in text.split(separator: "\n") {
                    let words = line.drop { $0 == " " }
                    for beginning in Self.beginnings {
                        #expect(
                            !words.hasPrefix(beginning) && !line.contains("\"\(beginning)"),
                            "Sources/\(target)/\(path): \(line)")
                    }
                }
            }
        }
    }
}
