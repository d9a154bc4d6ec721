import CanonicalJSON

/// Where one unit stands in its turn of the wheel.
package enum Phase: String, Term, Comparable {
    case planning
    case interviews
    case seminar
    case report
    case committee
    case followUp = "follow-up"
    case closed

    package static let vocabulary = "phase"

    package var next: Phase? {
        let all = Phase.allCases
        guard let index = all.firstIndex(of: self), index + 1 < all.count else { return nil }
        return all[index + 1]
    }

    package static func < (left: Phase, right: Phase) -> Bool { left.rank < right.rank }

    private var rank: Int { Phase.allCases.firstIndex(of: self) ?? 0 }
}

/// A kind of step that a phase allows or not.
///
/// The phase that counts is the one of the step's own day, so a forgotten interview can still be entered when the unit has
/// moved on, and an interview that really takes place after its seminar is accepted too.
package enum Step: String, Codable, Sendable, CaseIterable, CanonicalForm {
    /// Enrolling and moving through the phases have rules of their own; stopping, correcting and withdrawing may never
    /// be hindered by a phase.
    case always
    case kickOff = "kick-off"
    case selection
    case interviewPlanning = "interview-planning"
    case interview
    case seminarPlanning = "seminar-planning"
    case seminar
    case analysis
    case drafting
    case submission
    case correction
    case presentation
    case decision
    case action
    case goalFollowUp = "goal-follow-up"

    /// The phases that allow it, in their order: a refusal's parameter.
    package var phaseNames: String { Phase.allCases.filter(phases.contains).map(\.rawValue).joined(separator: ", ") }

    /// The phases that allow it. It is asked for every step of a round: lists that stand in the program, none is made.
    package var phases: [Phase] {
        switch self {
        case .always: Phase.allCases
        case .kickOff: [.planning, .interviews]
        case .selection, .interviewPlanning: [.planning, .interviews, .seminar, .report]
        case .interview: [.interviews, .seminar, .report, .committee, .followUp]
        case .seminarPlanning: [.planning, .interviews, .seminar]
        case .seminar: [.seminar]
        case .analysis: [.seminar, .report]
        case .drafting: [.report]
        case .submission: [.report, .committee]
        case .correction: [.report, .committee, .followUp, .closed]
        case .presentation: [.committee]
        case .decision, .action: [.committee, .followUp]
        case .goalFollowUp: [.committee, .followUp, .closed]
        }
    }
}
