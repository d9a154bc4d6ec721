package import CanonicalJSON
package import EventSourcing

/// The child said yes to an interview.
package struct ChildAssentGiven: RoundEvent {
    package static let type = TypeName("child-assent-given")
    package static let step = Step.selection
    package static let secrecy = SecrecyClass.personal
    package static let retention = RetentionClass.child
    package let cycle: Identifier
    package let unit: Identifier
    package let child: ChildReference

    package var subjects: Set<Tag> { [.child(child)] }

    package func apply(to round: inout Round, as fact: RecordedFact) {
        round.children[child.text]?.add(.assentGiven, fact)
    }
}

extension ChildAssentGiven {
    package init(fields reader: inout CanonicalReader) throws(UnexpectedText) {
        child = try reader.field("child")
        cycle = try reader.field("cycle")
        unit = try reader.field("unit")
    }
}

/// The child stopped: from here no answer shows its words, whatever day it asks about.
package struct ChildAssentWithdrawn: RoundEvent {
    package static let type = TypeName("child-assent-withdrawn")
    package static let step = Step.always
    package static let secrecy = SecrecyClass.personal
    package static let retention = RetentionClass.child
    package let cycle: Identifier
    package let unit: Identifier
    package let child: ChildReference

    package var subjects: Set<Tag> { [.child(child)] }

    package func apply(to round: inout Round, as fact: RecordedFact) {
        round.children[child.text]?.add(.assentWithdrawn, fact)
    }
}

extension ChildAssentWithdrawn {
    package init(fields reader: inout CanonicalReader) throws(UnexpectedText) {
        child = try reader.field("child")
        cycle = try reader.field("cycle")
        unit = try reader.field("unit")
    }
}

package enum AssentAnswer: String, Term {
    case given, withdrawn

    package static let vocabulary = "answer"
}

package struct RecordAssent: RoundCommand {
    package static let type = TypeName("record-assent")
    package static let step = Step.always
    package let cycle: Identifier
    package let unit: Identifier
    package let child: ChildReference
    package let answer: AssentAnswer

    package func happening(in turn: Turn) throws(Refusal) -> any RoundEvent {
        let voice = try turn.selected(child).standing(at: turn.occurred).child
        switch answer {
        case .given:
            try turn.require(ChildAssentGiven.step)
            guard voice != .yes else { throw refusal("assent-already-given") }
            return ChildAssentGiven(cycle: cycle, unit: unit, child: child)
        case .withdrawn:
            // A child may stop at any time, also where nobody wrote down that it had said yes.
            guard voice != .withdrawn else { throw refusal("assent-already-withdrawn") }
            return ChildAssentWithdrawn(cycle: cycle, unit: unit, child: child)
        }
    }

    private func refusal(_ code: String) -> Refusal { Refusal(code, ["child": child.text], field: "/data/answer") }
}
