package import EventSourcing

/// A committee is no authority after its last day; another one may have taken over its records.
package struct CommitteeClosed: CommitteeEvent {
    package static let type = TypeName("committee-closed")
    package static let retention = RetentionClass.reference

    package let committee: Identifier
    package let lastDay: Day
    package let successor: Identifier?

    package var stream: StreamName { .committee(committee) }
    package var tags: Set<Tag> { Set([committee, successor].compactMap { $0.map(Tag.committee) }) }

    package func apply(to committee: inout Committee, as fact: RecordedFact) {
        committee.close(after: lastDay, successor: successor)
    }
}

/// Closes a committee; its units are moved by commands of their own.
package struct CloseCommittee: CommandBody {
    package static let type = TypeName("close-committee")

    package let committee: Identifier
    package let lastDay: Day
    package let successor: Identifier?

    package var streams: [StreamName] { [.committee(committee)] + (successor.map { [.committee($0)] } ?? []) }

    package func decide(on states: StreamStates, in context: CommandContext) throws(Refusal) -> [ProposedEvent] {
        let state = try states.state(Committee.self, of: .committee(committee))
        guard let validFrom = state.validFrom else {
            throw Refusal("committee-not-established", ["committee": committee.text], field: "/data/committee")
        }
        if let closed = state.lastDay {
            throw Refusal("committee-already-closed", ["committee": committee.text, "day": closed.description])
        }
        guard validFrom <= lastDay else {
            throw Refusal(
                "ends-before-start", ["start": validFrom.description, "end": lastDay.description],
                field: "/data/lastDay")
        }
        if let successor {
            // It takes over on the day after, at the latest.
            try states.requireOpen(committee: successor, on: lastDay.adding(days: 1), field: "/data/successor")
        }
        return [ProposedEvent(CommitteeClosed(committee: committee, lastDay: lastDay, successor: successor))]
    }
}
