package import CanonicalJSON
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

extension WheelRow: CanonicalObject {
    package init(fields reader: inout CanonicalReader) throws(UnexpectedText) {
        breaches = try reader.field("breaches")
        committee = try reader.fieldIfPresent("committee")
        committeeLabel = try reader.fieldIfPresent("committeeLabel")
        committees = try reader.field("committees")
        counts = try reader.field("counts")
        cycle = try reader.field("cycle")
        cycleLabel = try reader.fieldIfPresent("cycleLabel")
        dates = try reader.field("dates")
        interviewsNotCovered = try reader.field("interviewsNotCovered")
        missing = try reader.field("missing")
        nextPhase = try reader.fieldIfPresent("nextPhase")
        phase = try reader.field("phase")
        since = try reader.field("since")
        sincePosition = try reader.field("sincePosition")
        statements = try reader.field("statements")
        statementsHidden = try reader.field("statementsHidden")
        unit = try reader.field("unit")
        unitLabel = try reader.fieldIfPresent("unitLabel")
    }

    package func write(fields writer: inout CanonicalWriter) {
        writer.field("breaches", breaches)
        writer.fieldIfPresent("committee", committee)
        writer.fieldIfPresent("committeeLabel", committeeLabel)
        writer.field("committees", committees)
        writer.field("counts", counts)
        writer.field("cycle", cycle)
        writer.fieldIfPresent("cycleLabel", cycleLabel)
        writer.field("dates", dates)
        writer.field("interviewsNotCovered", interviewsNotCovered)
        writer.field("missing", missing)
        writer.fieldIfPresent("nextPhase", nextPhase)
        writer.field("phase", phase)
        writer.field("since", since)
        writer.field("sincePosition", sincePosition)
        writer.field("statements", statements)
        writer.field("statementsHidden", statementsHidden)
        writer.field("unit", unit)
        writer.fieldIfPresent("unitLabel", unitLabel)
    }
}

extension WheelCounts: CanonicalObject {
    package init(fields reader: inout CanonicalReader) throws(UnexpectedText) {
        cancelled = try reader.field("cancelled")
        declinedByChild = try reader.field("declinedByChild")
        held = try reader.field("held")
        interrupted = try reader.field("interrupted")
        noReply = try reader.field("noReply")
        pending = try reader.field("pending")
        refusedByGuardian = try reader.field("refusedByGuardian")
        selected = try reader.field("selected")
        withdrawn = try reader.field("withdrawn")
    }

    package func write(fields writer: inout CanonicalWriter) {
        writer.field("cancelled", cancelled)
        writer.field("declinedByChild", declinedByChild)
        writer.field("held", held)
        writer.field("interrupted", interrupted)
        writer.field("noReply", noReply)
        writer.field("pending", pending)
        writer.field("refusedByGuardian", refusedByGuardian)
        writer.field("selected", selected)
        writer.field("withdrawn", withdrawn)
    }
}

extension WheelCommittee: CanonicalObject {
    package init(fields reader: inout CanonicalReader) throws(UnexpectedText) {
        committee = try reader.field("committee")
        position = try reader.field("position")
        validFrom = try reader.field("validFrom")
    }

    package func write(fields writer: inout CanonicalWriter) {
        writer.field("committee", committee)
        writer.field("position", position)
        writer.field("validFrom", validFrom)
    }
}

extension WheelDate: CanonicalObject {
    package init(fields reader: inout CanonicalReader) throws(UnexpectedText) {
        day = try reader.field("day")
        position = try reader.field("position")
        step = try reader.field("step")
    }

    package func write(fields writer: inout CanonicalWriter) {
        writer.field("day", day)
        writer.field("position", position)
        writer.field("step", step)
    }
}

extension WheelBreach: CanonicalObject {
    package init(fields reader: inout CanonicalReader) throws(UnexpectedText) {
        causedBy = try reader.fieldIfPresent("causedBy")
        code = try reader.field("code")
        position = try reader.field("position")
    }

    package func write(fields writer: inout CanonicalWriter) {
        writer.fieldIfPresent("causedBy", causedBy)
        writer.field("code", code)
        writer.field("position", position)
    }
}
