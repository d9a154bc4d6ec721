import Foundation
import Postgres

/// A PostgreSQL of a test's own, which it may kill and start again. Data and socket lie in a short folder under /tmp,
/// fsync is on. Stopped and removed by `withCluster`, whatever happens in it.
///
/// It is a class with a lock-free life: one test owns it and calls it from one task at a time.
final class PrivateCluster: Sendable {
    struct Failed: Error, CustomStringConvertible {
        let description: String
    }

    private static let user = "postgres"
    private let programs: String
    private let folder: String

    /// Makes a cluster, starts it, runs `body`, stops and removes it.
    static func withCluster<Value>(_ body: (PrivateCluster) async throws -> Value) async throws -> Value {
        let cluster = try PrivateCluster()
        let result: Result<Value, any Error>
        do {
            try cluster.start()
            result = .success(try await body(cluster))
        } catch { result = .failure(error) }
        cluster.destroy()
        return try result.get()
    }

    var connectionString: String { "host=\(folder) user=\(Self.user) dbname=postgres" }

    var folderPath: String { folder }

    func start() throws {
        try command(
            "pg_ctl", "-D", "\(folder)/data", "-l", "\(folder)/log", "-w", "-t", "60", "-o",
            "-c listen_addresses='' -c unix_socket_directories='\(folder)' -c fsync=on", "start")
    }

    /// As an operator stops it: `fast` ends sessions, `immediate` leaves recovery to the next start.
    func stop(mode: String = "fast") throws {
        try command("pg_ctl", "-D", "\(folder)/data", "-w", "-m", mode, "stop")
    }

    /// kill -9 of the postmaster and all its children, at once.
    func kill() throws {
        let file = "\(folder)/data/postmaster.pid"
        guard let first = try String(contentsOfFile: file, encoding: .utf8).split(separator: "\n").first,
            let postmaster = Int32(first)
        else { throw Failed(description: "no postmaster in \(file)") }
        let children = try Self.children(of: postmaster)
        for process in [postmaster] + children { _ = Foundation.kill(process, SIGKILL) }
        // The lock file of a killed server is taken over by the next start once its process is gone.
        for process in [postmaster] + children {
            for _ in 0..<500 where Foundation.kill(process, 0) == 0 && !Self.isZombie(process) { usleep(10_000) }
        }
    }

    private init() throws {
        let versions = try FileManager.default.contentsOfDirectory(atPath: "/usr/lib/postgresql")
            .compactMap(Int.init).sorted()
        guard let version = versions.last else { throw Failed(description: "no PostgreSQL under /usr/lib/postgresql") }
        programs = "/usr/lib/postgresql/\(version)/bin"
        var template = Array("/tmp/pgtest.XXXXXX".utf8CString)
        guard let made = mkdtemp(&template) else { throw Failed(description: "mkdtemp: errno \(errno)") }
        folder = String(cString: made)
        if geteuid() == 0 {
            guard let account = getpwnam(Self.user), chown(folder, account.pointee.pw_uid, account.pointee.pw_gid) == 0
            else { throw Failed(description: "the folder can't be given to \(Self.user)") }
        }
        try command("initdb", "-D", "\(folder)/data", "-U", Self.user, "-A", "trust", "-E", "UTF8", "--no-locale")
    }

    private func destroy() {
        try? stop(mode: "immediate")
        try? FileManager.default.removeItem(atPath: folder)
    }

    private func command(_ name: String, _ arguments: String...) throws {
        let process = Process()
        let isRoot = geteuid() == 0
        process.executableURL = URL(filePath: isRoot ? "/usr/sbin/runuser" : "\(programs)/\(name)")
        process.arguments = (isRoot ? ["-u", Self.user, "--", "\(programs)/\(name)"] : []) + arguments
        process.currentDirectoryURL = URL(filePath: folder)
        // A pipe would be held open by the server that pg_ctl leaves behind.
        let output = "\(folder)/\(name).out"
        _ = FileManager.default.createFile(atPath: output, contents: nil)
        let file = FileHandle(forWritingAtPath: output)
        process.standardOutput = file
        process.standardError = file
        process.standardInput = FileHandle.nullDevice
        try process.run()
        process.waitUntilExit()
        try file?.close()
        guard process.terminationStatus == 0 else {
            let text = (try? String(contentsOfFile: output, encoding: .utf8)) ?? ""
            throw Failed(description: "\(name) \(arguments.joined(separator: " ")): \(text)")
        }
    }

    private static func children(of parent: Int32) throws -> [Int32] {
        try FileManager.default.contentsOfDirectory(atPath: "/proc").compactMap(Int32.init)
            .filter { status(of: $0)?.parent == parent }
    }

    private static func isZombie(_ process: Int32) -> Bool {
        status(of: process)?.state == "Z"
    }

    /// `/proc/PID/stat`: the fields behind the name in parentheses, which may itself hold spaces.
    private static func status(of process: Int32) -> (state: Substring, parent: Int32)? {
        guard let text = try? String(contentsOfFile: "/proc/\(process)/stat", encoding: .utf8),
            let close = text.lastIndex(of: ")")
        else { return nil }
        let fields = text[text.index(after: close)...].split(separator: " ")
        guard fields.count > 1, let parent = Int32(fields[1]) else { return nil }
        return (fields[0], parent)
    }
}
