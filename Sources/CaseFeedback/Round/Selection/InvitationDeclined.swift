package import CanonicalJSON
package import EventSourcing

/// Who says no to an invitation.
package enum DecliningParty: String, Term {
    case child, guardian

    package static let vocabulary = "by"
}

/// The child or its guardian said no, with a reason as a code and, where somebody wrote them, in words.
package struct InvitationDeclined: RoundEvent {
    package static let type = TypeName("invitation-declined")
    package static let step = Step.always
    package static let secrecy = SecrecyClass.personal
    package static let retention = RetentionClass.child
    package let cycle: Identifier
    package let unit: Identifier
    package let child: ChildReference
    package let by: DecliningParty
    package let reason: Identifier
    package let text: ProtectedText?

    package var subjects: Set<Tag> { [.child(child)] }

    package func apply(to round: inout Round, as fact: RecordedFact) {
        round.children[child.text]?.add(by == .child ? .declinedByChild : .declinedByGuardian, fact)
    }
}

extension InvitationDeclined {
    package init(fields reader: inout CanonicalReader) throws(UnexpectedText) {
        by = try reader.field("by")
        child = try reader.field("child")
        cycle = try reader.field("cycle")
        reason = try reader.field("reason")
        text = try reader.fieldIfPresent("text")
        unit = try reader.field("unit")
    }
}

package struct RecordDecline: RoundCommand {
    package static let type = TypeName("record-decline")
    package static let step = InvitationDeclined.step
    package let cycle: Identifier
    package let unit: Identifier
    package let child: ChildReference
    package let by: DecliningParty
    package let reason: Identifier
    package let text: FreeText?

    package func happening(in turn: Turn) throws(Refusal) -> any RoundEvent {
        let selected = try turn.selected(child)
        try selected.requireNoInterview(in: turn)
        return InvitationDeclined(
            cycle: cycle, unit: unit, child: child, by: by, reason: reason,
            text: text.map { turn.text($0, about: child) })
    }
}
