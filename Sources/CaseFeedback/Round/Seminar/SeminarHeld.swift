package import CanonicalJSON
package import EventSourcing

/// The work team analysed the interviews together. A later interview is not covered by it.
package struct SeminarHeld: RoundEvent {
    package static let type = TypeName("seminar-held")
    package static let step = Step.seminar
    package static let secrecy = SecrecyClass.professional
    package let cycle: Identifier
    package let unit: Identifier
    package let leader: Identifier
    package let participantCount: Int
    /// Those who are known by person, which need not be all.
    package let participants: [Identifier]?
    package let interviews: [Identifier]

    package var subjects: Set<Tag> { Set(([leader] + (participants ?? [])).map(Tag.person)) }

    package func apply(to round: inout Round, as fact: RecordedFact) {
        round.seminars.append(
            Seminar(fact: fact, leader: leader, participantCount: participantCount, interviews: interviews))
    }
}

extension SeminarHeld {
    package init(fields reader: inout CanonicalReader) throws(UnexpectedText) {
        cycle = try reader.field("cycle")
        interviews = try reader.field("interviews")
        leader = try reader.field("leader")
        participantCount = try reader.field("participantCount")
        participants = try reader.fieldIfPresent("participants")
        unit = try reader.field("unit")
    }
}

package struct HoldSeminar: RoundCommand {
    package static let type = TypeName("hold-seminar")
    package static let step = SeminarHeld.step
    package let cycle: Identifier
    package let unit: Identifier
    /// The one planned, when nobody is named.
    package let leader: Identifier?
    package let participantCount: Int
    package let participants: [Identifier]?
    /// All that have taken place by that day, when none is named.
    package let interviews: [Identifier]?

    package var alsoReads: [StreamName] { leader.map { [.person($0)] } ?? [] }

    package func happening(in turn: Turn) throws(Refusal) -> any RoundEvent {
        if let leader { try turn.states.requireRegistered(person: leader, field: "/data/leader") }
        guard let leader = leader ?? turn.round.seminarPlan(asOf: turn.asOf)?.leader else {
            throw Refusal("seminar-leader-not-named", field: "/data/leader")
        }
        try requireCount(participantCount, atLeast: max(1, participants?.count ?? 0), field: "/data/participantCount")
        let held = Set(turn.round.conductedInterviews(asOf: turn.asOf).map(\.interview))
        if let foreign = (interviews ?? []).first(where: { !held.contains($0) }) {
            throw Refusal("interview-not-held", ["interview": foreign.text], field: "/data/interviews")
        }
        let covered = Set(interviews ?? Array(held)).sorted()
        guard !covered.isEmpty else { throw Refusal("no-interview-held", field: "/data/interviews") }
        guard !turn.round.seminars.contains(where: { $0.fact.day == turn.day }) else {
            throw Refusal("seminar-already-held", ["day": turn.day.description])
        }
        return SeminarHeld(
            cycle: cycle, unit: unit, leader: leader, participantCount: participantCount, participants: participants,
            interviews: covered)
    }
}

extension Turn {
    func requireSeminarHeld() throws(Refusal) {
        guard !round.seminars(asOf: asOf).isEmpty else { throw Refusal("seminar-not-held", ["unit": unit.text]) }
    }
}
