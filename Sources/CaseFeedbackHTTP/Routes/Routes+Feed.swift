import CanonicalJSON
import CaseFeedbackService
import EventSourcing
import HTTPTypes
import Hummingbird

extension Routes {
    /// Events after a position; `wait` is how many seconds a request waits for the first one when there is none yet.
    func events(_ request: Request, of organisation: OrganisationID) async throws -> Response {
        _ = try request.callerOrAnonymous()
        let parameters = try QueryParameters(of: request, known: ["after", "limit", "wait"])
        let after = try parameters.position("after", of: organisation) ?? .beginning
        let limit = try parameters.number("limit", in: 1...Limits.rowsMax, else: Limits.rowsDefault)
        let wait = try parameters.number("wait", in: 0...Limits.waitSecondsMax, else: 0)
        let answer = try await FeedQuery(installation.log).answer(
            organisation, after: after, limit: limit, wait: .seconds(wait))
        let reached = LogPosition(
            log: LogID(organisation: organisation, kind: .cases), position: answer.events.last?.position ?? after)
        do throws(JSONFault) {
            var events: [FeedEvent] = []
            for event in answer.events { events.append(try FeedEvent(event)) }
            let document = FeedDocument(
                organisation: organisation, nature: answer.nature, position: reached.description, head: answer.head,
                events: events)
            return Response(bytes: try CanonicalEncoder().bytes(of: document), type: Response.json, at: reached)
        } catch {
            throw Problem(.installation, "store-corrupt", ["detail": error.description])
        }
    }
}
