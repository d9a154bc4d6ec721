import Foundation
import Postgres

/// A PostgreSQL of a test's own, which it may kill and start again. Data and socket lie in a short folder under /tmp,
/// fsync is on. Stopped and removed by `withCluster`, whatever happens in it.
///
/// One test owns it and calls it from one task at a time.
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
            try await cluster.initialize()
            try await cluster.start()
            result = .success(try await body(cluster))
        } catch { result = .failure(error) }
        await cluster.destroy()
        return try result.get()
    }

    var connectionString: String { "host=\(folder) port=5432 user=\(Self.user) dbname=postgres" }

    var folderPath: String { folder }

    func start() async throws {
        try await command(
            "pg_ctl", "-D", "\(folder)/data", "-l", "\(folder)/log", "-w", "-t", "60", "-o",
            "-p 5432 -c listen_addresses='' -c unix_socket_directories='\(folder)' -c fsync=on", "start")
    }

    /// As an operator stops it: `fast` ends sessions, `immediate` leaves recovery to the next start.
    func stop(mode: String = "fast") async throws {
        try await command("pg_ctl", "-D", "\(folder)/data", "-w", "-m", mode, "stop")
    }

    /// kill -9 of the postmaster and all its children, at once.
    func kill() async throws {
        let file = "\(folder)/data/postmaster.pid"
        guard let first = try String(contentsOfFile: file, encoding: .utf8).split(separator: "\n").first,
            let postmaster = Int32(first)
        else { throw Failed(description: "no postmaster in \(file)") }
        // A stopped postmaster has no further children while we count them.
        _ = Foundation.kill(postmaster, SIGSTOP)
        let processes = try [postmaster] + Self.children(of: postmaster)
        for process in processes { _ = Foundation.kill(process, SIGKILL) }
        for process in processes {
            for _ in 0..<500 where Foundation.kill(process, 0) == 0 && !Self.isZombie(process) {
                try await Task.sleep(for: .milliseconds(10))
            }
        }
        // A killed server leaves its locks, and where nobody collects dead processes it would still seem to run.
        for lock in [file, "\(folder)/.s.PGSQL.5432.lock"] { try FileManager.default.removeItem(atPath: lock) }
    }

    /// From now on the role `guarded` must give its password, `right`; it can't enter otherwise.
    func requirePasswords() async throws {
        try await command(
            "psql", "-h", folder, "-p", "5432", "-U", Self.user, "-d", "postgres", "-c",
            "create role guarded login password 'right'")
        let rules = "local all guarded scram-sha-256\nlocal all all trust\n"
        // Written in place, so that the file keeps its owner.
        let file = FileHandle(forWritingAtPath: "\(folder)/data/pg_hba.conf")
        try file?.truncate(atOffset: 0)
        try file?.write(contentsOf: Data(rules.utf8))
        try file?.close()
        try await command("pg_ctl", "-D", "\(folder)/data", "reload")
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
    }

    private func initialize() async throws {
        try await command("initdb", "-D", "\(folder)/data", "-U", Self.user, "-A", "trust", "-E", "UTF8", "--no-locale")
    }

    private func destroy() async {
        try? await stop(mode: "immediate")
        try? FileManager.default.removeItem(atPath: folder)
    }

    private func command(_ name: String, _ arguments: String...) async throws {
        let isRoot = geteuid() == 0
        let words = (isRoot ? ["/usr/sbin/runuser", "-u", Self.user, "--"] : []) + ["\(programs)/\(name)"] + arguments
        let output = "\(folder)/\(name).out"
        let status = try await ChildProcess.run(words, output: output)
        guard status == 0 else {
            let texts = [output, "\(folder)/log"].map { (try? String(contentsOfFile: $0, encoding: .utf8)) ?? "" }
            throw Failed(
                description: "\(words.joined(separator: " ")) ended with \(status): \(texts.joined(separator: "\n"))")
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
