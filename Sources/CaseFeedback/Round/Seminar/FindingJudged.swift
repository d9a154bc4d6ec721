package import CanonicalJSON
package import EventSourcing

/// The team stands behind a finding.
package struct FindingAccepted: RoundEvent {
    package static let type = TypeName("finding-accepted")
    package static let step = Step.analysis
    package let cycle: Identifier
    package let unit: Identifier
    package let finding: Identifier

    package func apply(to round: inout Round, as fact: RecordedFact) {
        round.findings[finding.text]?.judgements.append(Judgement(isAccepted: true, fact: fact))
    }
}

extension FindingAccepted {
    package init(fields reader: inout CanonicalReader) throws(UnexpectedText) {
        cycle = try reader.field("cycle")
        finding = try reader.field("finding")
        unit = try reader.field("unit")
    }
}

package struct AcceptFinding: RoundCommand {
    package static let type = TypeName("accept-finding")
    package static let step = FindingAccepted.step
    package let cycle: Identifier
    package let unit: Identifier
    package let finding: Identifier

    package func happening(in turn: Turn) throws(Refusal) -> any RoundEvent {
        try turn.requireSeminarHeld()
        guard try !turn.finding(finding).isAccepted(asOf: turn.asOf) else {
            throw Refusal("finding-already-accepted", ["finding": finding.text], field: "/data/finding")
        }
        return FindingAccepted(cycle: cycle, unit: unit, finding: finding)
    }
}

/// The team does not stand behind a finding, and says why.
package struct FindingRejected: RoundEvent {
    package static let type = TypeName("finding-rejected")
    package static let step = Step.analysis
    package static let secrecy = SecrecyClass.professional
    package let cycle: Identifier
    package let unit: Identifier
    package let finding: Identifier
    package let reason: ProtectedText

    package func apply(to round: inout Round, as fact: RecordedFact) {
        round.findings[finding.text]?.judgements.append(Judgement(isAccepted: false, fact: fact))
    }
}

extension FindingRejected {
    package init(fields reader: inout CanonicalReader) throws(UnexpectedText) {
        cycle = try reader.field("cycle")
        finding = try reader.field("finding")
        reason = try reader.field("reason")
        unit = try reader.field("unit")
    }
}

package struct RejectFinding: RoundCommand {
    package static let type = TypeName("reject-finding")
    package static let step = FindingRejected.step
    package let cycle: Identifier
    package let unit: Identifier
    package let finding: Identifier
    package let reason: FreeText

    package func happening(in turn: Turn) throws(Refusal) -> any RoundEvent {
        try turn.requireSeminarHeld()
        let judgement = try turn.finding(finding).judgement(asOf: turn.asOf)
        guard judgement?.isAccepted != false else {
            throw Refusal("finding-already-rejected", ["finding": finding.text], field: "/data/finding")
        }
        return FindingRejected(
            cycle: cycle, unit: unit, finding: finding, reason: turn.text(reason, as: .professional))
    }
}
