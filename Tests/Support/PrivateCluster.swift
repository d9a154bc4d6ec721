import EventStore
import Foundation
import Postgres

/// A PostgreSQL of a test's own, which it may kill and start again, made by the script that
/// `CASEFEEDBACK_TEST_CLUSTER_SCRIPT` names, in `CASEFEEDBACK_TEST_DIRECTORY`.
package final class PrivateCluster: Sendable {
    private let script: String
    private let directory: String
    /// Holds the offset of the server's clock, such as `-30s`; read by the server at every look.
    private let clock: URL?

    /// Makes a cluster and starts it, with a clock that ``setClock(_:)`` shifts where asked for; removes it after `body`.
    package static func with<Value>(
        _ name: String, clock: Bool = false, _ body: (PrivateCluster) async throws -> Value
    ) async throws -> Value {
        let cluster = try PrivateCluster(name, hasClock: clock)
        let result: Result<Value, any Error>
        do {
            try await cluster.start()
            result = .success(try await body(cluster))
        } catch {
            result = .failure(error)
        }
        try await cluster.call("remove")
        return try result.get()
    }

    private init(_ name: String, hasClock: Bool) throws {
        let environment = ProcessInfo.processInfo.environment
        guard let script = environment["CASEFEEDBACK_TEST_CLUSTER_SCRIPT"],
            let directory = environment["CASEFEEDBACK_TEST_DIRECTORY"]
        else {
            throw TestServer.Unusable(
                "CASEFEEDBACK_TEST_CLUSTER_SCRIPT and CASEFEEDBACK_TEST_DIRECTORY are not set; Scripts/test sets them.")
        }
        self.script = script
        self.directory = "\(directory)/\(name)-\(UInt32.random(in: 0...UInt32.max))"
        guard hasClock else {
            clock = nil
            return
        }
        // The server's user must get at it, wherever the checkout lies.
        let folder = FileManager.default.temporaryDirectory.appending(
            path: "casefeedback-clock-\(UInt64.random(in: 0...UInt64.max))")
        try FileManager.default.createDirectory(
            at: folder, withIntermediateDirectories: true, attributes: [.posixPermissions: 0o755])
        clock = folder.appending(path: "clock")
        try setClock("+0s")
    }

    deinit {
        if let clock { try? FileManager.default.removeItem(at: clock.deletingLastPathComponent()) }
    }

    package func start() async throws {
        try await call("start", clock.map { ["--clock", $0.path] } ?? [])
    }

    /// `kill -9` of every process of the server at once.
    package func kill() async throws { try await call("kill") }

    package func stop() async throws { try await call("stop") }

    /// Shifts the server's clock, as `-30s` or `+2m`; the server sees it at its next look.
    package func setClock(_ offset: String) throws {
        guard let clock else { throw TestServer.Unusable("This cluster was started without a clock of its own.") }
        try Data("\(offset)\n".utf8).write(to: clock)
        try FileManager.default.setAttributes([.posixPermissions: 0o644], ofItemAtPath: clock.path)
    }

    /// The superuser's way in.
    package func server() async throws -> TestServer {
        let text = try await call("connection")
        return TestServer(connectionString: text.split(separator: "\n").last.map(String.init) ?? "")
    }

    /// A migrated database in this cluster. Close its installation before the cluster goes.
    package func database(_ name: String = "casefeedback") async throws -> TestDatabase {
        let server = try await server()
        try await server.run("CREATE DATABASE \(name) TEMPLATE template0 ENCODING 'UTF8'")
        let migrator = Migrator(
            PostgresConfiguration(connectionString: server.connectionString(database: name)), programVersion: "test",
            logger: .silent)
        try await migrator.makeRoles()
        _ = try await migrator.migrate()
        return TestDatabase(name: name, server: server)
    }

    /// Calls the script, without blocking a thread of Swift's pool; gives what it printed.
    @discardableResult
    private func call(_ verb: String, _ arguments: [String] = []) async throws -> String {
        let output = FileManager.default.temporaryDirectory.appending(
            path: "casefeedback-output-\(UInt64.random(in: 0...UInt64.max))")
        _ = FileManager.default.createFile(atPath: output.path, contents: nil)
        defer { try? FileManager.default.removeItem(at: output) }
        let file = try FileHandle(forWritingTo: output)
        let process = Process()
        process.executableURL = URL(filePath: script)
        process.arguments = [verb, "--directory", directory] + arguments
        // A pipe would be held open by the server that the script leaves behind.
        process.standardInput = FileHandle.nullDevice
        process.standardOutput = file
        process.standardError = file
        let status = try await withCheckedThrowingContinuation {
            (continuation: CheckedContinuation<Int32, any Error>) in
            process.terminationHandler = { continuation.resume(returning: $0.terminationStatus) }
            do { try process.run() } catch { continuation.resume(throwing: error) }
        }
        try file.close()
        let text = try String(contentsOf: output, encoding: .utf8)
        guard status == 0 else { throw TestServer.Unusable("\(script) \(verb) ended \(status): \(text)") }
        return text
    }
}
