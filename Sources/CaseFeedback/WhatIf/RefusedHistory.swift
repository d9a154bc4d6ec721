package import EventSourcing

/// Which events would not be there if some had been refused: those, and what the same interview's later commands would then
/// have been refused for. What people made of it elsewhere, as findings and reports, stays.
package struct RefusedHistory: Sendable {
    private let refused: Set<Position>
    /// The events that are left out so far, ascending.
    package private(set) var leftOut: [RecordedEvent] = []
    /// What did not take place or was not recorded, by the round's stream.
    private var interviews: Set<Name> = []
    private var statements: Set<Name> = []
    /// The children that did not get an interview, and those that got one.
    private var unheard: Set<Name> = []
    private var heard: Set<Name> = []

    private struct Name: Hashable {
        let stream: StreamName
        let text: String
    }

    package init(refusing positions: some Sequence<Position>) { refused = Set(positions) }

    /// The events of a log, each once, in the order of their positions.
    package mutating func leavesOut(_ event: RecordedEvent) throws(UnreadableEvent) -> Bool {
        guard try isLeftOut(event) else { return false }
        leftOut.append(event)
        return true
    }

    private mutating func isLeftOut(_ event: RecordedEvent) throws(UnreadableEvent) -> Bool {
        func name(_ text: String) -> Name { Name(stream: event.envelope.stream, text: text) }
        let isRefused = refused.contains(event.position)
        switch event.type {
        case InterviewHeld.type:
            let held = try event.decode(InterviewHeld.self)
            conduct(name(held.interview.text), of: name(held.child.text), isRefused: isRefused)
            return isRefused
        case InterviewInterrupted.type:
            let interrupted = try event.decode(InterviewInterrupted.self)
            conduct(name(interrupted.interview.text), of: name(interrupted.child.text), isRefused: isRefused)
            return isRefused
        case StatementRecorded.type:
            let recorded = try event.decode(StatementRecorded.self)
            guard isRefused || interviews.contains(name(recorded.interview.text)) else { return false }
            statements.insert(name(recorded.statement.text))
            return true
        case StatementCorrected.type:
            return statements.contains(name(try event.decode(StatementCorrected.self).statement.text))
        case StatementRetracted.type:
            return statements.contains(name(try event.decode(StatementRetracted.self).statement.text))
        case InterviewTranscribed.type:
            return interviews.contains(name(try event.decode(InterviewTranscribed.self).interview.text))
        case ConcernHandedOver.type:
            return interviews.contains(name(try event.decode(ConcernHandedOver.self).interview.text))
        case FeedbackGiven.type:
            let child = name(try event.decode(FeedbackGiven.self).child.text)
            return unheard.contains(child) && !heard.contains(child)
        default:
            return isRefused
        }
    }

    private mutating func conduct(_ interview: Name, of child: Name, isRefused: Bool) {
        if isRefused {
            interviews.insert(interview)
            unheard.insert(child)
        } else {
            heard.insert(child)
        }
    }
}
