package import CanonicalJSON
package import EventSourcing

/// Several proposals became one, which rests on the findings of all of them.
package struct ProposalsMerged: RoundEvent {
    package static let type = TypeName("proposals-merged")
    package static let step = Step.analysis
    package static let secrecy = SecrecyClass.general
    package let cycle: Identifier
    package let unit: Identifier
    /// The new one.
    package let proposal: Identifier
    package let merged: [Identifier]
    package let findings: [Identifier]
    package let text: ProtectedText

    package func apply(to round: inout Round, as fact: RecordedFact) {
        guard round.proposals[proposal.text] == nil else { return }
        for name in merged where round.proposals[name.text]?.mergedInto == nil {
            round.proposals[name.text]?.mergedInto = Proposal.Ending(fact: fact, into: proposal)
        }
        round.proposals[proposal.text] = Proposal(
            proposal: proposal, findings: findings, text: fact.reference(to: text), fact: fact, mergedFrom: merged)
    }
}

extension ProposalsMerged {
    package init(fields reader: inout CanonicalReader) throws(UnexpectedText) {
        cycle = try reader.field("cycle")
        findings = try reader.field("findings")
        merged = try reader.field("merged")
        proposal = try reader.field("proposal")
        text = try reader.field("text")
        unit = try reader.field("unit")
    }
}

package struct MergeProposals: RoundCommand {
    package static let type = TypeName("merge-proposals")
    package static let step = ProposalsMerged.step
    package let cycle: Identifier
    package let unit: Identifier
    package let proposal: Identifier
    package let merged: [Identifier]
    package let text: FreeText

    package func happening(in turn: Turn) throws(Refusal) -> any RoundEvent {
        try turn.requireNew(proposal, field: "/data/proposal")
        guard Set(merged).count == merged.count, merged.count > 1 else {
            throw Refusal("merge-needs-two-proposals", field: "/data/merged")
        }
        var findings: Set<Identifier> = []
        for name in merged { findings.formUnion(try turn.standingProposal(name, field: "/data/merged").findings) }
        return ProposalsMerged(
            cycle: cycle, unit: unit, proposal: proposal, merged: merged, findings: findings.sorted(),
            text: turn.text(text, as: .general))
    }
}
