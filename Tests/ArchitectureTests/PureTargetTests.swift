import Testing

@Suite struct `A pure target` {
    /// What can reach a clock, chance, another task or the world outside, as a word.
    private static let words: Set<Substring> = [
        "RandomNumberGenerator", "SystemRandomNumberGenerator", "Clock", "ContinuousClock", "SuspendingClock", "Date",
        "Task", "async", "await", "print", "readLine", "CommandLine", "FileHandle", "ProcessInfo",
    ]

    /// The same, as a member; `random` alone is a fine name for what is handed in.
    private static let members = [".random", ".shuffled", ".shuffle("]

    private static func breaches(in text: String) -> Set<Substring> {
        let code = SourceCode(text)
        let called = members.filter { member in code.lines.contains { $0.contains(member) } }
        return code.words.intersection(words).union(called.map { Substring($0) })
    }

    @Test func `reaches no clock, no chance and no task`() throws {
        let targets = try SourceTree.folders(in: "Sources").filter { `The import table`.pure.contains($0) }
        #expect(targets.count >= 3)
        for target in targets {
            let files = try SourceTree.swiftFiles(in: "Sources/\(target)")
            #expect(files.count > 5)
            for (path, text) in files {
                #expect(Self.breaches(in: text) == [], "Sources/\(target)/\(path)")
            }
        }
    }

    @Test(arguments: [
        "let n = Int.random(in: 0...9)", "let c = ContinuousClock()", "Task { }",
        "var g = SystemRandomNumberGenerator()",
        "func f<G: RandomNumberGenerator>(_ g: G) {}", "let x = [1].randomElement()", "func f() async {}",
        "let now = Date()",
    ])
    func `is caught at it`(line: String) {
        #expect(!Self.breaches(in: line).isEmpty)
    }

    @Test(arguments: ["let random = 1 // .random", "let text = \"Task\"", "/// A Clock.", "let updated = true"])
    func `may use the words`(line: String) {
        #expect(Self.breaches(in: line).isEmpty)
    }
}
