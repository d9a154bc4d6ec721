import CanonicalJSON
import CaseFeedback
import CaseFeedbackService
import EventSourcing
import HTTPTypes
import Hummingbird
import Logging

/// Every address that is answered, and how.
struct Routes: Sendable {
    let installation: Installation
    let language: Language
    let logger: Logger
    let wheelCache = WheelCache()

    typealias Answer = @Sendable (Request, NamedRequest) async throws -> Response
    /// An answer about the organisation that the address names.
    typealias OrganisationAnswer = @Sendable (Request, OrganisationID) async throws -> Response

    init(_ installation: Installation, language: Language, logger: Logger) {
        self.installation = installation
        self.language = language
        self.logger = logger
    }

    private var table: [(method: HTTPRequest.Method, path: String, answer: Answer)] {
        [
            (.get, "/livez", { _, _ in Response(bytes: Array(#"{"status":"live"}"#.utf8), type: Response.json) }),
            (.get, "/readyz", { request, context in await readiness(request, context) }),
            organisation(.post, "commands", commands),
            organisation(.get, "wheel", wheel),
            organisation(.get, "matrix", matrix),
            organisation(.get, "trail", trail),
            organisation(.get, "summaries", summaries),
            organisation(.get, "events", events),
        ]
    }

    var router: Router<NamedRequest> {
        let table = table
        let router = Router(context: NamedRequest.self, options: .autoGenerateHeadEndpoints)
        router.add(
            middleware: EveryAnswer(language: language) { path in
                table.filter { Self.matches(path, $0.path) }.map(\.method)
            })
        for route in table { router.on(RouterPath(route.path), method: route.method, use: route.answer) }
        return router
    }

    private func organisation(
        _ method: HTTPRequest.Method, _ name: String, _ answer: @escaping OrganisationAnswer
    ) -> (HTTPRequest.Method, String, Answer) {
        (
            method, "/v1/organisations/:organisation/\(name)",
            { request, context in
                try await answer(request, Self.organisation(named: context.parameters.get("organisation") ?? ""))
            }
        )
    }

    private static func organisation(named text: String) throws(Problem) -> OrganisationID {
        do throws(InvalidValue) { return try OrganisationID(text) } catch {
            throw Problem(.notFound, "organisation-not-found", ["organisation": text], value: text)
        }
    }

    private static func matches(_ path: String, _ pattern: String) -> Bool {
        let parts = path.split(separator: "/")
        let patterns = pattern.split(separator: "/")
        return parts.count == patterns.count
            && zip(parts, patterns).allSatisfy { part, pattern in pattern.hasPrefix(":") || part == pattern }
    }
}
