import Foundation
import TestSupport
import Testing

/// Ctrl-C while a verb waits for who is at the other end of a pipe, and does nothing.
@Suite struct `Interrupting what waits for a pipe` {
    private static let published = URL(filePath: #filePath).deletingLastPathComponent()
        .appending(path: "../../Sources/casefeedback/Cases/goteborg-2017-2021.ndjson").standardizedFileURL.path()

    @Test(arguments: [0, 3_000], [[], ["--dry-run"]])
    func `ends an import whose file does not come, and takes in nothing`(
        bytes: Int, options: [String]
    ) async throws {
        let history = try await withTestDatabase { database in
            let casefeedback = Program(on: database)
            try await casefeedback.join()
            return try await casefeedback("export", "events", "--output", "-").output
        }
        try await withTestDatabase { database in
            let casefeedback = Program(on: database)
            let input = Pipe()
            let running = try casefeedback.start(["import", "events", "-", "--json"] + options, reading: input)
            let begun = history.utf8.prefix(min(bytes, history.utf8.count / 2))
            try input.fileHandleForWriting.write(contentsOf: Data(begun))
            try await Task.sleep(for: .milliseconds(1_500))
            try #require(running.process.isRunning)
            let outcome = try await Self.interrupted(running)
            #expect(outcome.status == 4, "\(outcome.errors)")
            let type = try outcome.json(\.errors)["type"] as? String
            #expect(type == "urn:casefeedback:problem:history-import-interrupted")
            #expect(try await casefeedback("status", "--json").json()["head"] as? Int == 0)
            withExtendedLifetime(input) {}
        }
    }

    @Test func `ends an export that nobody reads`() async throws {
        try await withTestDatabase { database in
            let casefeedback = Program(on: database)
            let imported = try await casefeedback("import", "commands", Self.published)
            try #require(imported.status == 0, "\(imported.errors)")
            let (input, output) = (Pipe(), Pipe())
            let running = try casefeedback.start(
                ["export", "events", "--output", "-", "--json"], reading: input, writing: output)
            var waiting: Int32 = 0
            while waiting < 60_000, running.process.isRunning {
                try await Task.sleep(for: .milliseconds(50))
                _ = ioctl(output.fileHandleForReading.fileDescriptor, UInt(FIONREAD), &waiting)
            }
            try await Task.sleep(for: .milliseconds(500))
            try #require(running.process.isRunning)
            let outcome = try await Self.interrupted(running)
            #expect(outcome.status == 4, "\(outcome.errors)")
            #expect(
                try outcome.json(\.errors)["type"] as? String == "urn:casefeedback:problem:streamed-export-interrupted")
            withExtendedLifetime((input, output)) {}
        }
    }

    private static func interrupted(_ running: Running) async throws -> Program.Outcome {
        running.process.interrupt()
        do { return try await running.end(within: .seconds(5)) } catch {
            kill(running.process.processIdentifier, SIGKILL)
            throw error
        }
    }
}
