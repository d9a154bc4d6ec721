package import CanonicalJSON
package import EventSourcing

/// The team took a proposal back.
package struct ProposalWithdrawn: RoundEvent {
    package static let type = TypeName("proposal-withdrawn")
    package static let step = Step.analysis
    package static let secrecy = SecrecyClass.professional
    package let cycle: Identifier
    package let unit: Identifier
    package let proposal: Identifier
    package let reason: ProtectedText

    package func apply(to round: inout Round, as fact: RecordedFact) {
        guard round.proposals[proposal.text]?.withdrawn == nil else { return }
        round.proposals[proposal.text]?.withdrawn = Proposal.Ending(fact: fact, into: nil)
    }
}

extension ProposalWithdrawn {
    package init(fields reader: inout CanonicalReader) throws(UnexpectedText) {
        cycle = try reader.field("cycle")
        proposal = try reader.field("proposal")
        reason = try reader.field("reason")
        unit = try reader.field("unit")
    }
}

package struct WithdrawProposal: RoundCommand {
    package static let type = TypeName("withdraw-proposal")
    package static let step = ProposalWithdrawn.step
    package let cycle: Identifier
    package let unit: Identifier
    package let proposal: Identifier
    package let reason: FreeText

    package func happening(in turn: Turn) throws(Refusal) -> any RoundEvent {
        _ = try turn.standingProposal(proposal, field: "/data/proposal")
        return ProposalWithdrawn(
            cycle: cycle, unit: unit, proposal: proposal, reason: turn.text(reason, as: .professional))
    }
}
