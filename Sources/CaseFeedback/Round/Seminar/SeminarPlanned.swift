package import CanonicalJSON
package import EventSourcing

/// Who leads the seminar, on what day, with which points.
package struct SeminarPlanned: RoundEvent {
    package static let type = TypeName("seminar-planned")
    package static let step = Step.seminarPlanning
    package let cycle: Identifier
    package let unit: Identifier
    package let leader: Identifier
    /// The points, as codes.
    package let agenda: [Identifier]
    /// It may lie in the future.
    package let plannedOn: Day

    package var subjects: Set<Tag> { [.person(leader)] }

    package func apply(to round: inout Round, as fact: RecordedFact) {
        round.seminarPlans.append(SeminarPlan(fact: fact, leader: leader, agenda: agenda, plannedOn: plannedOn))
    }
}

extension SeminarPlanned {
    package init(fields reader: inout CanonicalReader) throws(UnexpectedText) {
        agenda = try reader.field("agenda")
        cycle = try reader.field("cycle")
        leader = try reader.field("leader")
        plannedOn = try reader.field("plannedOn")
        unit = try reader.field("unit")
    }
}

package struct PlanSeminar: RoundCommand {
    package static let type = TypeName("plan-seminar")
    package static let step = SeminarPlanned.step
    package let cycle: Identifier
    package let unit: Identifier
    package let leader: Identifier
    package let agenda: [Identifier]
    package let plannedOn: Day

    package var alsoReads: [StreamName] { [.person(leader)] }

    package func happening(in turn: Turn) throws(Refusal) -> any RoundEvent {
        guard !agenda.isEmpty else { throw Refusal("agenda-missing", field: "/data/agenda") }
        try turn.states.requireRegistered(person: leader, field: "/data/leader")
        return SeminarPlanned(cycle: cycle, unit: unit, leader: leader, agenda: agenda, plannedOn: plannedOn)
    }
}
