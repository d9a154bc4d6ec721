import CanonicalJSON
import CaseFeedbackService
import EventSourcing
import HTTPTypes
import Hummingbird

extension Request {
    /// The position that an answer must show at least, as an earlier answer carried it.
    func atLeast() throws(Problem) -> LogPosition? {
        guard let text = headers[.casefeedbackAtLeast] else { return nil }
        do throws(InvalidValue) { return try LogPosition(parsing: text) } catch {
            throw Problem(.badInput, error.code, error.parameters, field: "Casefeedback-At-Least", value: text)
        }
    }

    /// What is asked of a projection, by the parameters that every question has.
    func question(
        of organisation: OrganisationID, _ parameters: QueryParameters
    ) throws(Problem) -> Question {
        Question(
            organisation: organisation, unit: try parameters.value("unit"), cycle: try parameters.value("cycle"),
            asOf: try parameters.asOf(), knownAt: try parameters.knownAt(in: organisation), atLeast: try atLeast())
    }
}
