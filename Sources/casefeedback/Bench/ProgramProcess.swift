import CaseFeedbackService
import Foundation
import Postgres

/// A verb of this program in a process of its own, whose memory nobody else uses.
struct ProgramProcess {
    private let arguments: [String]
    private let configuration: PostgresConfiguration

    /// Nothing of what it writes to standard output is kept, nor of what it notes, unless it fails.
    init(_ arguments: [String], in configuration: PostgresConfiguration) {
        self.arguments = arguments
        self.configuration = configuration
    }

    /// The most memory that it held at once, in MiB, as the kernel counts it.
    func peak() async throws(Failure) -> Double {
        let process = Process()
        process.executableURL = URL(filePath: "/proc/self/exe").resolvingSymlinksInPath()
        process.arguments = arguments
        process.environment = ProcessInfo.processInfo.environment.merging(
            ["CASEFEEDBACK_DATABASE": connectionString]) { $1 }
        process.standardOutput = FileHandle.nullDevice
        // It writes far less than a pipe holds.
        let errors = Pipe()
        process.standardError = errors
        do { try process.run() } catch { throw Self.failed("\(error)") }
        var peak = 0.0
        while process.isRunning {
            peak = max(peak, Self.peak(of: process.processIdentifier) ?? 0)
            do { try await Task.sleep(for: .milliseconds(20)) } catch {
                process.terminate()
                throw Failure(Problem(.tryLater, "interrupted"))
            }
        }
        guard process.terminationStatus == 0 else {
            try? errors.fileHandleForWriting.close()
            let said = String(decoding: errors.fileHandleForReading.availableData, as: UTF8.self)
            throw Self.failed("it ended with \(process.terminationStatus): \(said)")
        }
        return peak
    }

    /// `VmHWM` of `/proc`, which only rises while the process lives.
    private static func peak(of process: Int32) -> Double? {
        guard let text = try? String(contentsOfFile: "/proc/\(process)/status", encoding: .utf8),
            let line = text.split(separator: "\n").first(where: { $0.hasPrefix("VmHWM:") }),
            let kibibytes = line.split(whereSeparator: { $0 == " " || $0 == "\t" }).dropFirst().first.flatMap({
                Double($0)
            })
        else { return nil }
        return kibibytes / 1_024
    }

    /// The bench's own database of the cluster, by a URI or by keywords, as it was given.
    private var connectionString: String {
        let base = configuration.connectionString
        guard let database = configuration.options["dbname"] else { return base }
        guard base.contains("://"), var uri = URLComponents(string: base) else { return "\(base) dbname='\(database)'" }
        uri.path = "/\(database)"
        return uri.string ?? base
    }

    private static func failed(_ detail: String) -> Failure {
        Failure(Problem(.installation, "bench-child-failed", ["detail": detail]))
    }
}
