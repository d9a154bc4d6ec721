import CanonicalJSON
import CaseFeedback
import CaseFeedbackService
import EventSourcing
import HTTPTypes
import Hummingbird

extension Caller {
    /// Whoever asks without saying who it is: it sees nobody's words.
    static let anonymous = Caller(
        issuer: "http", subject: "anonymous", isVerified: false, role: "reader", ground: "unauthenticated")
}

extension Request {
    /// Who asks, as the request asserts it; nobody verifies it until access control exists.
    ///
    /// ```http
    /// Casefeedback-Caller: https://login.example.se#anna
    /// Casefeedback-Role: process-leader
    /// Casefeedback-Ground: Uppdrag 2018-01-08
    /// ```
    ///
    /// - Throws: `caller-missing` naming the first header that is, `caller-malformed`, and what `Label` refuses.
    func caller() throws(Problem) -> Caller {
        let identity = try callerPart(.casefeedbackCaller)
        let role = try callerPart(.casefeedbackRole)
        let ground = try callerPart(.casefeedbackGround)
        let parts = identity.split(separator: "#", maxSplits: 1, omittingEmptySubsequences: false)
        guard parts.count == 2, let issuer = parts.first, let subject = parts.last, !issuer.isEmpty, !subject.isEmpty
        else { throw .malformedCaller(.casefeedbackCaller, form: "issuer#subject", value: identity) }
        do throws(InvalidValue) { _ = try Identifier(role) } catch {
            throw .malformedCaller(.casefeedbackRole, form: "[a-z0-9-]{1,64}", value: role)
        }
        return Caller(issuer: String(issuer), subject: String(subject), isVerified: false, role: role, ground: ground)
    }

    /// The caller for what shows nobody's words: anonymous when the request names none at all.
    func callerOrAnonymous() throws(Problem) -> Caller {
        let names: [HTTPField.Name] = [.casefeedbackCaller, .casefeedbackRole, .casefeedbackGround]
        return try names.allSatisfy { headers[$0] == nil } ? .anonymous : caller()
    }

    private func callerPart(_ name: HTTPField.Name) throws(Problem) -> String {
        guard let text = headers[name], !text.isEmpty else {
            throw Problem(.badInput, "caller-missing", ["header": name.rawName], field: name.rawName)
        }
        do throws(InvalidValue) { return try Label(text).text } catch {
            throw Problem(
                .badInput, error.code, error.parameters, field: name.rawName, value: error.isSecret ? nil : text)
        }
    }
}

extension Problem {
    fileprivate static func malformedCaller(_ name: HTTPField.Name, form: String, value: String) -> Problem {
        Problem(
            .badInput, "caller-malformed", ["header": name.rawName, "form": form], field: name.rawName, value: value)
    }
}
