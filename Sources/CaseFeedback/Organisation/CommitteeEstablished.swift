package import EventSourcing

/// A committee is an authority from a day on.
package struct CommitteeEstablished: CommitteeEvent {
    package static let type = TypeName("committee-established")
    package static let retention = RetentionClass.reference

    package let committee: Identifier
    package let label: LocalizedLabel
    package let validFrom: Day

    package var stream: StreamName { .committee(committee) }
    package var tags: Set<Tag> { [.committee(committee)] }

    package func apply(to committee: inout Committee, as fact: RecordedFact) {
        committee.establish(as: label, from: validFrom)
    }
}

/// Says that a committee is an authority from a day on, which may lie before or after today.
package struct EstablishCommittee: CommandBody {
    package static let type = TypeName("establish-committee")

    package let committee: Identifier
    package let label: LocalizedLabel
    package let validFrom: Day

    package var streams: [StreamName] { [.committee(committee)] }

    package func decide(on states: StreamStates, in context: CommandContext) throws(Refusal) -> [ProposedEvent] {
        guard try !states.state(Committee.self, of: .committee(committee)).isEstablished else {
            throw Refusal("committee-already-established", ["committee": committee.text], field: "/data/committee")
        }
        return [ProposedEvent(CommitteeEstablished(committee: committee, label: label, validFrom: validFrom))]
    }
}
