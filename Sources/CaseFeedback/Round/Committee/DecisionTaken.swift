package import CanonicalJSON
package import EventSourcing

/// The committee decided on the report that was presented to it.
package struct DecisionTaken: RoundEvent {
    package static let type = TypeName("decision-taken")
    package static let step = Step.decision
    package static let secrecy = SecrecyClass.general
    package let cycle: Identifier
    package let unit: Identifier
    package let decision: Identifier
    package let report: Identifier
    package let committee: Identifier
    package let kind: DecisionKind
    package let text: ProtectedText

    package var subjects: Set<Tag> { [.report(report), .committee(committee)] }

    package func apply(to round: inout Round, as fact: RecordedFact) {
        guard round.decisions[decision.text] == nil else { return }
        round.decisions[decision.text] = CommitteeDecision(
            decision: decision, report: report, committee: committee, kind: kind, text: fact.reference(to: text),
            fact: fact)
    }
}

extension DecisionTaken {
    package init(fields reader: inout CanonicalReader) throws(UnexpectedText) {
        committee = try reader.field("committee")
        cycle = try reader.field("cycle")
        decision = try reader.field("decision")
        kind = try reader.field("kind")
        report = try reader.field("report")
        text = try reader.field("text")
        unit = try reader.field("unit")
    }
}

package struct TakeDecision: RoundCommand {
    package static let type = TypeName("take-decision")
    package static let step = DecisionTaken.step
    package let cycle: Identifier
    package let unit: Identifier
    package let decision: Identifier
    package let report: Identifier
    package let kind: DecisionKind
    package let text: FreeText

    package func happening(in turn: Turn) throws(Refusal) -> any RoundEvent {
        guard turn.round.decisions[decision.text] == nil else {
            throw Refusal("decision-already-taken", ["decision": decision.text], field: "/data/decision")
        }
        let presentations = try turn.finalisedReport(report).presentations.filter { turn.asOf.includes($0.fact) }
        guard let presented = presentations.max(by: { $0.fact < $1.fact }) else {
            throw Refusal("report-not-presented", ["report": report.text], field: "/data/report")
        }
        return DecisionTaken(
            cycle: cycle, unit: unit, decision: decision, report: report, committee: presented.committee, kind: kind,
            text: turn.text(text, as: .general))
    }
}
