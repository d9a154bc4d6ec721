package import CanonicalJSON
package import EventSourcing

/// The team confirms that something already works, so that it is kept and not only what should change is written down.
package struct StrengthConfirmed: RoundEvent {
    package static let type = TypeName("strength-confirmed")
    package static let step = Step.analysis
    package let cycle: Identifier
    package let unit: Identifier
    package let finding: Identifier

    package func apply(to round: inout Round, as fact: RecordedFact) {
        guard round.findings[finding.text]?.strengthConfirmed == nil else { return }
        round.findings[finding.text]?.strengthConfirmed = fact
    }
}

extension StrengthConfirmed {
    package init(fields reader: inout CanonicalReader) throws(UnexpectedText) {
        cycle = try reader.field("cycle")
        finding = try reader.field("finding")
        unit = try reader.field("unit")
    }
}

package struct ConfirmStrength: RoundCommand {
    package static let type = TypeName("confirm-strength")
    package static let step = StrengthConfirmed.step
    package let cycle: Identifier
    package let unit: Identifier
    package let finding: Identifier

    package func happening(in turn: Turn) throws(Refusal) -> any RoundEvent {
        let found = try turn.finding(finding)
        guard found.kind == .strength else {
            throw Refusal("finding-not-a-strength", ["finding": finding.text], field: "/data/finding")
        }
        try turn.requireAccepted([finding], field: "/data/finding")
        guard found.strengthConfirmed == nil else {
            throw Refusal("strength-already-confirmed", ["finding": finding.text], field: "/data/finding")
        }
        return StrengthConfirmed(cycle: cycle, unit: unit, finding: finding)
    }
}
