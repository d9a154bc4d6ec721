package import CanonicalJSON
package import EventSourcing

/// One thing that a child said, in its words, under one topic and aspect.
package struct StatementRecorded: RoundEvent {
    package static let type = TypeName("statement-recorded")
    package static let step = Step.interview
    package static let secrecy = SecrecyClass.personal
    package static let retention = RetentionClass.child
    package let cycle: Identifier
    package let unit: Identifier
    package let statement: Identifier
    package let interview: Identifier
    package let child: ChildReference
    package let topic: Topic
    package let aspect: Aspect
    package let text: ProtectedText
    /// Of the day of the interview: the one that the answer was given under.
    package let guide: Identifier
    package let guideVersion: Int
    package let consentRuleVersion: Int

    package var subjects: Set<Tag> { [.child(child)] }

    package func apply(to round: inout Round, as fact: RecordedFact) {
        round.statements.record(self, as: fact)
    }
}

extension StatementRecorded {
    package init(fields reader: inout CanonicalReader) throws(UnexpectedText) {
        aspect = try reader.field("aspect")
        child = try reader.field("child")
        consentRuleVersion = try reader.field("consentRuleVersion")
        cycle = try reader.field("cycle")
        guide = try reader.field("guide")
        guideVersion = try reader.field("guideVersion")
        interview = try reader.field("interview")
        statement = try reader.field("statement")
        text = try reader.field("text")
        topic = try reader.field("topic")
        unit = try reader.field("unit")
    }
}

extension StatementRecorded {
    package static func apply(_ payload: UnsafeRawBufferPointer, to round: inout Round, as fact: RecordedFact) -> Bool {
        let recorded = CanonicalReader.value(of: payload) { (fields) throws(UnexpectedText) in
            try StatementInPlace(fields: &fields)
        }
        if let recorded { round.statements.record(recorded, as: fact) }
        return recorded != nil
    }
}

/// The payload where it lies. Most events of a log are statements, and what one names the one before it has named, but for
/// the statement itself: the rest is compared and not made.
struct StatementInPlace {
    let aspect: Aspect
    let child: InPlace<ChildReference>
    let guide: InPlace<Identifier>
    let guideVersion: Int
    let interview: InPlace<Identifier>
    let statement: InPlace<Identifier>
    /// Of the text, which stands at `/text`.
    let secrecy: SecrecyClass
    let topic: Topic

    init(fields reader: inout CanonicalReader) throws(UnexpectedText) {
        aspect = try reader.field("aspect")
        child = try reader.field("child")
        _ = try reader.field("consentRuleVersion") as Int
        _ = try reader.field("cycle") as InPlace<Identifier>
        guide = try reader.field("guide")
        guideVersion = try reader.field("guideVersion")
        interview = try reader.field("interview")
        statement = try reader.field("statement")
        secrecy = (try reader.field("text") as ProtectedTextInPlace).secrecy
        topic = try reader.field("topic")
        _ = try reader.field("unit") as InPlace<Identifier>
    }
}

package struct RecordStatement: RoundCommand {
    package static let type = TypeName("record-statement")
    package static let step = StatementRecorded.step
    package let cycle: Identifier
    package let unit: Identifier
    package let statement: Identifier
    package let interview: Identifier
    package let topic: Topic
    package let aspect: Aspect
    package let text: FreeText

    package var alsoReads: [StreamName] { [ConsentRules.stream] }

    package func happening(in turn: Turn) throws(Refusal) -> any RoundEvent {
        guard turn.round.statements[statement.text] == nil else {
            throw Refusal("statement-already-recorded", ["statement": statement.text], field: "/data/statement")
        }
        let (held, conducted) = try turn.conducted(interview)
        let selected = try turn.selected(held.child)
        // Words of somebody who has since said no would be hidden at once: they aren't taken in at all, whatever their day.
        let latest = selected.standing
        guard latest.child != .withdrawn, latest.guardian != .withdrawn else {
            throw Refusal("consent-withdrawn", ["child": held.child.text], field: "/data/interview")
        }
        let needed = try turn.states.consentNeeded(for: selected.ageBand, on: turn.day)
        if let code = selected.standing(at: turn.occurred).lacking(by: needed) {
            throw Refusal(
                code, ["child": held.child.text, "ruleVersion": String(needed.ruleVersion)], field: "/data/interview")
        }
        return StatementRecorded(
            cycle: cycle, unit: unit, statement: statement, interview: interview, child: held.child, topic: topic,
            aspect: aspect, text: turn.text(text, about: held.child), guide: conducted.guide,
            guideVersion: conducted.guideVersion, consentRuleVersion: needed.ruleVersion)
    }
}
