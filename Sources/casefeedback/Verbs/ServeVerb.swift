import ArgumentParser
import CaseFeedback
import CaseFeedbackHTTP
import CaseFeedbackService
import Logging
import ServiceLifecycle
import UnixSignals

/// Serves the installation over HTTP.
struct ServeVerb: Verb {
    static let logLevel = Logger.Level.info

    static let configuration = CommandConfiguration(
        commandName: "serve",
        abstract: "Serves commands, queries and the feed over HTTP, and keeps everything that is shown up to date.",
        discussion: """
            No real child's words yet: there is no access control, so whoever reaches the server may read and record. \
            Outside this machine it serves only with --unprotected. It never migrates. SIGTERM or Ctrl-C lets requests \
            that run finish.

              casefeedback serve
              casefeedback serve --port 9090
            """)

    @Option(help: "The address to serve on; 127.0.0.1 unless given.") var host: String?
    @Option(parsing: .unconditional, help: "The port to serve on; 8080 unless given, 0 takes a free one.")
    var port: String?

    @Flag(help: "Serves outside this machine, where something else keeps others away from it.")
    var unprotected = false

    @OptionGroup var database: DatabaseOptions
    @OptionGroup var common: CommonOptions

    private struct Listening: Encodable {
        let address: String
        let warning: String
    }

    /// Its services are shut down in their order.
    var interruption: Problem? { nil }

    func perform(_ call: Call) async throws(Failure) {
        let host = call.settings.text(.host, flag: host) ?? "127.0.0.1"
        let port = try Self.port(call.settings.text(.port, flag: port) ?? "8080")
        guard unprotected || CaseFeedbackServer.isLoopback(host) else {
            throw Failure(
                Problem(.refused, "outside-loopback", ["host": host], field: Setting.host.flag, value: host))
        }
        try await call.withInstallation(database) { installation async throws(Failure) in
            let server = CaseFeedbackServer(
                installation: installation, host: host, port: port, language: call.console.language,
                logger: call.logger,
                onListening: { Self.announce("http://\(Self.bracketed(host)):\($0)", on: call.console) })
            // The last one is shut down first: requests that run are answered while projections still move.
            let group = ServiceGroup(
                services: [
                    installation.rebuilder, installation.follower, installation.notifications, server,
                ],
                gracefulShutdownSignals: [.sigterm, .sigint], logger: call.logger)
            do {
                try await group.run()
            } catch let problem as Problem {
                throw Failure(problem)
            } catch {
                throw Failure(Problem(.installation, "server-failed", ["detail": "\(error)"]))
            }
        }
    }

    static func port(_ text: String) throws(Failure) -> Int {
        guard let port = UInt16(text) else {
            throw .usage(
                "number-out-of-range", ["minimum": "0", "maximum": "65535"], field: Setting.port.flag, value: text)
        }
        return Int(port)
    }

    /// An IPv6 address stands in brackets in an address of the web (RFC 3986 §3.2.2).
    private static func bracketed(_ host: String) -> String {
        host.contains(":") && !host.hasPrefix("[") ? "[\(host)]" : host
    }

    private static func announce(_ address: String, on console: Console) {
        let warning = Words.warning.text(in: console.language)
        if console.isJSON {
            try? console.print(json: Listening(address: address, warning: warning))
        } else {
            let line = Words.serves.text(in: console.language, filling: ["release": Release.line, "address": address])
            try? console.print("\(line)\n\(warning)\n")
        }
    }

    private enum Words {
        static let serves = Sentence(sv: "{release} svarar på {address}.", en: "{release} serves on {address}.")
        static let warning = Sentence(
            sv: """
                INGA RIKTIGA BARNS ORD ÄN: det finns ingen behörighetskontroll, så den som når servern kan läsa och \
                registrera.
                """,
            en: """
                NO REAL CHILD'S WORDS YET: there is no access control, so whoever reaches the server can read and record.
                """)
    }
}
