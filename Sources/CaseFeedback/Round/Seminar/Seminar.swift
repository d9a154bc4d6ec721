package import CanonicalJSON
package import EventSourcing

/// A seminar that was held, and the interviews that it worked on.
package struct Seminar: Codable, Hashable, Sendable {
    package let fact: RecordedFact
    package let leader: Identifier
    package let participantCount: Int
    package let interviews: [Identifier]
}

extension Seminar: CanonicalObject {
    package init(fields reader: inout CanonicalReader) throws(UnexpectedText) {
        fact = try reader.field("fact")
        interviews = try reader.field("interviews")
        leader = try reader.field("leader")
        participantCount = try reader.field("participantCount")
    }

    package func write(fields writer: inout CanonicalWriter) {
        writer.field("fact", fact)
        writer.field("interviews", interviews)
        writer.field("leader", leader)
        writer.field("participantCount", participantCount)
    }
}

/// A plan for a seminar; the latest holds.
package struct SeminarPlan: Codable, Hashable, Sendable {
    package let fact: RecordedFact
    package let leader: Identifier
    package let agenda: [Identifier]
    package let plannedOn: Day
}

extension SeminarPlan: CanonicalObject {
    package init(fields reader: inout CanonicalReader) throws(UnexpectedText) {
        agenda = try reader.field("agenda")
        fact = try reader.field("fact")
        leader = try reader.field("leader")
        plannedOn = try reader.field("plannedOn")
    }

    package func write(fields writer: inout CanonicalWriter) {
        writer.field("agenda", agenda)
        writer.field("fact", fact)
        writer.field("leader", leader)
        writer.field("plannedOn", plannedOn)
    }
}

extension Round {
    package func seminars(asOf: AsOf) -> [Seminar] {
        seminars.filter { asOf.includes($0.fact) }.sorted { $0.fact < $1.fact }
    }

    package func seminarPlan(asOf: AsOf) -> SeminarPlan? {
        seminarPlans.filter { asOf.includes($0.fact) }.max { $0.fact < $1.fact }
    }

    /// Interviews that took place and that no seminar worked on, once one has been held: held too late, or entered too late.
    package func interviewsNotCovered(asOf: AsOf) -> [Interview] {
        let held = seminars(asOf: asOf)
        guard !held.isEmpty else { return [] }
        let covered = Set(held.flatMap(\.interviews))
        return interviews.values.filter { !covered.contains($0.interview) && $0.isConducted(asOf: asOf) }
            .sorted { $0.interview < $1.interview }
    }
}
