package import CanonicalJSON
package import EventSourcing

/// Which days the unit has set for its next steps.
package struct DatesPlanned: RoundEvent {
    package static let type = TypeName("dates-planned")
    package static let step = Step.always
    package let cycle: Identifier
    package let unit: Identifier
    package let dates: [MilestoneDate]

    package func apply(to round: inout Round, as fact: RecordedFact) {
        round.plans += dates.map { PlannedDate(milestone: $0.milestone, day: $0.day, fact: fact) }
    }
}

extension DatesPlanned {
    package init(fields reader: inout CanonicalReader) throws(UnexpectedText) {
        cycle = try reader.field("cycle")
        dates = try reader.objects("dates") { (date) throws(UnexpectedText) in
            let day: Day = try date.field("day")
            return MilestoneDate(milestone: try date.field("milestone"), day: day)
        }
        unit = try reader.field("unit")
    }
}

/// What a day can be set for.
package enum Milestone: String, Term {
    case kickOff = "kick-off"
    case firstInterview = "first-interview"
    case lastInterview = "last-interview"
    case seminar
    case reportFinalised = "report-finalised"
    case committeeMeeting = "committee-meeting"
    case followUp = "follow-up"

    package static let vocabulary = "milestone"
}

package struct MilestoneDate: Codable, Hashable, Sendable {
    package let milestone: Milestone
    /// It may lie in the future: a plan is data.
    package let day: Day
}

/// A day that was set; the latest for a milestone holds.
package struct PlannedDate: Codable, Hashable, Sendable {
    package let milestone: Milestone
    package let day: Day
    package let fact: RecordedFact
}

extension PlannedDate: CanonicalObject {
    package init(fields reader: inout CanonicalReader) throws(UnexpectedText) {
        day = try reader.field("day")
        fact = try reader.field("fact")
        milestone = try reader.field("milestone")
    }

    package func write(fields writer: inout CanonicalWriter) {
        writer.field("day", day)
        writer.field("fact", fact)
        writer.field("milestone", milestone)
    }
}

package struct PlanDates: RoundCommand {
    package static let type = TypeName("plan-dates")
    package static let step = DatesPlanned.step
    package let cycle: Identifier
    package let unit: Identifier
    package let dates: [MilestoneDate]

    package func happening(in turn: Turn) throws(Refusal) -> any RoundEvent {
        guard !dates.isEmpty else { throw Refusal("no-dates-given", field: "/data/dates") }
        guard Set(dates.map(\.milestone)).count == dates.count else {
            throw Refusal("milestone-named-twice", field: "/data/dates")
        }
        return DatesPlanned(cycle: cycle, unit: unit, dates: dates)
    }
}
