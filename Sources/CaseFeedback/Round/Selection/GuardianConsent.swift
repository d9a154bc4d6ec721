package import CanonicalJSON
package import EventSourcing

/// A guardian said yes to an interview.
package struct GuardianConsentGiven: RoundEvent {
    package static let type = TypeName("guardian-consent-given")
    package static let step = Step.selection
    package static let secrecy = SecrecyClass.personal
    package static let retention = RetentionClass.child
    package let cycle: Identifier
    package let unit: Identifier
    package let child: ChildReference

    package var subjects: Set<Tag> { [.child(child)] }

    package func apply(to round: inout Round, as fact: RecordedFact) {
        round.children[child.text]?.add(.consentGiven, fact)
    }
}

extension GuardianConsentGiven {
    package init(fields reader: inout CanonicalReader) throws(UnexpectedText) {
        child = try reader.field("child")
        cycle = try reader.field("cycle")
        unit = try reader.field("unit")
    }
}

/// A guardian said no before any yes.
package struct GuardianConsentRefused: RoundEvent {
    package static let type = TypeName("guardian-consent-refused")
    package static let step = Step.always
    package static let secrecy = SecrecyClass.personal
    package static let retention = RetentionClass.child
    package let cycle: Identifier
    package let unit: Identifier
    package let child: ChildReference

    package var subjects: Set<Tag> { [.child(child)] }

    package func apply(to round: inout Round, as fact: RecordedFact) {
        round.children[child.text]?.add(.consentRefused, fact)
    }
}

extension GuardianConsentRefused {
    package init(fields reader: inout CanonicalReader) throws(UnexpectedText) {
        child = try reader.field("child")
        cycle = try reader.field("cycle")
        unit = try reader.field("unit")
    }
}

/// A guardian took a yes back: from here no answer shows the child's words, whatever day it asks about.
package struct GuardianConsentWithdrawn: RoundEvent {
    package static let type = TypeName("guardian-consent-withdrawn")
    package static let step = Step.always
    package static let secrecy = SecrecyClass.personal
    package static let retention = RetentionClass.child
    package let cycle: Identifier
    package let unit: Identifier
    package let child: ChildReference

    package var subjects: Set<Tag> { [.child(child)] }

    package func apply(to round: inout Round, as fact: RecordedFact) {
        round.children[child.text]?.add(.consentWithdrawn, fact)
    }
}

extension GuardianConsentWithdrawn {
    package init(fields reader: inout CanonicalReader) throws(UnexpectedText) {
        child = try reader.field("child")
        cycle = try reader.field("cycle")
        unit = try reader.field("unit")
    }
}

package enum GuardianAnswer: String, Term {
    case given, refused, withdrawn

    package static let vocabulary = "answer"
}

package struct RecordGuardianConsent: RoundCommand {
    package static let type = TypeName("record-guardian-consent")
    /// A no and a withdrawal may come at any time; a yes is part of the selection.
    package static let step = Step.always
    package let cycle: Identifier
    package let unit: Identifier
    package let child: ChildReference
    package let answer: GuardianAnswer

    package func happening(in turn: Turn) throws(Refusal) -> any RoundEvent {
        let guardian = try turn.selected(child).standing(at: turn.occurred).guardian
        switch answer {
        case .given:
            try turn.require(GuardianConsentGiven.step)
            guard guardian != .yes else { throw refusal("guardian-consent-already-given") }
            return GuardianConsentGiven(cycle: cycle, unit: unit, child: child)
        case .refused:
            guard guardian != .yes else { throw refusal("guardian-consent-already-given") }
            guard guardian != .no else { throw refusal("guardian-consent-already-refused") }
            return GuardianConsentRefused(cycle: cycle, unit: unit, child: child)
        case .withdrawn:
            guard guardian != .withdrawn else { throw refusal("guardian-consent-already-withdrawn") }
            guard guardian == .yes else { throw refusal("guardian-consent-not-given") }
            return GuardianConsentWithdrawn(cycle: cycle, unit: unit, child: child)
        }
    }

    private func refusal(_ code: String) -> Refusal { Refusal(code, ["child": child.text], field: "/data/answer") }
}
