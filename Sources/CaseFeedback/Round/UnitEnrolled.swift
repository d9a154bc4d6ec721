package import CanonicalJSON
package import EventSourcing

/// A unit takes part in a cycle: from here its turn of the wheel has a phase, the first.
package struct UnitEnrolled: RoundEvent {
    package static let type = TypeName("unit-enrolled")
    package static let step = Step.always
    package let cycle: Identifier
    package let unit: Identifier
    /// The interview guide; the version is the one in force on the day of each interview.
    package let guide: Identifier
    /// The matrix template; the version is the one in force when the report is begun.
    package let template: Identifier

    package func apply(to round: inout Round, as fact: RecordedFact) {
        round.enrolment =
            round.enrolment ?? Enrolment(cycle: cycle, unit: unit, fact: fact, guide: guide, template: template)
        round.phases.append(PhaseEntry(phase: .planning, fact: fact))
    }
}

extension UnitEnrolled {
    package init(fields reader: inout CanonicalReader) throws(UnexpectedText) {
        cycle = try reader.field("cycle")
        guide = try reader.field("guide")
        template = try reader.field("template")
        unit = try reader.field("unit")
    }
}

package struct EnrolUnit: CommandBody {
    package static let type = TypeName("enrol-unit")
    package let cycle: Identifier
    package let unit: Identifier
    package let guide: Identifier
    package let template: Identifier

    package var streams: [StreamName] {
        [.round(cycle, unit), .unit(unit), .cycle(cycle), .interviewGuide(guide), .matrixTemplate(template)]
    }

    package func decide(on streams: StreamStates, in context: CommandContext) throws(Refusal) -> [ProposedEvent] {
        let day = context.day
        guard try streams.state(Round.self, of: .round(cycle, unit)).enrolment == nil else {
            throw Refusal("unit-already-enrolled", ["unit": unit.text, "cycle": cycle.text], field: "/data/unit")
        }
        try streams.requireOpen(unit: unit, on: day, field: "/data/unit")
        try streams.requireOpen(cycle: cycle, on: day, field: "/data/cycle")
        _ = try streams.guideVersion(guide, on: day)
        _ = try streams.template(template, on: day)
        return [ProposedEvent(UnitEnrolled(cycle: cycle, unit: unit, guide: guide, template: template))]
    }
}
