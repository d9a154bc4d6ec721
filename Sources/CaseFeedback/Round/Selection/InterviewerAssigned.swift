package import CanonicalJSON
package import EventSourcing

/// Who will interview a child: somebody who is not its case worker.
package struct InterviewerAssigned: RoundEvent {
    package static let type = TypeName("interviewer-assigned")
    package static let step = Step.interviewPlanning
    package static let secrecy = SecrecyClass.personal
    package static let retention = RetentionClass.child
    package let cycle: Identifier
    package let unit: Identifier
    package let child: ChildReference
    package let interviewer: Identifier

    package var subjects: Set<Tag> { [.child(child), .person(interviewer)] }

    package func apply(to round: inout Round, as fact: RecordedFact) {
        round.children[child.text]?.interviewers.append(InterviewerAssignment(interviewer: interviewer, fact: fact))
    }
}

extension InterviewerAssigned {
    package init(fields reader: inout CanonicalReader) throws(UnexpectedText) {
        child = try reader.field("child")
        cycle = try reader.field("cycle")
        interviewer = try reader.field("interviewer")
        unit = try reader.field("unit")
    }
}

package struct AssignInterviewer: RoundCommand {
    package static let type = TypeName("assign-interviewer")
    package static let step = InterviewerAssigned.step
    package let cycle: Identifier
    package let unit: Identifier
    package let child: ChildReference
    package let interviewer: Identifier

    package var alsoReads: [StreamName] { [.child(child), .person(interviewer)] }

    package func happening(in turn: Turn) throws(Refusal) -> any RoundEvent {
        _ = try turn.selected(child)
        try turn.states.requireRegistered(person: interviewer, field: "/data/interviewer")
        try turn.states.requireNotCaseWorker(interviewer, of: child, on: turn.day)
        return InterviewerAssigned(cycle: cycle, unit: unit, child: child, interviewer: interviewer)
    }
}
