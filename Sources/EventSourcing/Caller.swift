/// Who asks, and on what ground: part of every command and every query.
///
/// Until access control exists the caller is *asserted*: ``isVerified`` is false, the event says so, and so does the trail.
public struct Caller: Hashable, Sendable {
    /// Who vouches for the subject: a token's issuer, or `os` for the user of the operating system.
    public let issuer: String
    /// The person or program, as its issuer names it.
    public let subject: String
    public let isVerified: Bool
    /// The role that is acted in, such as `process-leader`.
    public let role: String
    /// Why this caller may do it: an assignment, a decision, an order.
    public let ground: String

    public init(issuer: String, subject: String, isVerified: Bool, role: String, ground: String) {
        self.issuer = issuer
        self.subject = subject
        self.isVerified = isVerified
        self.role = role
        self.ground = ground
    }

    /// Issuer and subject in one word, as the envelope keeps them: `os#anna`.
    public var identity: String { "\(issuer)#\(subject)" }
}
