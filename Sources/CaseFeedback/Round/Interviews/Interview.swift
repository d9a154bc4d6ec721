package import CanonicalJSON
package import EventSourcing

/// One conversation with one child, from its appointment to its transcript.
package struct Interview: Codable, Hashable, Sendable {
    package let interview: Identifier
    package let child: ChildReference
    package internal(set) var appointments: [Appointment] = []
    package internal(set) var cancelled: RecordedFact?
    package internal(set) var prepared: RecordedFact?
    package internal(set) var held: Conducted?
    package internal(set) var interrupted: Conducted?
    package internal(set) var transcribed: RecordedFact?
    package internal(set) var concerns: [RecordedFact] = []

    /// The appointment that holds: the latest that was made by then.
    package func appointment(asOf: AsOf) -> Appointment? {
        appointments.filter { asOf.includes($0.fact) }.max { $0.fact < $1.fact }
    }

    /// How it took place, to its end or not; nothing when it hadn't by then.
    package func conducted(asOf: AsOf) -> Conducted? {
        if let held, asOf.includes(held.fact) { return held }
        if let interrupted, asOf.includes(interrupted.fact) { return interrupted }
        return nil
    }

    package func isConducted(asOf: AsOf) -> Bool {
        held.map { asOf.includes($0.fact) } ?? false || interrupted.map { asOf.includes($0.fact) } ?? false
    }

    /// Whether an appointment stands and its day is still to come to anything.
    package func isOpen(asOf: AsOf) -> Bool {
        !isConducted(asOf: asOf) && appointments.contains { asOf.includes($0.fact) }
            && !(cancelled.map(asOf.includes) ?? false)
    }
}

extension Interview: CanonicalObject {
    package init(fields reader: inout CanonicalReader) throws(UnexpectedText) {
        appointments = try reader.field("appointments")
        cancelled = try reader.fieldIfPresent("cancelled")
        child = try reader.field("child")
        concerns = try reader.field("concerns")
        held = try reader.fieldIfPresent("held")
        interrupted = try reader.fieldIfPresent("interrupted")
        interview = try reader.field("interview")
        prepared = try reader.fieldIfPresent("prepared")
        transcribed = try reader.fieldIfPresent("transcribed")
    }

    package func write(fields writer: inout CanonicalWriter) {
        writer.field("appointments", appointments)
        writer.fieldIfPresent("cancelled", cancelled)
        writer.field("child", child)
        writer.field("concerns", concerns)
        writer.fieldIfPresent("held", held)
        writer.fieldIfPresent("interrupted", interrupted)
        writer.field("interview", interview)
        writer.fieldIfPresent("prepared", prepared)
        writer.fieldIfPresent("transcribed", transcribed)
    }
}

package struct Appointment: Codable, Hashable, Sendable {
    package let interviewer: Identifier
    package let plannedOn: Day
    package let fact: RecordedFact
}

extension Appointment: CanonicalObject {
    package init(fields reader: inout CanonicalReader) throws(UnexpectedText) {
        fact = try reader.field("fact")
        interviewer = try reader.field("interviewer")
        plannedOn = try reader.field("plannedOn")
    }

    package func write(fields writer: inout CanonicalWriter) {
        writer.field("fact", fact)
        writer.field("interviewer", interviewer)
        writer.field("plannedOn", plannedOn)
    }
}

/// That an interview took place, by whom, and by which versions of guide and consent rule.
package struct Conducted: Codable, Hashable, Sendable {
    package let fact: RecordedFact
    package let interviewer: Identifier
    package let guide: Identifier
    package let guideVersion: Int
    package let consentRuleVersion: Int
}

extension Conducted: CanonicalObject {
    package init(fields reader: inout CanonicalReader) throws(UnexpectedText) {
        consentRuleVersion = try reader.field("consentRuleVersion")
        fact = try reader.field("fact")
        guide = try reader.field("guide")
        guideVersion = try reader.field("guideVersion")
        interviewer = try reader.field("interviewer")
    }

    package func write(fields writer: inout CanonicalWriter) {
        writer.field("consentRuleVersion", consentRuleVersion)
        writer.field("fact", fact)
        writer.field("guide", guide)
        writer.field("guideVersion", guideVersion)
        writer.field("interviewer", interviewer)
    }
}

extension Round {
    /// Changes an interview, making it where the fold has not met it: a fold is total.
    mutating func changeInterview(
        _ interview: Identifier, of child: ChildReference, _ change: (inout Interview) -> Void
    ) {
        change(&interviews[interview.text, default: Interview(interview: interview, child: child)])
    }

    /// Interviews that took place by then.
    package func conductedInterviews(asOf: AsOf) -> [Interview] {
        interviews.values.filter { $0.isConducted(asOf: asOf) }.sorted { $0.interview < $1.interview }
    }
}
