package import EventSourcing

/// One unit's turn of the wheel in one cycle, as a fold: every fact keeps its day and its position, so that the same state
/// answers for today and for any day before. It holds references to words, never the words.
package struct Round: StreamState, Codable, Hashable {
    package var enrolment: Enrolment?
    package var kickOff: RecordedFact?
    package var phases: [PhaseEntry] = []
    package var plans: [PlannedDate] = []
    package var steps: [StepTaken] = []
    package var frames: [SelectionFrame] = []
    package var children: [String: SelectedChild] = [:]
    package var gaps: [NotedText] = []
    package var interviews: [String: Interview] = [:]
    package var statements: [String: Statement] = [:]
    package var seminarPlans: [SeminarPlan] = []
    package var seminars: [Seminar] = []
    package var experiences: [NotedText] = []
    package var findings: [String: Finding] = [:]
    package var proposals: [String: Proposal] = [:]
    package var compilers: [CompilerAppointment] = []
    package var reports: [String: Report] = [:]
    package var decisions: [String: CommitteeDecision] = [:]
    package var goals: [String: Goal] = [:]
    package var actions: [String: ActionTaken.Kept] = [:]
    package var minutes: Minutes = Minutes()

    package init() {}

    package mutating func evolve(_ event: FoldedEvent) throws(UnreadableEvent) {
        guard let kind = RoundCatalogue.kind(of: event.type) else { return try Catalogue.requireKnown(event) }
        try kind.apply(event, &self)
    }

    /// The phase and the fact by which it was entered: the latest on the axis of what happened.
    package func phase(asOf: AsOf) -> PhaseEntry? {
        phases.filter { asOf.includes($0.fact) }.max { $0.fact < $1.fact }
    }

    /// The phase that something of that time is decided in.
    func phase(at occurred: Occurrence) -> PhaseEntry? {
        phases.filter { $0.fact.stands(at: occurred) }.max { $0.fact < $1.fact }
    }

    /// The phase that a fact was recorded in, by everything that is known today.
    func phase(before fact: RecordedFact) -> PhaseEntry? {
        phases.filter { $0.fact.precedes(fact) }.max { $0.fact < $1.fact }
    }

    package func frame(asOf: AsOf) -> SelectionFrame? {
        frames.filter { asOf.includes($0.fact) }.max { $0.fact < $1.fact }
    }

    package func compiler(asOf: AsOf) -> CompilerAppointment? {
        compilers.filter { asOf.includes($0.fact) }.max { $0.fact < $1.fact }
    }

    /// The report that the round has: the first that was begun.
    package var report: Report? { reports.values.min { $0.started.position < $1.started.position } }
}

/// That the unit takes part, and by which instruments.
package struct Enrolment: Codable, Hashable, Sendable {
    package let cycle: Identifier
    package let unit: Identifier
    package let fact: RecordedFact
    package let guide: Identifier
    package let template: Identifier
}

package struct PhaseEntry: Codable, Hashable, Sendable {
    package let phase: Phase
    package let fact: RecordedFact
}

/// A step that a phase had to allow.
package struct StepTaken: Codable, Hashable, Sendable {
    package let step: Step
    package let fact: RecordedFact
}

/// A protected text and when it was noted.
package struct NotedText: Codable, Hashable, Sendable {
    package let fact: RecordedFact
    package let text: TextReference
}
