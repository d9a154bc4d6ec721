package import CanonicalJSON
package import EventSourcing

/// A person is a child's case worker (*handläggare*) from a day on.
package struct CaseWorkerRecorded: ChildEvent {
    package static let type = TypeName("case-worker-recorded")
    package static let secrecy = SecrecyClass.personal
    package static let retention = RetentionClass.child

    package let child: ChildReference
    package let caseWorker: Identifier
    package let validFrom: Day

    package var stream: StreamName { .child(child) }
    package var tags: Set<Tag> { [.child(child), .person(caseWorker)] }

    package func apply(to child: inout ChildHistory, as fact: RecordedFact) {
        child.set(caseWorker: caseWorker, from: validFrom, by: fact)
    }
}

extension CaseWorkerRecorded {
    package init(fields reader: inout CanonicalReader) throws(UnexpectedText) {
        caseWorker = try reader.field("caseWorker")
        child = try reader.field("child")
        validFrom = try reader.field("validFrom")
    }
}

/// Records who is a child's case worker from a day on. A later change makes no earlier interview a breach.
package struct RecordCaseWorker: CommandBody {
    package static let type = TypeName("record-case-worker")

    package let child: ChildReference
    package let caseWorker: Identifier
    package let validFrom: Day

    package var streams: [StreamName] { [.child(child), .person(caseWorker)] }

    package func decide(on states: StreamStates, in context: CommandContext) throws(Refusal) -> [ProposedEvent] {
        try states.requireRegistered(person: caseWorker, field: "/data/caseWorker")
        let state = try states.state(ChildHistory.self, of: .child(child))
        guard state.caseWorker(on: validFrom) != caseWorker else {
            throw Refusal(
                "case-worker-already-recorded",
                ["child": child.text, "person": caseWorker.text, "day": validFrom.description],
                field: "/data/caseWorker")
        }
        return [ProposedEvent(CaseWorkerRecorded(child: child, caseWorker: caseWorker, validFrom: validFrom))]
    }
}
