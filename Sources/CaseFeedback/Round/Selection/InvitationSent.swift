package import CanonicalJSON
package import EventSourcing

/// A child, and its guardian where the rule asks one, was invited. A renewed invitation asks anew.
package struct InvitationSent: RoundEvent {
    package static let type = TypeName("invitation-sent")
    package static let step = Step.selection
    package static let secrecy = SecrecyClass.personal
    package static let retention = RetentionClass.child
    package let cycle: Identifier
    package let unit: Identifier
    package let child: ChildReference
    /// How: letter, telephone, visit …
    package let channel: Identifier?

    package var subjects: Set<Tag> { [.child(child)] }

    package func apply(to round: inout Round, as fact: RecordedFact) {
        round.children[child.text]?.add(.invited, fact)
    }
}

extension InvitationSent {
    package init(fields reader: inout CanonicalReader) throws(UnexpectedText) {
        channel = try reader.fieldIfPresent("channel")
        child = try reader.field("child")
        cycle = try reader.field("cycle")
        unit = try reader.field("unit")
    }
}

package struct SendInvitation: RoundCommand {
    package static let type = TypeName("send-invitation")
    package static let step = InvitationSent.step
    package let cycle: Identifier
    package let unit: Identifier
    package let child: ChildReference
    package let channel: Identifier?

    package func happening(in turn: Turn) throws(Refusal) -> any RoundEvent {
        let selected = try turn.selected(child)
        try selected.requireNoInterview(in: turn)
        return InvitationSent(cycle: cycle, unit: unit, child: child, channel: channel)
    }
}

extension SelectedChild {
    /// Refuses what only makes sense before the child has been interviewed.
    func requireNoInterview(in turn: Turn) throws(Refusal) {
        if outcome(asOf: turn.asOf) == .held {
            throw Refusal("child-already-interviewed", ["child": child.text], field: "/data/child")
        }
    }
}
