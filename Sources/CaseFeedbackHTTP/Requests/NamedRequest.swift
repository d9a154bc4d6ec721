import CaseFeedbackService
import EventSourcing
import Hummingbird
import Logging

/// What a request is answered with in hand: a name of its own, by which the server's log and a problem mean the same one.
struct NamedRequest: RequestContext {
    var coreContext: CoreRequestContextStorage
    let requestID: UUIDValue

    init(source: Source) {
        coreContext = CoreRequestContextStorage(source: source)
        requestID = .random()
        logger[metadataKey: "request"] = "\(requestID)"
    }
}
