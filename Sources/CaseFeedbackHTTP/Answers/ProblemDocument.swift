import CaseFeedback
import CaseFeedbackService
import EventSourcing
import HTTPTypes

/// Why a request was not answered (RFC 9457), as `application/problem+json`:
///
/// ```json
/// {"detail":"…","field":"/data/unit","line":3,"parameters":{"unit":"majorna"},"status":422,"title":"…",
///  "type":"urn:casefeedback:problem:unit-not-registered"}
/// ```
///
/// `type`, `status`, `line`, `column`, `field`, `value` and `parameters` are for programs, `title` and `detail` for people.
/// `instance` names the request in the server's log where the server is at fault.
struct ProblemDocument: Encodable, Hashable, Sendable {
    let type: String
    let title: String
    let status: Int
    let detail: String
    let instance: String?
    let line: Int?
    let column: Int?
    let field: String?
    let value: String?
    let parameters: [String: String]

    init(_ problem: Problem, in language: Language, requestID: UUIDValue) {
        let status = problem.status
        type = "urn:casefeedback:problem:\(problem.code)"
        title = HTTPSentences.title(of: problem.kind).text(in: language)
        self.status = status.code
        parameters = problem.shownParameters
        detail = HTTPSentences.text(of: problem, parameters: parameters, in: language)
        instance = status.kind == .serverError ? "urn:casefeedback:request:\(requestID)" : nil
        line = problem.line
        column = problem.column
        field = problem.field
        value = problem.value
    }
}

extension Problem {
    /// The status that tells a program what to do about it.
    var status: HTTPResponse.Status {
        switch (code, kind) {
        case ("body-too-large", _), ("too-large", _), ("too-many-commands", _): .contentTooLarge
        case ("content-type-not-supported", _): .unsupportedMediaType
        case ("method-not-allowed", _): .methodNotAllowed
        case ("body-too-slow", _): .requestTimeout
        // Whoever asks learns no more of an organisation that takes no part than of one that doesn't exist.
        case ("organisation-not-joined", _): .notFound
        case (_, .badInput): .badRequest
        case (_, .refused): .unprocessableContent
        case (_, .stale): .preconditionFailed
        case (_, .idReused): .conflict
        case (_, .notFound): .notFound
        case (_, .tryLater): .serviceUnavailable
        case (_, .installation): .internalServerError
        }
    }

    /// After how many seconds to ask again, where time alone may help.
    var retryAfterSeconds: Int? {
        guard kind == .tryLater else { return nil }
        return switch code {
        case "lagging", "contended", "queue-full", "projection-overtaken": 1
        case "clocks-apart", "disk-full", "projection-stands-still": 30
        default: 5
        }
    }

    /// Without what looks like a personal identity number, and without what a database says of itself: that stays in the
    /// server's log.
    var shownParameters: [String: String] {
        parameters.filter { name, value in
            !PersonalIdentityNumber.isContained(in: value)
                && !(name == "detail" && [.installation, .tryLater].contains(kind))
        }
    }
}
