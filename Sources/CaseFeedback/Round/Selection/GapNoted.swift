package import CanonicalJSON
package import EventSourcing

/// The unit noted whose voices it does not hear.
package struct GapNoted: RoundEvent {
    package static let type = TypeName("gap-noted")
    package static let step = Step.always
    package static let secrecy = SecrecyClass.general
    package let cycle: Identifier
    package let unit: Identifier
    package let text: ProtectedText

    package func apply(to round: inout Round, as fact: RecordedFact) {
        round.gaps.append(NotedText(fact: fact, text: fact.reference(to: text)))
    }
}

extension GapNoted {
    package init(fields reader: inout CanonicalReader) throws(UnexpectedText) {
        cycle = try reader.field("cycle")
        text = try reader.field("text")
        unit = try reader.field("unit")
    }
}

package struct NoteGap: RoundCommand {
    package static let type = TypeName("note-gap")
    package static let step = GapNoted.step
    package let cycle: Identifier
    package let unit: Identifier
    package let text: FreeText

    package func happening(in turn: Turn) throws(Refusal) -> any RoundEvent {
        GapNoted(cycle: cycle, unit: unit, text: turn.text(text, as: .general))
    }
}
