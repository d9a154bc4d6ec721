import CaseFeedbackService
import HTTPTypes
import Hummingbird

extension Routes {
    /// `{"status":"ready"}`, or `degraded` with the projections that stand still and why: then it records and answers all
    /// the same, so it is 200 too. 503 with the problem otherwise.
    func readiness(_ request: Request, _ context: NamedRequest) async -> Response {
        switch await installation.readiness() {
        case .ready: return Response(bytes: canonicalBytes(of: ReadinessDocument(status: "ready")), type: Response.json)
        case .degraded(let projections):
            let document = ReadinessDocument(status: "degraded", projections: projections)
            return Response(bytes: canonicalBytes(of: document), type: Response.json)
        case .notReady(let problem):
            var response = Response(problem, in: request.language(else: language), requestID: context.requestID)
            response.status = .serviceUnavailable
            return response
        }
    }
}

private struct ReadinessDocument: Encodable {
    let status: String
    var projections: [String: String]?
}
