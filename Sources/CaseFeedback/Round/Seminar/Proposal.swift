package import CanonicalJSON
package import EventSourcing

/// What the team proposes to develop.
package struct Proposal: Codable, Hashable, Sendable {
    package let proposal: Identifier
    package let findings: [Identifier]
    package let text: TextReference
    package let fact: RecordedFact
    /// The proposals that went into this one.
    package let mergedFrom: [Identifier]
    package internal(set) var mergedInto: Ending?
    package internal(set) var withdrawn: Ending?

    /// How a proposal ceased to stand by itself.
    package struct Ending: Codable, Hashable, Sendable {
        package let fact: RecordedFact
        package let into: Identifier?
    }

    package func stands(asOf: AsOf) -> Bool {
        asOf.includes(fact) && ![mergedInto, withdrawn].contains { $0.map { asOf.includes($0.fact) } ?? false }
    }
}

extension Proposal.Ending: CanonicalObject {
    package init(fields reader: inout CanonicalReader) throws(UnexpectedText) {
        fact = try reader.field("fact")
        into = try reader.fieldIfPresent("into")
    }

    package func write(fields writer: inout CanonicalWriter) {
        writer.field("fact", fact)
        writer.fieldIfPresent("into", into)
    }
}

extension Proposal: CanonicalObject {
    package init(fields reader: inout CanonicalReader) throws(UnexpectedText) {
        fact = try reader.field("fact")
        findings = try reader.field("findings")
        mergedFrom = try reader.field("mergedFrom")
        mergedInto = try reader.fieldIfPresent("mergedInto")
        proposal = try reader.field("proposal")
        text = try reader.field("text")
        withdrawn = try reader.fieldIfPresent("withdrawn")
    }

    package func write(fields writer: inout CanonicalWriter) {
        writer.field("fact", fact)
        writer.field("findings", findings)
        writer.field("mergedFrom", mergedFrom)
        writer.fieldIfPresent("mergedInto", mergedInto)
        writer.field("proposal", proposal)
        writer.field("text", text)
        writer.fieldIfPresent("withdrawn", withdrawn)
    }
}

extension Round {
    package func standingProposals(asOf: AsOf) -> [Proposal] {
        proposals.values.filter { $0.stands(asOf: asOf) }.sorted { $0.fact.position < $1.fact.position }
    }
}

extension Turn {
    func standingProposal(_ proposal: Identifier, field: String) throws(Refusal) -> Proposal {
        guard let found = round.proposals[proposal.text], asOf.includes(found.fact) else {
            throw Refusal("proposal-not-made", ["proposal": proposal.text], field: field)
        }
        if let ending = found.mergedInto, asOf.includes(ending.fact) {
            throw Refusal(
                "proposal-merged", ["proposal": proposal.text, "into": ending.into?.text ?? ""], field: field)
        }
        if let ending = found.withdrawn, asOf.includes(ending.fact) {
            throw Refusal("proposal-withdrawn", ["proposal": proposal.text], field: field)
        }
        return found
    }

    func requireNew(_ proposal: Identifier, field: String) throws(Refusal) {
        guard round.proposals[proposal.text] == nil else {
            throw Refusal("proposal-already-made", ["proposal": proposal.text], field: field)
        }
    }
}
