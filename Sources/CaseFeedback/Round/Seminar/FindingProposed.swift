package import CanonicalJSON
package import EventSourcing

/// The team saw something in the interviews and names the statements that support it.
package struct FindingProposed: RoundEvent {
    package static let type = TypeName("finding-proposed")
    package static let step = Step.analysis
    package static let secrecy = SecrecyClass.general
    package let cycle: Identifier
    package let unit: Identifier
    package let finding: Identifier
    package let topic: Topic
    package let aspect: Aspect
    package let kind: FindingKind
    package let statements: [Identifier]
    package let text: ProtectedText

    package func apply(to round: inout Round, as fact: RecordedFact) {
        guard round.findings[finding.text] == nil else { return }
        round.findings[finding.text] = Finding(
            finding: finding, topic: topic, aspect: aspect, kind: kind, statements: statements,
            text: fact.reference(to: text), fact: fact)
    }
}

extension FindingProposed {
    package init(fields reader: inout CanonicalReader) throws(UnexpectedText) {
        aspect = try reader.field("aspect")
        cycle = try reader.field("cycle")
        finding = try reader.field("finding")
        kind = try reader.field("kind")
        statements = try reader.field("statements")
        text = try reader.field("text")
        topic = try reader.field("topic")
        unit = try reader.field("unit")
    }
}

package struct ProposeFinding: RoundCommand {
    package static let type = TypeName("propose-finding")
    package static let step = FindingProposed.step
    package let cycle: Identifier
    package let unit: Identifier
    package let finding: Identifier
    package let topic: Topic
    package let aspect: Aspect
    package let kind: FindingKind
    package let statements: [Identifier]
    package let text: FreeText

    package func happening(in turn: Turn) throws(Refusal) -> any RoundEvent {
        try turn.requireSeminarHeld()
        guard turn.round.findings[finding.text] == nil else {
            throw Refusal("finding-already-proposed", ["finding": finding.text], field: "/data/finding")
        }
        guard !statements.isEmpty else { throw Refusal("finding-without-statements", field: "/data/statements") }
        for statement in statements { _ = try turn.livingStatement(statement, field: "/data/statements") }
        return FindingProposed(
            cycle: cycle, unit: unit, finding: finding, topic: topic, aspect: aspect, kind: kind,
            statements: statements, text: turn.text(text, as: .general))
    }
}
