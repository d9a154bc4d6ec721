package import CaseFeedback
package import CaseFeedbackService
import Foundation
import Hummingbird
package import Logging
import NIOCore
import ServiceLifecycle

/// Serves an installation over HTTP: commands, queries, the feed, and how it is.
///
/// It moves no projection: run it beside the installation's follower and notifications in one `ServiceGroup`, last, so that
/// it is the first to end. Shut down gracefully, it takes no new connection and lets every request that runs finish.
package struct CaseFeedbackServer: Service {
    private let installation: Installation
    private let host: String
    private let port: Int
    private let language: Language
    private let logger: Logger
    private let onListening: @Sendable (Int) async -> Void

    /// Port 0 takes one that is free; `onListening` is told which, as soon as connections are taken. `language` is for
    /// whoever names neither Swedish nor English in `Accept-Language`.
    package init(
        installation: Installation, host: String, port: Int, language: Language = .swedish, logger: Logger,
        onListening: @escaping @Sendable (Int) async -> Void = { _ in }
    ) {
        self.installation = installation
        // An IPv6 address may stand in brackets, as in an address of the web (RFC 3986 §3.2.2).
        self.host = host.hasPrefix("[") && host.hasSuffix("]") ? String(host.dropFirst().dropLast()) : host
        self.port = port
        self.language = language
        self.logger = logger
        self.onListening = onListening
    }

    /// - Throws: `Problem` with code `port-in-use`, `port-not-allowed` or `host-not-available` when it can't listen.
    package func run() async throws {
        let onListening = onListening
        let application = Application(
            router: Routes(installation, language: language, logger: logger).router,
            server: .http1(configuration: .init(idleTimeout: Limits.idleTimeout)),
            configuration: ApplicationConfiguration(address: .hostname(host, port: port), serverName: nil),
            onServerRunning: { channel in await onListening(channel.localAddress?.port ?? 0) },
            logger: logger)
        do {
            try await application.run()
        } catch let error as IOError {
            throw problem(of: error.errnoCode) ?? error
        } catch let error as SocketAddressError {
            logger.debug("the host has no address", metadata: ["error": "\(error)"])
            throw Problem(.installation, "host-not-available", ["host": host], value: host)
        }
    }

    private func problem(of code: Int32) -> Problem? {
        let parameters = ["host": host, "port": "\(port)"]
        return switch code {
        case EADDRINUSE: Problem(.installation, "port-in-use", parameters, value: "\(port)")
        case EACCES: Problem(.installation, "port-not-allowed", parameters, value: "\(port)")
        case EADDRNOTAVAIL: Problem(.installation, "host-not-available", parameters, value: host)
        default: nil
        }
    }
}
