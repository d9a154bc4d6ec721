package import CanonicalJSON
package import EventSourcing

/// The team proposes a development, on the ground of findings.
package struct DevelopmentProposalMade: RoundEvent {
    package static let type = TypeName("development-proposal-made")
    package static let step = Step.analysis
    package static let secrecy = SecrecyClass.general
    package let cycle: Identifier
    package let unit: Identifier
    package let proposal: Identifier
    package let findings: [Identifier]
    package let text: ProtectedText

    package func apply(to round: inout Round, as fact: RecordedFact) {
        guard round.proposals[proposal.text] == nil else { return }
        round.proposals[proposal.text] = Proposal(
            proposal: proposal, findings: findings, text: fact.reference(to: text), fact: fact, mergedFrom: [])
    }
}

extension DevelopmentProposalMade {
    package init(fields reader: inout CanonicalReader) throws(UnexpectedText) {
        cycle = try reader.field("cycle")
        findings = try reader.field("findings")
        proposal = try reader.field("proposal")
        text = try reader.field("text")
        unit = try reader.field("unit")
    }
}

package struct MakeProposal: RoundCommand {
    package static let type = TypeName("make-proposal")
    package static let step = DevelopmentProposalMade.step
    package let cycle: Identifier
    package let unit: Identifier
    package let proposal: Identifier
    package let findings: [Identifier]
    package let text: FreeText

    package func happening(in turn: Turn) throws(Refusal) -> any RoundEvent {
        try turn.requireNew(proposal, field: "/data/proposal")
        guard !findings.isEmpty else { throw Refusal("proposal-without-findings", field: "/data/findings") }
        try turn.requireAccepted(findings, field: "/data/findings")
        return DevelopmentProposalMade(
            cycle: cycle, unit: unit, proposal: proposal, findings: findings, text: turn.text(text, as: .general))
    }
}
