package import CanonicalJSON
package import EventSourcing

/// One unit's turn of the wheel in one cycle, as a fold: every fact keeps its day and its position, so that the same state
/// answers for today and for any day before. It holds references to words, never the words.
package struct Round: StreamState, Codable, Hashable {
    package var enrolment: Enrolment?
    package var kickOff: RecordedFact?
    package var phases: [PhaseEntry] = []
    package var plans: [PlannedDate] = []
    @StepRuns package var steps: [StepTaken] = []
    package var frames: [SelectionFrame] = []
    package var children: [String: SelectedChild] = [:]
    package var gaps: [NotedText] = []
    package var interviews: [String: Interview] = [:]
    package var statements = Statements()
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
        // Asked for every step of a round: without an array.
        var latest: PhaseEntry?
        for entry in phases where entry.fact.precedes(fact) {
            if let found = latest, !(found.fact < entry.fact) { continue }
            latest = entry
        }
        return latest
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

extension Round: CanonicalObject {
    package init(fields reader: inout CanonicalReader) throws(UnexpectedText) {
        actions = try reader.field("actions")
        children = try reader.field("children")
        compilers = try reader.field("compilers")
        decisions = try reader.field("decisions")
        enrolment = try reader.fieldIfPresent("enrolment")
        experiences = try reader.field("experiences")
        findings = try reader.field("findings")
        frames = try reader.field("frames")
        gaps = try reader.field("gaps")
        goals = try reader.field("goals")
        interviews = try reader.field("interviews")
        kickOff = try reader.fieldIfPresent("kickOff")
        minutes = try reader.field("minutes")
        phases = try reader.field("phases")
        plans = try reader.field("plans")
        proposals = try reader.field("proposals")
        reports = try reader.field("reports")
        seminarPlans = try reader.field("seminarPlans")
        seminars = try reader.field("seminars")
        statements = try reader.field("statements")
        _steps = try reader.field("steps")
    }

    package func write(fields writer: inout CanonicalWriter) {
        writer.field("actions", actions)
        writer.field("children", children)
        writer.field("compilers", compilers)
        writer.field("decisions", decisions)
        writer.fieldIfPresent("enrolment", enrolment)
        writer.field("experiences", experiences)
        writer.field("findings", findings)
        writer.field("frames", frames)
        writer.field("gaps", gaps)
        writer.field("goals", goals)
        writer.field("interviews", interviews)
        writer.fieldIfPresent("kickOff", kickOff)
        writer.field("minutes", minutes)
        writer.field("phases", phases)
        writer.field("plans", plans)
        writer.field("proposals", proposals)
        writer.field("reports", reports)
        writer.field("seminarPlans", seminarPlans)
        writer.field("seminars", seminars)
        writer.field("statements", statements)
        writer.field("steps", _steps)
    }
}

/// That the unit takes part, and by which instruments.
package struct Enrolment: Codable, Hashable, Sendable {
    package let cycle: Identifier
    package let unit: Identifier
    package let fact: RecordedFact
    package let guide: Identifier
    package let template: Identifier
}

extension Enrolment: CanonicalObject {
    package init(fields reader: inout CanonicalReader) throws(UnexpectedText) {
        cycle = try reader.field("cycle")
        fact = try reader.field("fact")
        guide = try reader.field("guide")
        template = try reader.field("template")
        unit = try reader.field("unit")
    }

    package func write(fields writer: inout CanonicalWriter) {
        writer.field("cycle", cycle)
        writer.field("fact", fact)
        writer.field("guide", guide)
        writer.field("template", template)
        writer.field("unit", unit)
    }
}

package struct PhaseEntry: Codable, Hashable, Sendable {
    package let phase: Phase
    package let fact: RecordedFact
}

extension PhaseEntry: CanonicalObject {
    package init(fields reader: inout CanonicalReader) throws(UnexpectedText) {
        fact = try reader.field("fact")
        phase = try reader.field("phase")
    }

    package func write(fields writer: inout CanonicalWriter) {
        writer.field("fact", fact)
        writer.field("phase", phase)
    }
}

/// A step that a phase had to allow.
package struct StepTaken: Hashable, Sendable {
    // The larger first: so it takes 24 bytes, and not 32.
    package let fact: RecordedFact
    package let step: Step
}

/// A protected text and when it was noted.
package struct NotedText: Codable, Hashable, Sendable {
    package let fact: RecordedFact
    package let text: TextReference
}

extension NotedText: CanonicalObject {
    package init(fields reader: inout CanonicalReader) throws(UnexpectedText) {
        fact = try reader.field("fact")
        text = try reader.field("text")
    }

    package func write(fields writer: inout CanonicalWriter) {
        writer.field("fact", fact)
        writer.field("text", text)
    }
}
