import CaseFeedback
import CaseFeedbackHTTP
import CaseFeedbackService
import Foundation
import Logging

/// The program's own server on a free port of this machine, for as long as `body` takes, or until it is let go of.
final class BenchServer: Sendable {
    let port: Int
    private let task: Task<Void, Never>

    init(_ installation: Installation, logger: Logger) async throws(Failure) {
        // Connections that are cut when it ends are no news.
        var quiet = logger
        quiet.logLevel = .critical
        let (ports, found) = AsyncStream.makeStream(of: Int.self)
        let server = CaseFeedbackServer(
            installation: installation, host: "127.0.0.1", port: 0, logger: quiet,
            onListening: { found.yield($0) })
        task = Task {
            do { try await server.run() } catch {
                logger.debug("the bench's server ended", metadata: ["error": "\(error)"])
            }
            found.finish()
        }
        var first: Int?
        for await port in ports {
            first = port
            break
        }
        guard let first else { throw HTTPLoad.failure("the server did not start") }
        port = first
    }

    deinit { task.cancel() }
}
