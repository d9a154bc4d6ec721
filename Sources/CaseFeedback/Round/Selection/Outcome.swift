/// What became of a child's selection: each selected child has exactly one.
package enum Outcome: String, Term {
    case held
    case interrupted
    case declinedByChild = "declined-by-child"
    case refusedByGuardian = "refused-by-guardian"
    case noReply = "no-reply"
    case cancelled
    /// Consent or assent was withdrawn before any interview.
    case withdrawn
    case pending

    package static let vocabulary = "outcome"
}
