package import EventSourcing

/// One unit in one cycle, as the wheel shows it.
package struct WheelRow: Codable, Hashable, Sendable {
    package let unit: Identifier
    package let unitLabel: LocalizedLabel?
    package let cycle: Identifier
    package let cycleLabel: LocalizedLabel?
    /// Of the day that was asked about; for `now` the last one that is recorded.
    package let committee: Identifier?
    package let committeeLabel: LocalizedLabel?
    /// All committees of the unit, dated: whoever has a clock can choose.
    package let committees: [WheelCommittee]
    package let phase: Phase
    /// The day on which the phase was entered, and the event that says so.
    package let since: Day
    package let sincePosition: Position
    package let counts: WheelCounts
    /// Statements recorded; a withdrawal or a retraction hides words, never the count.
    package let statements: Int
    /// Those among them whose words no answer shows.
    package let statementsHidden: Int
    /// Interviews that took place and that no seminar worked on, once one was held.
    package let interviewsNotCovered: [Identifier]
    package let nextPhase: Phase?
    /// What is missing before the next phase, the required first.
    package let missing: [Missing]
    /// All days that are set and not yet come to anything; which is the next one is chosen when it is read.
    package let dates: [WheelDate]
    package let breaches: [WheelBreach]
}

/// How many children were selected, and what became of them: `selected` is the sum of the others, always.
package struct WheelCounts: Codable, Hashable, Sendable {
    package var selected = 0
    package var held = 0
    package var interrupted = 0
    package var declinedByChild = 0
    package var refusedByGuardian = 0
    package var noReply = 0
    package var cancelled = 0
    package var withdrawn = 0
    package var pending = 0

    package init() {}

    mutating func count(_ outcome: Outcome) {
        selected += 1
        switch outcome {
        case .held: held += 1
        case .interrupted: interrupted += 1
        case .declinedByChild: declinedByChild += 1
        case .refusedByGuardian: refusedByGuardian += 1
        case .noReply: noReply += 1
        case .cancelled: cancelled += 1
        case .withdrawn: withdrawn += 1
        case .pending: pending += 1
        }
    }
}

package struct WheelCommittee: Codable, Hashable, Sendable {
    package let committee: Identifier
    package let validFrom: Day
    package let position: Position
}

/// A day that is set: for a milestone of the round, or for an interview.
package struct WheelDate: Codable, Hashable, Sendable {
    /// A `Milestone`, or `interview`.
    package let step: String
    package let day: Day
    package let position: Position
}

/// An accepted fact that a rule would refuse by what is known today.
package struct WheelBreach: Codable, Hashable, Sendable {
    /// The refusal's.
    package let code: String
    package let position: Position
    /// What was recorded later and makes it a breach.
    package let causedBy: Position?
}
