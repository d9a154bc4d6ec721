import Foundation
import TestSupport

/// The built program, called as a shell calls it.
struct Program {
    /// What a call left behind.
    struct Outcome {
        let status: Int32
        let output: String
        let errors: String

        /// The object that a program would read.
        func json(_ text: KeyPath<Outcome, String> = \.output) throws -> [String: Any] {
            guard let object = try JSONSerialization.jsonObject(with: Data(self[keyPath: text].utf8)) as? [String: Any]
            else {
                throw Unusable("no object: \(self[keyPath: text])")
            }
            return object
        }
    }

    struct Unusable: Error, CustomStringConvertible {
        let description: String
        init(_ description: String) { self.description = description }
    }

    /// It stands beside the program that runs the tests, unless `CASEFEEDBACK_TEST_PROGRAM` names another, such as an optimised
    /// one for a long run.
    static var executable: URL {
        if let named = ProcessInfo.processInfo.environment["CASEFEEDBACK_TEST_PROGRAM"] { return URL(filePath: named) }
        return URL(filePath: "/proc/self/exe").resolvingSymlinksInPath().deletingLastPathComponent()
            .appending(component: "casefeedback")
    }

    /// Variables of the call; it inherits none of those that name a database.
    var environment: [String: String] = ["CASEFEEDBACK_LANGUAGE": "en"]
    /// An empty folder, unless a test says otherwise.
    var folder = FileManager.default.temporaryDirectory

    /// How a shell becomes the program, where something of it is closed or bounded: `exec "$0" "$@" >&-`.
    var shell: String?

    /// A program that finds a test's database.
    init(on database: TestDatabase) { environment["CASEFEEDBACK_DATABASE"] = database.serviceConnection }

    /// A program that finds no database.
    init() {}

    /// Begins a call; the caller ends it.
    func start(_ arguments: [String], input: String = "") throws -> Running {
        let pipe = Pipe()
        let running = try start(arguments, reading: pipe)
        try pipe.fileHandleForWriting.write(contentsOf: Data(input.utf8))
        try pipe.fileHandleForWriting.close()
        return running
    }

    /// Begins a call whose other ends the caller has: of its input, and of its output where that is no file.
    func start(_ arguments: [String], reading input: Pipe, writing output: Pipe? = nil) throws -> Running {
        let running = try Running()
        let process = running.process
        process.executableURL = shell == nil ? Self.executable : URL(filePath: "/bin/sh")
        process.arguments = (shell.map { ["-c", $0, Self.executable.path] } ?? []) + arguments
        process.currentDirectoryURL = folder
        process.environment = ProcessInfo.processInfo.environment
            .filter { !$0.key.hasPrefix("PG") && !$0.key.hasPrefix("CASEFEEDBACK_") }
            .merging(environment) { _, own in own }
        process.standardInput = input
        if let output { process.standardOutput = output }
        try process.run()
        return running
    }

    func callAsFunction(_ arguments: String..., input: String = "") async throws -> Outcome {
        try await start(arguments, input: input).end()
    }
}

/// A call that is under way. Its output goes to files, so that it never waits for its reader.
final class Running {
    let process = Process()
    private let folder: URL

    init() throws {
        folder = FileManager.default.temporaryDirectory.appending(component: "call-\(UUID())")
        try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
        for (name, assign) in [("output", \Process.standardOutput), ("errors", \Process.standardError)] {
            let file = folder.appending(component: name)
            try Data().write(to: file)
            process[keyPath: assign] = try FileHandle(forWritingTo: file)
        }
    }

    /// What it has written so far.
    func text(_ name: String) throws -> String {
        String(decoding: try Data(contentsOf: folder.appending(component: name)), as: UTF8.self)
    }

    /// The first line that it writes, waited for.
    func firstLine() async throws -> String {
        for _ in 0..<600 {
            let lines = try text("output").split(separator: "\n", omittingEmptySubsequences: false)
            if lines.count > 1 { return String(lines[0]) }
            guard process.isRunning else { throw Program.Unusable("it ended: \(try text("errors"))") }
            try await Task.sleep(for: .milliseconds(50))
        }
        throw Program.Unusable("it writes nothing: \(try text("errors"))")
    }

    /// Waits for its end, half a minute at most unless it is known to take longer.
    func end(within limit: Duration = .seconds(30)) async throws -> Program.Outcome {
        let deadline = ContinuousClock.now + limit
        while process.isRunning, ContinuousClock.now < deadline { try await Task.sleep(for: .milliseconds(25)) }
        guard !process.isRunning else {
            process.terminate()
            throw Program.Unusable("it does not end: \(try text("errors"))")
        }
        let outcome = Program.Outcome(
            status: process.terminationStatus, output: try text("output"), errors: try text("errors"))
        try? FileManager.default.removeItem(at: folder)
        return outcome
    }
}
