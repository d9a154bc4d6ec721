package import CaseFeedback
package import EventSourcing

/// What is asked of a projection: about whom, and on which of the two axes of time.
package struct Question: Sendable, Hashable {
    /// The moment on the axis of what happened, as it was asked: a moment needs the log's zone to be compared with days.
    package enum AsOfAsked: Sendable, Hashable {
        case now
        case day(Day)
        case instant(Instant)
    }

    package var organisation: OrganisationID
    package var unit: Identifier?
    package var cycle: Identifier?
    package var asOf: AsOfAsked
    package var knownAt: KnownAt
    /// The answer must show at least this position.
    package var atLeast: LogPosition?

    package init(
        organisation: OrganisationID, unit: Identifier? = nil, cycle: Identifier? = nil, asOf: AsOfAsked = .now,
        knownAt: KnownAt = .head, atLeast: LogPosition? = nil
    ) {
        self.organisation = organisation
        self.unit = unit
        self.cycle = cycle
        self.asOf = asOf
        self.knownAt = knownAt
        self.atLeast = atLeast
    }

    package var log: LogID { LogID(organisation: organisation, kind: .cases) }
}

/// An answer, and from where it is given.
package struct Answered<Content: Sendable>: Sendable {
    package let content: Content
    package let standpoint: Standpoint
}
