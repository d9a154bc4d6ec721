import CaseFeedback
import CaseFeedbackService
import HTTPTypes
import Hummingbird
import Logging
import NIOCore

/// What holds for every answer: its headers, and that whatever goes wrong is told as a problem.
struct EveryAnswer: RouterMiddleware {
    typealias Context = NamedRequest

    let language: Language
    /// The methods that an address answers to; empty where there is none.
    let allowed: @Sendable (String) -> [HTTPRequest.Method]

    @concurrent
    func handle(
        _ request: Request, context: NamedRequest, next: @concurrent (Request, NamedRequest) async throws -> Response
    ) async throws -> Response {
        var response: Response
        do {
            response = try await next(request, context)
        } catch {
            let language = request.language(else: language)
            let problem = problem(of: error, to: request)
            log(problem, error, context.logger)
            response = Response(problem, in: language, requestID: context.requestID)
            if problem.status == .methodNotAllowed {
                response.headers[.allow] = methods(at: request.uri.path)
            }
        }
        response.headers[.cacheControl] = "no-store"
        response.headers[.xContentTypeOptions] = "nosniff"
        response.headers[.vary] = "Accept-Language"
        return response
    }

    private func problem(of error: any Error, to request: Request) -> Problem {
        if let problem = error as? Problem { return problem }
        guard let error = error as? HTTPError, error.status == .notFound else {
            return Problem(.installation, "internal-error")
        }
        let methods = methods(at: request.uri.path)
        guard !methods.isEmpty else { return Problem(.notFound, "route-not-found") }
        return Problem(
            .badInput, "method-not-allowed", ["method": request.method.rawValue, "allowed": methods],
            value: request.method.rawValue)
    }

    private func methods(at path: String) -> String {
        allowed(path).flatMap { $0 == .get ? [.get, .head] : [$0] }.map(\.rawValue).joined(separator: ", ")
    }

    /// The reason of a failure goes to the log alone; the address, which may name a child, doesn't.
    private func log(_ problem: Problem, _ error: any Error, _ logger: Logger) {
        guard problem.status.kind == .serverError else { return }
        let reason = problem.code == "internal-error" ? "\(type(of: error))" : problem.parameters["detail"] ?? ""
        logger.log(
            level: problem.kind == .installation ? .error : .warning, "a request was not answered",
            metadata: ["problem": "\(problem.code)", "reason": "\(reason)"])
    }
}
