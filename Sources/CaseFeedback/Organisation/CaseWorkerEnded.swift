package import EventSourcing

/// A child has no case worker from a day on: the case is closed, as it may be when the child is interviewed.
package struct CaseWorkerEnded: ChildEvent {
    package static let type = TypeName("case-worker-ended")
    package static let secrecy = SecrecyClass.personal
    package static let retention = RetentionClass.child

    package let child: ChildReference
    /// The first day without a case worker.
    package let validFrom: Day

    package var stream: StreamName { .child(child) }
    package var tags: Set<Tag> { [.child(child)] }

    package func apply(to child: inout ChildHistory, as fact: RecordedFact) {
        child.set(caseWorker: nil, from: validFrom, by: fact)
    }
}

/// Records that a child has no case worker from a day on.
package struct EndCaseWorker: CommandBody {
    package static let type = TypeName("end-case-worker")

    package let child: ChildReference
    package let validFrom: Day

    package var streams: [StreamName] { [.child(child)] }

    package func decide(on states: StreamStates, in context: CommandContext) throws(Refusal) -> [ProposedEvent] {
        guard try states.state(ChildHistory.self, of: .child(child)).caseWorker(on: validFrom) != nil else {
            throw Refusal(
                "no-case-worker", ["child": child.text, "day": validFrom.description], field: "/data/validFrom")
        }
        return [ProposedEvent(CaseWorkerEnded(child: child, validFrom: validFrom))]
    }
}
