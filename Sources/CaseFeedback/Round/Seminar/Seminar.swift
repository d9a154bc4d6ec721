package import EventSourcing

/// A seminar that was held, and the interviews that it worked on.
package struct Seminar: Codable, Hashable, Sendable {
    package let fact: RecordedFact
    package let leader: Identifier
    package let participantCount: Int
    package let interviews: [Identifier]
}

/// A plan for a seminar; the latest holds.
package struct SeminarPlan: Codable, Hashable, Sendable {
    package let fact: RecordedFact
    package let leader: Identifier
    package let agenda: [Identifier]
    package let plannedOn: Day
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
        return conductedInterviews(asOf: asOf).filter { !covered.contains($0.interview) }
    }
}
