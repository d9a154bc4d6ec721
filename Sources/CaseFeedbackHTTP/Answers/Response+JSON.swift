import CanonicalJSON
import CaseFeedback
import CaseFeedbackDocuments
import CaseFeedbackService
import EventSourcing
import HTTPTypes
import Hummingbird
import NIOCore

extension HTTPField.Name {
    static let casefeedbackPosition = known("Casefeedback-Position")
    static let casefeedbackAtLeast = known("Casefeedback-At-Least")
    static let casefeedbackCaller = known("Casefeedback-Caller")
    static let casefeedbackRole = known("Casefeedback-Role")
    static let casefeedbackGround = known("Casefeedback-Ground")
    static let idempotencyKey = known("Idempotency-Key")

    private static func known(_ name: String) -> HTTPField.Name {
        guard let name = HTTPField.Name(name) else { preconditionFailure("a literal name is always one") }
        return name
    }
}

extension Response {
    static let json = "application/json"
    static let lines = "application/x-ndjson"
    static let problem = "application/problem+json"

    init(_ status: HTTPResponse.Status = .ok, bytes: [UInt8], type: String, at position: LogPosition? = nil) {
        self.init(
            status: status, headers: [.contentType: type], body: ResponseBody(byteBuffer: ByteBuffer(bytes: bytes)))
        if let position { headers[.casefeedbackPosition] = position.description }
    }

    /// An answer with the position that it shows.
    init(_ document: some AnswerDocument) throws(Problem) {
        self.init(bytes: try document.bytes, type: Self.json, at: document.standpoint.position)
    }

    init(_ problem: Problem, in language: Language, requestID: UUIDValue) {
        let document = ProblemDocument(problem, in: language, requestID: requestID)
        self.init(problem.status, bytes: canonicalBytes(of: document), type: Self.problem)
        headers[.contentLanguage] = language.rawValue
        if let seconds = problem.retryAfterSeconds { headers[.retryAfter] = "\(seconds)" }
    }
}

/// A document of strings, integers and lists, which can always be written.
func canonicalBytes(of document: some Encodable) -> [UInt8] {
    do throws(JSONFault) {
        return try CanonicalEncoder().bytes(of: document)
    } catch {
        preconditionFailure("the document holds what JSON has no place for: \(error)")
    }
}

extension AnswerDocument {
    /// What is sent; a document that can't be encoded is a mistake of this program.
    var bytes: [UInt8] {
        get throws(Problem) {
            do throws(JSONFault) { return try json } catch { throw Problem(error) }
        }
    }
}
