package import CanonicalJSON
package import EventSourcing

/// Nobody answered the invitation.
package struct ReplyMissing: RoundEvent {
    package static let type = TypeName("reply-missing")
    package static let step = Step.always
    package static let secrecy = SecrecyClass.personal
    package static let retention = RetentionClass.child
    package let cycle: Identifier
    package let unit: Identifier
    package let child: ChildReference

    package var subjects: Set<Tag> { [.child(child)] }

    package func apply(to round: inout Round, as fact: RecordedFact) {
        round.children[child.text]?.add(.replyMissing, fact)
    }
}

extension ReplyMissing {
    package init(fields reader: inout CanonicalReader) throws(UnexpectedText) {
        child = try reader.field("child")
        cycle = try reader.field("cycle")
        unit = try reader.field("unit")
    }
}

package struct RecordNoReply: RoundCommand {
    package static let type = TypeName("record-no-reply")
    package static let step = ReplyMissing.step
    package let cycle: Identifier
    package let unit: Identifier
    package let child: ChildReference

    package func happening(in turn: Turn) throws(Refusal) -> any RoundEvent {
        let selected = try turn.selected(child)
        try selected.requireNoInterview(in: turn)
        guard selected.turns.contains(where: { $0.kind == .invited && turn.asOf.includes($0.fact) }) else {
            throw Refusal("invitation-not-sent", ["child": child.text], field: "/data/child")
        }
        return ReplyMissing(cycle: cycle, unit: unit, child: child)
    }
}
