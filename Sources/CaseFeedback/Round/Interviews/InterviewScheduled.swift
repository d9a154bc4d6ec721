package import CanonicalJSON
package import EventSourcing

/// A day was agreed for an interview. The same interview scheduled again moves to another day.
package struct InterviewScheduled: RoundEvent {
    package static let type = TypeName("interview-scheduled")
    package static let step = Step.interviewPlanning
    package static let secrecy = SecrecyClass.personal
    package static let retention = RetentionClass.child
    package let cycle: Identifier
    package let unit: Identifier
    package let interview: Identifier
    package let child: ChildReference
    package let interviewer: Identifier
    /// It may lie in the future.
    package let plannedOn: Day

    package var subjects: Set<Tag> { [.child(child), .person(interviewer)] }

    package func apply(to round: inout Round, as fact: RecordedFact) {
        round.changeInterview(interview, of: child) {
            $0.appointments.append(Appointment(interviewer: interviewer, plannedOn: plannedOn, fact: fact))
        }
        round.children[child.text]?.add(.scheduled, fact)
    }
}

extension InterviewScheduled {
    package init(fields reader: inout CanonicalReader) throws(UnexpectedText) {
        child = try reader.field("child")
        cycle = try reader.field("cycle")
        interview = try reader.field("interview")
        interviewer = try reader.field("interviewer")
        plannedOn = try reader.field("plannedOn")
        unit = try reader.field("unit")
    }
}

package struct ScheduleInterview: RoundCommand {
    package static let type = TypeName("schedule-interview")
    package static let step = InterviewScheduled.step
    package let cycle: Identifier
    package let unit: Identifier
    package let interview: Identifier
    package let child: ChildReference
    /// The one assigned, when nobody is named.
    package let interviewer: Identifier?
    package let plannedOn: Day

    package var alsoReads: [StreamName] { [.child(child)] + (interviewer.map { [.person($0)] } ?? []) }

    package func happening(in turn: Turn) throws(Refusal) -> any RoundEvent {
        let selected = try turn.selected(child)
        try selected.requireNoInterview(in: turn)
        if let interviewer {
            try turn.states.requireRegistered(person: interviewer, field: "/data/interviewer")
        }
        guard let interviewer = interviewer ?? selected.interviewer(asOf: turn.asOf) else {
            throw Refusal("interviewer-not-assigned", ["child": child.text], field: "/data/interviewer")
        }
        if let known = turn.round.interviews[interview.text] { try requireMovable(known) }
        let other = turn.round.interviews.values.first {
            $0.child == child && $0.interview != interview && $0.isOpen(asOf: turn.asOf)
        }
        if let other {
            throw Refusal(
                "interview-already-scheduled", ["child": child.text, "interview": other.interview.text],
                field: "/data/interview")
        }
        try turn.states.requireNotCaseWorker(interviewer, of: child, on: plannedOn)
        return InterviewScheduled(
            cycle: cycle, unit: unit, interview: interview, child: child, interviewer: interviewer,
            plannedOn: plannedOn)
    }

    private func requireMovable(_ known: Interview) throws(Refusal) {
        try known.requireAbout(child)
        try known.requireNotCancelled()
        try known.requireNotConducted()
    }
}

extension Interview {
    func requireAbout(_ child: ChildReference) throws(Refusal) {
        guard self.child == child else {
            throw Refusal("interview-of-another-child", ["interview": interview.text], field: "/data/interview")
        }
    }

    /// Whatever the day: a cancelled appointment isn't taken up again, a new one is made.
    func requireNotCancelled() throws(Refusal) {
        guard cancelled == nil else {
            throw Refusal("interview-cancelled", ["interview": interview.text], field: "/data/interview")
        }
    }

    /// Whatever the day: an interview takes place once.
    func requireNotConducted() throws(Refusal) {
        if held != nil {
            throw Refusal("interview-already-held", ["interview": interview.text], field: "/data/interview")
        }
        if interrupted != nil {
            throw Refusal("interview-already-interrupted", ["interview": interview.text], field: "/data/interview")
        }
    }
}
